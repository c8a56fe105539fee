#include "viz/widget/still_refiner.h"

#include "viz/widget/gl_view.h"

#include <QMetaObject>
#include <QTimer>

#include <algorithm>
#include <array>
#include <chrono>
#include <future>
#include <utility>
#include <vector>

namespace foldmeter::viz {
namespace {

constexpr int kSteps = 48, kFirstShown = 12, kShownEvery = 6;

}  // namespace

struct StillRefiner::State {
    State(Scene& s, GlView& v) : scene(s), view(v) {}
    Scene& scene;
    GlView& view;
    QTimer turn;                       // the next GL frame, when the window has nothing else to do
    int width = 0, height = 0, step = 0, phase = 0;
    long run = 0;                      // tells late results of an earlier run
    bool adding = false;               // the thread is at work
    std::shared_ptr<Still> still;
    std::vector<std::future<void>> work;   // arithmetic under way: one, and what was stopped and is not over yet
    std::array<Frame, 3> frames;           // eye, sky, lamp
    double longest = 0;
};

StillRefiner::StillRefiner(Scene& scene, GlView& view, QObject* parent) : QObject(parent), m_state(std::make_unique<State>(scene, view)) {
    m_state->turn.setSingleShot(true);
    m_state->turn.setInterval(0);
    connect(&m_state->turn, &QTimer::timeout, this, &StillRefiner::advance);
}

StillRefiner::~StillRefiner() {
    for (const std::future<void>& work : m_state->work) work.wait();
}

bool StillRefiner::running() const { return m_state->still != nullptr; }
double StillRefiner::longestFrame() const { return m_state->longest; }

void StillRefiner::stop() {
    m_state->turn.stop();
    m_state->adding = false;
    m_state->still.reset();
    ++m_state->run;
}

void StillRefiner::start(int width, int height, double scale) {
    stop();
    State& s = *m_state;
    s.width = width;
    s.height = height;
    s.step = s.phase = 0;
    s.longest = 0;
    s.still = std::make_shared<Still>(width, height, s.scene.look(), scale);
    s.turn.start();
}

// One GL frame; after the third of a step the frames go to the thread.
void StillRefiner::advance() {
    State& s = *m_state;
    if (!s.still || s.adding) return;
    const Scene::View view = s.scene.view();
    const auto [middle, radius] = s.scene.extent();
    const StillStep step = stillStep(view, middle, radius, s.step, s.width, s.height);
    const bool wanted = s.phase == 0 || (s.phase == 1 ? s.scene.look().occlusion : s.scene.look().shadows);
    Frame& frame = s.frames[static_cast<std::size_t>(s.phase)];
    frame = {};
    if (wanted) {
        s.scene.setBare(true);
        s.scene.setView(s.phase == 0 ? step.eye : s.phase == 1 ? step.sky : step.lamp);
        frame = s.view.drawFrame(s.width, s.height);
        s.scene.setView(view);
        s.scene.setBare(false);
        s.longest = std::max(s.longest, s.view.lastFrameSeconds());
    }
    if (++s.phase < 3) {
        s.turn.start();
        return;
    }
    s.phase = 0;
    s.adding = true;
    std::erase_if(s.work, [](const std::future<void>& work) { return work.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
    const bool last = ++s.step == kSteps;
    const bool show = last || (s.step >= kFirstShown && s.step % kShownEvery == 0);
    auto frames = std::make_shared<std::array<Frame, 3>>(std::exchange(s.frames, {}));
    s.work.push_back(std::async(std::launch::async, [this, still = s.still, frames, run = s.run, last, show] {
        still->add((*frames)[0], (*frames)[1], (*frames)[2]);
        QImage picture;
        if (show) {
            const Pixels pixels = still->picture(false);
            picture = QImage(pixels.rgba.data(), pixels.width, pixels.height, QImage::Format_RGBA8888).mirrored().convertToFormat(QImage::Format_RGB32);
        }
        QMetaObject::invokeMethod(this, [this, run, last, picture] {
            if (run != m_state->run) return;
            m_state->adding = false;
            if (!picture.isNull()) Q_EMIT improved(picture);
            if (!last) {
                m_state->turn.start();
                return;
            }
            stop();
            Q_EMIT finished();
        }, Qt::QueuedConnection);
    }));
}

}  // namespace foldmeter::viz
