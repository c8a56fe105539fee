#include "viz/widget/structure_widget.h"

#include "viz/gltf.h"
#include "viz/placing.h"
#include "viz/scene.h"
#include "viz/selecting.h"
#include "viz/widget/drawing_queue.h"
#include "viz/widget/gl_view.h"
#include "viz/widget/overlay.h"
#include "viz/widget/still_refiner.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace foldmeter::viz {
namespace {

constexpr int kRestMs = 260, kSpinMs = 33, kStillSteps = 32;
constexpr double kSlowFrame = 0.030;          // s: above, turning uses the coarse meshes
constexpr std::size_t kMostShownResidues = 60;   // selected residues whose atoms are drawn

}  // namespace

struct StructureWidget::State {
    Scene scene;
    GlView* view = nullptr;                   // none where there is no GL: then a notice says so
    QString obstacle;
    Overlay* overlay = nullptr;
    DrawingQueue* queue = nullptr;
    StillRefiner* refiner = nullptr;
    QTimer rest, spin, hoverDelay;
    Representation representation = Representation::Cartoon;
    Details details;
    std::vector<DrawnLink> links;
    std::vector<Measurement> measurements;
    std::vector<Picked> picking;              // atoms of the measurement being made
    int measuring = 0;
    bool legendShown = true, cameraSet = false, turning = false, dragged = false;
    double fullFrame = 0;                     // s, of the last frame in full detail
    QPointF pressed, last;
    std::optional<Picked> hovered;

    double aspect(const QWidget* widget) const { return static_cast<double>(std::max(widget->width(), 1)) / std::max(widget->height(), 1); }
};

StructureWidget::StructureWidget(QWidget* parent) : QWidget(parent), m_state(std::make_unique<State>()) {
    State& s = *m_state;
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 120);
    setAccessibleName(tr("Structure"));
    s.obstacle = GlView::obstacle();
    s.overlay = new Overlay(this);
    s.overlay->setLook(s.scene.look());
    s.queue = new DrawingQueue(this);
    connect(s.queue, &DrawingQueue::made, this, [this](int place, std::shared_ptr<const Drawing> drawing) {
        if (static_cast<std::size_t>(place) >= m_state->scene.structures().size()) return;
        m_state->scene.setDrawing(static_cast<std::size_t>(place), std::move(drawing));
        m_state->overlay->setNotice(problem());
        redraw();
        if (m_state->queue->empty()) Q_EMIT drawingsReady();
    });
    connect(s.queue, &DrawingQueue::failed, this, [this](int, const QString& why) { m_state->overlay->setNotice(tr("This structure cannot be drawn: %1").arg(why)); });
    s.rest.setSingleShot(true);
    s.rest.setInterval(kRestMs);
    connect(&s.rest, &QTimer::timeout, this, &StructureWidget::rested);
    s.spin.setInterval(kSpinMs);
    connect(&s.spin, &QTimer::timeout, this, [this] { turn(72.0 * kSpinMs / 1000, 0); });
    if (s.obstacle.isEmpty()) makeView();
    else s.overlay->setNotice(s.obstacle);
}

void StructureWidget::makeView() {
    State& s = *m_state;
    s.view = new GlView(s.scene, this);
    s.view->lower();
    s.view->installEventFilter(this);
    connect(s.view, &GlView::framePainted, this, [this](double seconds) {
        if (!m_state->turning) m_state->fullFrame = seconds;
        m_state->overlay->setLabels(measurementLabels(m_state->scene, m_state->measurements, m_state->aspect(this)));
    });
    s.refiner = new StillRefiner(s.scene, *s.view, this);
    connect(s.refiner, &StillRefiner::improved, s.overlay, &Overlay::setStill);
    connect(s.refiner, &StillRefiner::finished, this, &StructureWidget::stillReady);
}

StructureWidget::~StructureWidget() {
    delete m_state->refiner;
    delete m_state->view;   // its GL resources belong to the scene's actors
}

void StructureWidget::setStructures(std::vector<ShownStructure> structures) {
    State& s = *m_state;
    std::erase_if(structures, [](const ShownStructure& shown) { return !shown.structure || shown.structure->atoms() == 0; });
    const bool first = s.scene.structures().empty();
    s.measurements.clear();
    s.picking.clear();
    s.links.clear();
    s.hovered.reset();
    s.scene.setStructures(std::move(structures));
    if ((first || !s.cameraSet) && !s.scene.structures().empty() && !s.scene.live()) {
        s.scene.resetCamera();
        s.cameraSet = true;
    }
    s.overlay->setNotice(problem());
    placeLinks();
    requestDrawings();
    redraw();
}
const std::vector<ShownStructure>& StructureWidget::structures() const { return m_state->scene.structures(); }

