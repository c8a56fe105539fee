// Memory of the engine process over the time of a job, against what the machine had for it.
#pragma once

#include "worker/client/job_state.h"

#include <QWidget>

namespace foldmeter::queue {

class MemoryCurve : public QWidget {
    Q_OBJECT

public:
    explicit MemoryCurve(QWidget* parent = nullptr);
    void setSamples(const std::vector<worker::MemorySample>& samples);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<worker::MemorySample> m_samples;
};

// "2.10 GiB of 23.5": of the process, of what it could have had.
QString memoryText(const std::vector<worker::MemorySample>& samples);

}  // namespace foldmeter::queue
