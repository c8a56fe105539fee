#include "viz/widget/structure_widget_state.h"

#include "viz/gltf.h"
#include "viz/placing.h"
#include "viz/selecting.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace foldmeter::viz {
namespace {

constexpr int kRestMs = 260, kSpinMs = 33, kStillSteps = 32, kRefinedSteps = 48, kFirstShown = 12, kShownEvery = 6;
constexpr int kWholeWindow = 8192;            // pixels: the still in the window is one tile
constexpr double kSlowFrame = 0.030;          // s: above, turning uses the coarse meshes
constexpr std::size_t kMostShownResidues = 60;   // selected residues whose atoms are drawn

}  // namespace

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
    s.refiner = new PictureMaker(s.scene, *s.view, this);
    connect(s.refiner, &PictureMaker::improved, s.overlay, &Overlay::setStill);
    connect(s.refiner, &PictureMaker::improved, this, [this](const QImage& picture) { m_state->improved = picture; });
    connect(s.refiner, &PictureMaker::cutOut, this, [this](const QImage& picture) { m_state->cutOut = picture; });
    connect(s.refiner, &PictureMaker::finished, this, &StructureWidget::stillReady);
    s.exporter = new PictureMaker(s.scene, *s.view, this);
    connect(s.exporter, &PictureMaker::made, this, &StructureWidget::takePicture);
    connect(s.exporter, &PictureMaker::progressed, this, &StructureWidget::picturesProgressed);
    connect(s.exporter, &PictureMaker::finished, this, [this] {
        redrawView();
        Q_EMIT picturesDone();
    });
}

StructureWidget::~StructureWidget() {
    delete m_state->refiner;
    delete m_state->exporter;
    delete m_state->view;   // its GL resources belong to the scene's actors
}