void StructureWidget::requestDrawings() {
    State& s = *m_state;
    s.queue->clear();
    const auto& structures = s.scene.structures();
    for (std::size_t i = 0; i < structures.size(); ++i) {
        if (!structures[i].visible) continue;
        DrawingRequest request{structures[i].structure, s.representation, s.details, shownResidues(structures, i, s.scene.selection(), kMostShownResidues), true};
        if (const Drawing* drawing = s.scene.drawing(i); drawing && drawing->request == request) continue;
        if (s.view && !s.scene.drawing(i)) s.overlay->setNotice(tr("Drawing %L1 atoms\u2026").arg(structures[i].structure->atoms()));
        s.queue->request(static_cast<int>(i), std::move(request));
    }
}

void StructureWidget::setRepresentation(Representation representation) {
    if (m_state->representation == representation) return;
    m_state->representation = representation;
    requestDrawings();
}
Representation StructureWidget::representation() const { return m_state->representation; }

void StructureWidget::setColouring(const Colouring& colouring) {
    m_state->scene.setColouring(colouring);
    redraw();
}
const Colouring& StructureWidget::colouring() const { return m_state->scene.colouring(); }

Legend StructureWidget::legend() const {
    for (const ShownStructure& shown : m_state->scene.structures())
        if (shown.visible) return legendOf(*shown.structure, shown.colouring ? *shown.colouring : m_state->scene.colouring());
    return {};
}
void StructureWidget::setLegendShown(bool shown) {
    m_state->legendShown = shown;
    redraw();
}

void StructureWidget::setDetails(const Details& details) {
    if (m_state->details == details) return;
    m_state->details = details;
    requestDrawings();
}
const Details& StructureWidget::details() const { return m_state->details; }

void StructureWidget::setLook(const Look& look) {
    m_state->scene.setLook(look);
    m_state->overlay->setLook(look);
    redraw();
}
const Look& StructureWidget::look() const { return m_state->scene.look(); }

void StructureWidget::setSelection(const Selection& selection) {
    if (selection == m_state->scene.selection()) return;
    m_state->scene.setSelection(selection);
    if (m_state->details.selectedAtoms) requestDrawings();
    redraw();
}
const Selection& StructureWidget::selection() const { return m_state->scene.selection(); }

void StructureWidget::placeLinks() {
    std::vector<DrawnLink> all = m_state->links;
    for (const Measurement& m : m_state->measurements)
        for (std::size_t k = 0; k + 1 < m.atoms.size(); ++k) all.push_back({DrawnLink::Kind::Measurement, m.atoms[k], m.atoms[k + 1]});
    m_state->scene.setLinks(std::move(all));
}
void StructureWidget::setLinks(std::vector<DrawnLink> links) {
    m_state->links = std::move(links);
    placeLinks();
    redraw();
}
void StructureWidget::setMeasurements(std::vector<Measurement> measurements) {
    m_state->measurements = std::move(measurements);
    placeLinks();
    redraw();
}
const std::vector<Measurement>& StructureWidget::measurements() const { return m_state->measurements; }
void StructureWidget::setMeasuring(int atoms) {
    m_state->measuring = std::clamp(atoms, 0, 4);
    m_state->picking.clear();
    if (m_state->view) m_state->view->setCursor(atoms > 0 ? Qt::CrossCursor : Qt::ArrowCursor);
}
int StructureWidget::measuring() const { return m_state->measuring; }

void StructureWidget::setLivePositions(std::shared_ptr<const structure::Structure> layout, std::vector<float> positions) {
    State& s = *m_state;
    const bool first = !s.scene.live();
    s.scene.setLive(std::move(layout), positions);
    if (!s.scene.live()) return;
    if (first) s.scene.resetCamera();
    else s.scene.lookAt({});   // noise is wide, a fold is small: the view follows
    s.cameraSet = false;
    redraw();
}
void StructureWidget::clearLive() {
    if (!m_state->scene.live()) return;
    m_state->scene.setLive(nullptr, {});
    if (!m_state->scene.structures().empty()) {
        m_state->scene.lookAt({});
        m_state->cameraSet = true;
    }
    redraw();
}
bool StructureWidget::live() const { return m_state->scene.live(); }

