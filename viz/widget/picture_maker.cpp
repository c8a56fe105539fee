#include "viz/widget/picture_maker.h"

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

constexpr int kMargin = 16;   // pixels drawn around a tile: outlines look that far

QImage toImage(const Pixels& pixels, bool transparent) {
    const QImage image = QImage(pixels.rgba.data(), pixels.width, pixels.height, QImage::Format_RGBA8888).mirrored();
    return transparent ? image : image.convertToFormat(QImage::Format_RGB32);
}

}  // namespace

struct PictureMaker::State {
    State(Scene& s, GlView& v) : scene(s), view(v) {}
    Scene& scene;
    GlView& view;
    QTimer turn;                           // the next GL frame, when the window has nothing else to do
    PictureWish wish;
    std::vector<Tile> tiles;
    std::size_t tile = 0;
    int picture = 0, step = 0, phase = 0, margin = 0;
    std::optional<Scene::View> posed;
    Pixels whole;
    long run = 0;                          // tells late results of an earlier run
    bool adding = false;                   // the thread is at work
    std::shared_ptr<Still> still;
    std::vector<std::future<void>> work;   // arithmetic under way: one, and what was stopped and is not over yet
    std::array<Frame, 3> frames;           // eye, sky, lamp
    double longest = 0;

    int width() const { return tiles[tile].width + 2 * margin; }
    int height() const { return tiles[tile].height + 2 * margin; }
    void beginTile() {
        step = phase = 0;
        still = std::make_shared<Still>(width(), height(), scene.look(), wish.scale);
    }
};

PictureMaker::PictureMaker(Scene& scene, GlView& view, QObject* parent) : QObject(parent), m_state(std::make_unique<State>(scene, view)) {
    m_state->turn.setSingleShot(true);
    m_state->turn.setInterval(0);
    connect(&m_state->turn, &QTimer::timeout, this, &PictureMaker::advance);
}

PictureMaker::~PictureMaker() {
    for (const std::future<void>& work : m_state->work) work.wait();
}

bool PictureMaker::running() const { return m_state->still != nullptr; }
double PictureMaker::longestFrame() const { return m_state->longest; }

void PictureMaker::stop() {
    m_state->turn.stop();
    m_state->adding = false;
    m_state->still.reset();
    m_state->posed.reset();
    m_state->wish.pose = nullptr;
    ++m_state->run;
}

void PictureMaker::start(PictureWish wish) {
    stop();
    State& s = *m_state;
    s.wish = std::move(wish);
    s.tiles = tilesOf(s.wish.size.width(), s.wish.size.height(), s.wish.largestTile);
    s.margin = s.tiles.size() > 1 ? kMargin : 0;
    s.tile = 0;
    s.picture = 0;
    s.longest = 0;
    s.whole = {s.wish.size.width(), s.wish.size.height(), {}};
    s.whole.rgba.resize(4 * static_cast<std::size_t>(s.whole.width) * static_cast<std::size_t>(s.whole.height));
    s.beginTile();
    s.turn.start();
}

// One GL frame; after the third of a step the frames go to the thread.
void PictureMaker::advance() {
    State& s = *m_state;
    if (!s.still || s.adding) return;
    if (const auto pose = s.wish.pose; pose && !s.posed) {
        const long run = s.run;
        const Scene::View seen = pose(s.picture);
        if (run != s.run) return;   // the pose had other wishes
        s.posed = seen;
    }
    if (drawPhase()) addFrames();
    else s.turn.start();
}

// True after the last frame of a step.
bool PictureMaker::drawPhase() {
    State& s = *m_state;
    const Scene::View view = s.scene.view(), seen = tileView(s.posed.value_or(view), s.wish.size.width(), s.wish.size.height(), s.tiles[s.tile], s.margin);
    const auto [middle, radius] = s.scene.extent();
    const StillStep step = stillStep(seen, middle, radius, s.step, s.width(), s.height());
    const bool wanted = s.phase == 0 || (s.phase == 1 ? s.scene.look().occlusion : s.scene.look().shadows);
    Frame& frame = s.frames[static_cast<std::size_t>(s.phase)];
    frame = {};
    if (wanted) {
        s.scene.setBare(true);
        s.scene.setView(s.phase == 0 ? step.eye : s.phase == 1 ? step.sky : step.lamp);
        frame = s.view.drawFrame(s.width(), s.height());
        s.scene.setView(view);
        s.scene.setBare(false);
        s.longest = std::max(s.longest, s.view.lastFrameSeconds());
    }
    s.phase = (s.phase + 1) % 3;
    return s.phase == 0;
}

void PictureMaker::addFrames() {
    State& s = *m_state;
    s.adding = true;
    std::erase_if(s.work, [](const std::future<void>& work) { return work.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
    const bool last = ++s.step == s.wish.steps;
    const bool show = s.wish.shownEvery > 0 && (last || (s.step >= s.wish.firstShown && s.step % s.wish.shownEvery == 0));
    auto frames = std::make_shared<std::array<Frame, 3>>(std::exchange(s.frames, {}));
    s.work.push_back(std::async(std::launch::async, [this, still = s.still, frames, run = s.run, last, show, transparent = s.wish.transparent] {
        still->add((*frames)[0], (*frames)[1], (*frames)[2]);
        auto pixels = std::make_shared<Pixels>();
        if (last || show) *pixels = still->picture(transparent);
        const QImage image = show ? toImage(*pixels, transparent) : QImage(), bare = show && last ? toImage(still->picture(true), true) : QImage();
        QMetaObject::invokeMethod(this, [this, run, last, pixels, image, bare] {
            if (run != m_state->run) return;
            m_state->adding = false;
            if (!image.isNull()) Q_EMIT improved(image);
            if (!bare.isNull() && run == m_state->run) Q_EMIT cutOut(bare);
            if (run != m_state->run) return;   // what heard it had other wishes
            if (last) takeTile(*pixels);
            else next();
        }, Qt::QueuedConnection);
    }));
}

void PictureMaker::next() {
    State& s = *m_state;
    const int tiles = static_cast<int>(s.tiles.size()), steps = s.wish.steps;
    Q_EMIT progressed((s.picture * tiles + static_cast<int>(s.tile)) * steps + s.step, s.wish.pictures * tiles * steps);
    if (s.still) s.turn.start();
}

void PictureMaker::takeTile(const Pixels& tile) {
    State& s = *m_state;
    putTile(tile, s.margin, s.tiles[s.tile], s.whole);
    if (++s.tile < s.tiles.size()) {
        s.beginTile();
        return next();
    }
    const long run = s.run;
    Q_EMIT made(s.picture, toImage(s.whole, s.wish.transparent));
    if (run != s.run) return;
    if (++s.picture < s.wish.pictures) {
        s.tile = 0;
        s.posed.reset();
        s.beginTile();
        return next();
    }
    stop();
    Q_EMIT finished();
}

}  // namespace foldmeter::viz
