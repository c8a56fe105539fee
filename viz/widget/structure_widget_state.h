// What the structure widget holds: the scene, its surface, what works beside it, and what the person is doing. For its .cpp files.
#pragma once

#include "viz/scene.h"
#include "viz/widget/drawing_queue.h"
#include "viz/widget/gl_view.h"
#include "viz/widget/overlay.h"
#include "viz/widget/picture_maker.h"
#include "viz/widget/structure_widget.h"

#include <QTimer>

#include <algorithm>

namespace foldmeter::viz {

struct StructureWidget::State {
    Scene scene;
    GlView* view = nullptr;                   // none where there is no GL: then a notice says so
    QString obstacle;
    Overlay* overlay = nullptr;
    DrawingQueue* queue = nullptr;
    PictureMaker *refiner = nullptr, *exporter = nullptr;
    QTimer rest, spin, hoverDelay;
    Representation representation = Representation::Cartoon;
    Details details;
    std::vector<DrawnLink> links;
    std::vector<Measurement> measurements;
    std::vector<Picked> picking;              // atoms of the measurement being made
    int measuring = 0;
    Scene::View exported;                     // from where the picture that is being exported is seen
    std::optional<double> annotated;          // with legend and labels, enlarged so much
    std::vector<float> lastLive;              // of a structure that is being made: where its atoms were drawn
    bool following = false;                   // the camera follows what is live
    bool legendShown = true, cameraSet = false, turning = false, dragged = false;
    double fullFrame = 0;                     // s, of the last frame in full detail
    QPointF pressed, last;
    std::optional<Picked> hovered;
    QImage improved, cutOut;                  // the best picture of the still so far; the finished one without ground

    double aspect(const QWidget* widget) const { return static_cast<double>(std::max(widget->width(), 1)) / std::max(widget->height(), 1); }
};

}  // namespace foldmeter::viz