void StructureWidget::resetCamera() {
    m_state->scene.resetCamera();
    redraw();
    Q_EMIT cameraChanged();
}
void StructureWidget::lookAtSelection() {
    m_state->scene.lookAt(m_state->scene.selection());
    redraw();
    Q_EMIT cameraChanged();
}
void StructureWidget::turn(double right, double up) {
    m_state->scene.turn(right, up);
    moved();
}
void StructureWidget::setSpinning(bool spinning) {
    if (spinning) m_state->spin.start();
    else m_state->spin.stop();
}
bool StructureWidget::spinning() const { return m_state->spin.isActive(); }

void StructureWidget::moved() {
    State& s = *m_state;
    if (!s.turning && s.fullFrame > kSlowFrame) {
        s.turning = true;
        s.scene.setTurning(true);
    }
    redrawView();
    Q_EMIT cameraChanged();
}
void StructureWidget::rested() {
    State& s = *m_state;
    s.turning = false;
    s.scene.setTurning(false);
    if (!s.view) return;
    s.view->update();
    if (s.spin.isActive() || s.scene.live() || !s.queue->empty() || s.scene.structures().empty() || !isVisible()) return;
    const double ratio = devicePixelRatioF();
    s.refiner->start(std::max(1, static_cast<int>(width() * ratio)), std::max(1, static_cast<int>(height() * ratio)), ratio);
}
// The scene itself again, and a refined still of it once it has rested.
void StructureWidget::redrawView() {
    State& s = *m_state;
    if (!s.view) return;
    s.refiner->stop();
    s.overlay->setStill({});
    s.rest.start();
    s.view->update();
}
void StructureWidget::redraw() {
    m_state->overlay->setLegend(m_state->legendShown && !m_state->scene.live() ? legend() : Legend{});
    redrawView();
}

QImage StructureWidget::grabImage(const QSize& size, bool transparent, bool annotated) {
    State& s = *m_state;
    if (size.isEmpty()) return {};
    if (!s.view || !problem().isEmpty()) return {};
    s.refiner->stop();
    const double scale = std::max(1.0, static_cast<double>(size.height()) / std::max(height(), 1));
    const auto draw = [&s](Scene&, int w, int h) { return s.view->drawFrame(w, h); };
    const Pixels pixels = drawStill(s.scene, draw, size.width(), size.height(), kStillSteps, transparent, scale);
    QImage image = QImage(pixels.rgba.data(), pixels.width, pixels.height, QImage::Format_RGBA8888).mirrored();
    if (!transparent) image = image.convertToFormat(QImage::Format_RGB32);
    s.view->update();
    s.rest.start();
    if (!annotated) return image;
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = this->font();
    painter.scale(scale, scale);
    painter.setFont(font);
    const QRectF area(0, 0, size.width() / scale, size.height() / scale);
    paintLegend(painter, legend(), s.scene.look(), area);
    paintLabels(painter, measurementLabels(s.scene, s.measurements, static_cast<double>(size.width()) / size.height()), s.scene.look(), area);
    return image;
}

QImage StructureWidget::grabTurned(double degrees, const QSize& size, bool transparent) {
    const Scene::View view = m_state->scene.view();
    m_state->scene.turn(degrees, 0);
    const QImage image = grabImage(size, transparent);
    m_state->scene.setView(view);
    return image;
}

void StructureWidget::exportGltf(const std::filesystem::path& path) const { writeGltf(m_state->scene, path); }
std::string StructureWidget::exportMmcif(const std::string& name) const { return structure::toMmcif(placedStructures(structures()), name); }
std::string StructureWidget::exportPdb(const std::string& name) const { return structure::toPdb(placedStructures(structures()), name); }

bool StructureWidget::busy() const { return !m_state->queue->empty() || m_state->rest.isActive() || (m_state->refiner && m_state->refiner->running()); }
QString StructureWidget::problem() const { return m_state->view ? m_state->view->problem() : m_state->obstacle; }
QSize StructureWidget::sizeHint() const { return {640, 480}; }

void StructureWidget::resizeEvent(QResizeEvent*) {
    if (m_state->view) m_state->view->setGeometry(rect());
    m_state->overlay->setGeometry(rect());
    m_state->overlay->raise();
    redrawView();
}

