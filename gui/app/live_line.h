// One line about the job that runs and is watched: where it is, what is left, what memory it takes.
#pragma once

#include "worker/client/job_state.h"

#include <QWidget>

class QLabel;

namespace foldmeter::queue {
class MemoryCurve;
}

namespace foldmeter::app {

class LiveLine : public QWidget {
    Q_OBJECT

public:
    explicit LiveLine(QWidget* parent = nullptr);
    void setState(const worker::JobState& state);      // hides itself when the job is over
    QString text() const;

private:
    QLabel *m_place, *m_memoryText;
    queue::MemoryCurve* m_memory;
};

}  // namespace foldmeter::app
