// The stages of a job while it runs, as one strip on the scale of the time it will take: what is over in the stages'
// colours, seed by seed, what is to come hatched. Where the rest cannot be told yet the strip only grows.
#pragma once

#include "worker/client/job_state.h"

#include <QWidget>

namespace foldmeter::queue {

struct StripPart {
    std::string stage;      // empty: to come
    double begin = 0, end = 0;   // seconds
};
// What the strip draws, `elapsed` seconds after the job was started.
std::vector<StripPart> stripParts(const worker::JobState& state, double elapsed);

class LiveStrip : public QWidget {
    Q_OBJECT

public:
    explicit LiveStrip(QWidget* parent = nullptr);
    void setState(const worker::JobState& state, double elapsed);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;     // the tooltip names the stage under the pointer

private:
    double total() const;

    std::vector<StripPart> m_parts;
    std::vector<double> m_seeds;            // where a seed began
    int m_seedIndex = -1;
};

}  // namespace foldmeter::queue