void StructureWidget::setStructures(std::vector<ShownStructure> structures) {
    State& s = *m_state;
    std::erase_if(structures, [](const ShownStructure& shown) { return !shown.structure || shown.structure->atoms() == 0; });
    const bool first = s.scene.structures().empty();
    const auto stays = [&before = s.scene.structures(), &structures](const Picked& atom) {
        const auto i = static_cast<std::size_t>(atom.structure);
        return i < before.size() && i < structures.size() && before[i].structure == structures[i].structure;
    };
    std::erase_if(s.measurements, [&](const Measurement& m) { return !std::all_of(m.atoms.begin(), m.atoms.end(), stays); });
    std::erase_if(s.links, [&](const DrawnLink& link) { return !stays(link.from) || !stays(link.to); });
    s.picking.clear();
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
    Legend legend;
    bool first = true;
    for (const ShownStructure& shown : m_state->scene.structures()) {
        if (!shown.visible) continue;
        const Colouring& colouring = shown.colouring ? *shown.colouring : m_state->scene.colouring();
        const Legend::Entry entry{colouring.uniform, shown.name};
        const auto same = [&](const Legend::Entry& e) { return e.colour == entry.colour && e.text == entry.text; };   // parts of one
        if (colouring.by == ColourBy::Uniform && std::none_of(legend.structures.begin(), legend.structures.end(), same)) legend.structures.push_back(entry);
        if (std::exchange(first, false)) {
            std::vector<Legend::Entry> named = std::move(legend.structures);
            legend = legendOf(*shown.structure, colouring);
            legend.structures = std::move(named);
        }
    }
    return legend;
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

bool StructureWidget::isThere(const Picked& atom) const {
    const auto& all = structures();
    return atom.structure >= 0 && static_cast<std::size_t>(atom.structure) < all.size() && atom.atom >= 0 && static_cast<std::size_t>(atom.atom) < all[static_cast<std::size_t>(atom.structure)].structure->atoms();
}
void StructureWidget::placeLinks() {
    std::vector<DrawnLink> all = m_state->links;
    for (const Measurement& m : m_state->measurements)
        for (std::size_t k = 0; k + 1 < m.atoms.size(); ++k) all.push_back({DrawnLink::Kind::Measurement, m.atoms[k], m.atoms[k + 1]});
    m_state->scene.setLinks(std::move(all));
}
void StructureWidget::setLinks(std::vector<DrawnLink> links) {
    m_state->links = std::move(links);
    std::erase_if(m_state->links, [this](const DrawnLink& link) { return !isThere(link.from) || !isThere(link.to); });
    placeLinks();
    redraw();
}
void StructureWidget::setMeasurements(std::vector<Measurement> measurements) {
    m_state->measurements = std::move(measurements);
    std::erase_if(m_state->measurements, [this](const Measurement& m) { return !std::all_of(m.atoms.begin(), m.atoms.end(), [this](const Picked& atom) { return isThere(atom); }); });
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
    s.lastLive = laidOn(first ? std::vector<float>{} : s.lastLive, std::move(positions));
    s.scene.setLive(std::move(layout), s.lastLive);
    if (!s.scene.live()) return;
    s.following = true;
    if (first) s.scene.resetCamera();
    else s.scene.lookAt({});   // noise is wide, a fold is small: the view follows
    s.cameraSet = false;
    redraw();
}
void StructureWidget::setReplayPositions(std::shared_ptr<const structure::Structure> layout, const std::vector<float>& positions) {
    m_state->scene.setLive(std::move(layout), positions);
    m_state->lastLive = positions;
    redraw();
}
void StructureWidget::clearLive() {
    if (!m_state->scene.live()) return;
    m_state->scene.setLive(nullptr, {});
    m_state->lastLive.clear();
    if (std::exchange(m_state->following, false) && !m_state->scene.structures().empty()) {
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
void StructureWidget::followCamera(const StructureWidget& other) {
    m_state->scene.setView(other.m_state->scene.view());
    m_state->cameraSet = true;
    redrawView();
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
    if (s.spin.isActive() || s.scene.live() || makingPictures() || !s.queue->empty() || s.scene.structures().empty() || !isVisible()) return;
    const double ratio = devicePixelRatioF();
    PictureWish wish;
    wish.size = QSize(std::max(1, static_cast<int>(width() * ratio)), std::max(1, static_cast<int>(height() * ratio)));
    wish.scale = ratio;
    wish.steps = kRefinedSteps;
    wish.firstShown = kFirstShown;
    wish.shownEvery = kShownEvery;
    wish.largestTile = kWholeWindow;
    s.refiner->start(std::move(wish));
}
// The scene itself again, and a refined still of it once it has rested.
void StructureWidget::redrawView() {
    State& s = *m_state;
    if (!s.view) return;
    s.refiner->stop();
    s.overlay->setStill({});
    s.improved = s.cutOut = {};
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
    const double scale = pictureScale(size);
    const auto draw = [&s](Scene&, int w, int h) { return s.view->drawFrame(w, h); };
    const Pixels pixels = drawStill(s.scene, draw, size.width(), size.height(), kStillSteps, transparent, scale);
    QImage image = QImage(pixels.rgba.data(), pixels.width, pixels.height, QImage::Format_RGBA8888).mirrored();
    if (!transparent) image = image.convertToFormat(QImage::Format_RGB32);
    s.view->update();
    s.rest.start();
    if (annotated) annotate(image, scale);
    return image;
}

void StructureWidget::annotate(QImage& image, double scale) const {
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(scale, scale);
    painter.setFont(font());
    const QRectF area(0, 0, image.width() / scale, image.height() / scale);
    const Scene& scene = m_state->scene;
    paintLegend(painter, scene.live() ? Legend{} : legend(), scene.look(), area);
    paintLabels(painter, measurementLabels(scene, m_state->measurements, static_cast<double>(image.width()) / image.height()), scene.look(), area);
}

bool StructureWidget::orderPictures(PictureOrder order) {
    State& s = *m_state;
    if (!s.view || !problem().isEmpty() || order.size.isEmpty() || makingPictures()) return false;
    s.refiner->stop();
    PictureWish wish;
    wish.size = order.size;
    wish.scale = pictureScale(order.size);
    wish.transparent = order.transparent;
    wish.steps = kStillSteps;
    wish.pictures = order.pictures;
    wish.pose = [this, view = s.scene.view(), before = order.before, turned = order.turned](int picture) {
        if (before) before(picture);
        const Scene::View now = m_state->scene.view();
        m_state->scene.setView(view);
        m_state->scene.turn(turned * picture, 0);
        m_state->exported = m_state->scene.view();
        m_state->scene.setView(now);
        return m_state->exported;
    };
    s.annotated = order.annotated ? std::optional(wish.scale) : std::nullopt;
    s.exporter->start(std::move(wish));
    return true;
}

void StructureWidget::takePicture(int picture, QImage image) {
    if (m_state->annotated) {
        const Scene::View now = m_state->scene.view();
        m_state->scene.setView(m_state->exported);   // labels stand where it was seen from
        annotate(image, *m_state->annotated);
        m_state->scene.setView(now);
    }
    Q_EMIT pictureMade(picture, image);
}

void StructureWidget::cancelPictures() {
    if (m_state->exporter) m_state->exporter->stop();
    redrawView();
}
bool StructureWidget::makingPictures() const { return m_state->exporter && m_state->exporter->running(); }
double StructureWidget::pictureScale(const QSize& size) const { return std::max(1.0, static_cast<double>(size.height()) / std::max(height(), 1)); }

void StructureWidget::lookAt(const std::vector<Picked>& atoms) {
    m_state->scene.centre(atoms);
    redraw();
    Q_EMIT cameraChanged();
}
QString StructureWidget::valueOf(const Measurement& measurement) const { return measurementValue(m_state->scene, measurement); }


void StructureWidget::exportGltf(const std::filesystem::path& path) const { writeGltf(m_state->scene, path); }
std::string StructureWidget::exportMmcif(const std::string& name) const { return structure::toMmcif(placedStructures(structures()), name); }
std::string StructureWidget::exportPdb(const std::string& name) const { return structure::toPdb(placedStructures(structures()), name); }

bool StructureWidget::drawn() const { return m_state->queue->empty(); }
bool StructureWidget::busy() const { return makingPictures() || !m_state->queue->empty() || m_state->rest.isActive() || (m_state->refiner && m_state->refiner->running()); }
QImage StructureWidget::refinedImage() const { return m_state->refiner && !m_state->refiner->running() ? m_state->improved : QImage(); }
QImage StructureWidget::refinedCutOut() const { return m_state->refiner && !m_state->refiner->running() ? m_state->cutOut : QImage(); }
QString StructureWidget::problem() const { return m_state->view ? m_state->view->problem() : m_state->obstacle; }
QSize StructureWidget::sizeHint() const { return {640, 480}; }

void StructureWidget::resizeEvent(QResizeEvent*) {
    if (m_state->view) m_state->view->setGeometry(rect());
    m_state->overlay->setGeometry(rect());
    m_state->overlay->raise();
    redrawView();
}

}  // namespace foldmeter::viz