bool StructureWidget::eventFilter(QObject* watched, QEvent* event) {
    State& s = *m_state;
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        setFocus(Qt::MouseFocusReason);
        s.spin.stop();
        s.pressed = s.last = mouse->position();
        s.dragged = false;
        return true;
    }
    case QEvent::MouseMove: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->buttons() == Qt::NoButton) {
            hover(mouse->position());
            return true;
        }
        if (!s.dragged && (mouse->position() - s.pressed).manhattanLength() < 4) return true;
        s.dragged = true;
        drag(mouse->position() - s.last, mouse->buttons(), mouse->modifiers());
        s.last = mouse->position();
        return true;
    }
    case QEvent::MouseButtonRelease: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (!s.dragged && mouse->button() == Qt::LeftButton) click(mouse->position(), mouse->modifiers());
        return true;
    }
    case QEvent::MouseButtonDblClick:
        click(static_cast<QMouseEvent*>(event)->position(), static_cast<QMouseEvent*>(event)->modifiers() | Qt::MetaModifier);
        s.dragged = true;   // the release is no further click
        return true;
    case QEvent::Wheel:
        s.scene.zoom(std::pow(1.0015, static_cast<QWheelEvent*>(event)->angleDelta().y()));
        moved();
        return true;
    case QEvent::Leave:
        if (s.hovered) Q_EMIT hovered(s.hovered = std::nullopt);
        s.overlay->setHover({}, {});
        return false;
    default: return QWidget::eventFilter(watched, event);
    }
}

void StructureWidget::drag(const QPointF& by, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) {
    State& s = *m_state;
    const double height = std::max(this->height(), 1);
    s.overlay->setHover({}, {});
    if (buttons & Qt::RightButton) s.scene.zoom(std::pow(2.0, -2 * by.y() / height));
    else if ((buttons & Qt::MiddleButton) || (modifiers & Qt::ShiftModifier)) s.scene.shift(by.x() / height, -by.y() / height);
    else if (modifiers & Qt::ControlModifier) s.scene.roll(by.x() * 0.4);
    else s.scene.turn(by.x() * 0.45, -by.y() * 0.45);
    moved();
}

void StructureWidget::hover(const QPointF& where) {
    State& s = *m_state;
    const auto found = s.scene.pick(where.x() / std::max(width(), 1), 1 - where.y() / std::max(height(), 1), s.aspect(this));
    const bool atom = found && s.measuring > 0;
    s.overlay->setHover(found ? nameOf(s.scene.structures()[static_cast<std::size_t>(found->structure)], *found, atom || s.representation != Representation::Cartoon) : QString(), where);
    if (found == s.hovered) return;
    s.hovered = found;
    Q_EMIT hovered(found);
}

void StructureWidget::click(const QPointF& where, Qt::KeyboardModifiers modifiers) {
    State& s = *m_state;
    const auto found = s.scene.pick(where.x() / std::max(width(), 1), 1 - where.y() / std::max(height(), 1), s.aspect(this));
    if (found) Q_EMIT picked(*found, modifiers);
    if (s.measuring >= 2) {
        if (!found || std::find(s.picking.begin(), s.picking.end(), *found) != s.picking.end()) return;
        s.picking.push_back(*found);
        if (static_cast<int>(s.picking.size()) < s.measuring) return;
        s.measurements.push_back({std::exchange(s.picking, {})});
        placeLinks();
        redraw();
        Q_EMIT measurementsChanged();
        return;
    }
    Selecting how;
    how.toggle = modifiers & Qt::ControlModifier;
    how.upTo = modifiers & Qt::ShiftModifier;
    how.atom = modifiers & Qt::AltModifier;
    how.chain = modifiers & Qt::MetaModifier;
    const Selection chosen = selected(s.scene.structures(), s.scene.selection(), found, how);
    if (chosen == s.scene.selection()) return;
    setSelection(chosen);
    Q_EMIT selectionChanged(chosen);
}

void StructureWidget::keyPressEvent(QKeyEvent* event) {
    State& s = *m_state;
    const bool shifted = event->modifiers() & Qt::ShiftModifier;
    const auto move = [&](double right, double up) {
        if (shifted) s.scene.shift(right * 0.004, up * 0.004);
        else s.scene.turn(right, up);
        moved();
    };
    switch (event->key()) {
    case Qt::Key_Left: move(-10, 0); break;
    case Qt::Key_Right: move(10, 0); break;
    case Qt::Key_Up: move(0, 10); break;
    case Qt::Key_Down: move(0, -10); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
        s.scene.zoom(event->key() == Qt::Key_Minus ? 1 / 1.15 : 1.15);
        moved();
        break;
    case Qt::Key_Home: resetCamera(); break;
    case Qt::Key_Escape:
        if (s.measuring > 0) setMeasuring(0);
        else if (!s.scene.selection().empty()) {
            setSelection({});
            Q_EMIT selectionChanged({});
        } else {
            event->ignore();
        }
        break;
    default: QWidget::keyPressEvent(event);
    }
}

}  // namespace foldmeter::viz
