// Makes finished pictures while the window goes on: one GL frame at a time between its other events, the arithmetic on a
// thread of its own. The still in the window that grows better while nothing moves, exported pictures of any size (in
// tiles, so that no single frame is large), and films, one picture after the other.
#pragma once

#include "viz/still.h"

#include <QImage>
#include <QObject>
#include <QSize>

#include <functional>
#include <memory>

namespace foldmeter::viz {

class GlView;

struct PictureWish {
    QSize size{1280, 800};                        // device pixels
    double scale = 1;                             // how many pixels make one of the window (width of outlines)
    bool transparent = false;
    int steps = 32, largestTile = 1024;
    int firstShown = 0, shownEvery = 0;           // steps after which improved() is told; 0: never
    int pictures = 1;
    // Puts the scene in place for a picture and says from where it is seen; empty: as it stands, wherever it is turned to.
    std::function<Scene::View(int picture)> pose;
};

class PictureMaker : public QObject {
    Q_OBJECT

public:
    PictureMaker(Scene& scene, GlView& view, QObject* parent);
    ~PictureMaker() override;
    void start(PictureWish wish);
    void stop();
    bool running() const;
    double longestFrame() const;                  // s, of the GL frames since start

Q_SIGNALS:
    void improved(const QImage& picture);         // of a picture of one tile: what there is so far
    void cutOut(const QImage& picture);           // with the last of these: the same without ground
    void made(int picture, const QImage& image);
    void progressed(int done, int total);         // steps of all pictures
    void finished();

private:
    void advance();
    bool drawPhase();
    void addFrames();
    void takeTile(const Pixels& tile);
    void next();
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::viz
