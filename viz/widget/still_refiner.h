// Refines the picture while nothing moves: one GL frame at a time between the window's other events, the arithmetic on a
// thread of its own. Any change stops it.
#pragma once

#include "viz/still.h"

#include <QImage>
#include <QObject>

#include <memory>

namespace foldmeter::viz {

class GlView;

class StillRefiner : public QObject {
    Q_OBJECT

public:
    StillRefiner(Scene& scene, GlView& view, QObject* parent);
    ~StillRefiner() override;
    void start(int width, int height, double scale);   // device pixels
    void stop();
    bool running() const;
    double longestFrame() const;                       // s, of the GL frames since start

Q_SIGNALS:
    void improved(const QImage& picture);
    void finished();

private:
    void advance();
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::viz
