#include "viz/scene.h"

#include "viz/camera.h"
#include "viz/link_actor.h"
#include "viz/live_actor.h"
#include "viz/ray.h"
#include "viz/structure_actor.h"

#include <vtkCamera.h>
#include <vtkLight.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace foldmeter::viz {
namespace {

using ResidueKey = std::tuple<std::string, int, std::string>;   // chain, number, name

ResidueKey keyOf(const structure::Structure& s, int residue) {
    const structure::StructureResidue& r = s.residues[static_cast<std::size_t>(residue)];
    return {s.chains[static_cast<std::size_t>(r.chain)].id, r.number, r.name};
}

structure::Point placed(const ShownStructure& shown, std::size_t atom) {
    const structure::Point& p = shown.structure->positions[atom];
    return shown.placement ? shown.placement->apply(p) : p;
}

void addLight(vtkRenderer* renderer, double x, double y, double z, double intensity) {
    vtkNew<vtkLight> light;
    light->SetLightTypeToCameraLight();
    light->SetPosition(x, y, z);
    light->SetFocalPoint(0, 0, 0);
    light->SetIntensity(intensity);
    renderer->AddLight(light);
}

}  // namespace

struct Scene::State {
    struct Entry {
        ShownStructure shown;
        std::unique_ptr<StructureActor> actor;
        mutable std::unique_ptr<RayIndex> rays;   // made when first asked for
    };

    vtkNew<vtkRenderer> renderer;
    std::vector<Entry> entries;
    std::vector<ShownStructure> shown;            // as given
    Colouring colouring;
    Selection selection;
    Look look;
    LinkActor links{renderer};
    LiveActor live{renderer};
    std::vector<DrawnLink> drawnLinks;
    bool turning = false, bare = false;
    std::optional<std::pair<structure::Point, double>> ball;   // around everything shown; found when asked for

    // Which atoms of a structure are selected, by rows of the first or by what they are called.
    std::vector<char> selectedAtoms(std::size_t index) const {
        const structure::Structure& s = *entries[index].shown.structure;
        std::vector<char> chosen(s.atoms(), 0);
        if (selection.empty() || entries.empty()) return chosen;
        const structure::Structure& first = *entries[0].shown.structure;
        std::set<ResidueKey> residues;
        std::set<std::pair<ResidueKey, std::string>> atoms;
        for (const int row : selection.residues)
            if (row >= 0 && static_cast<std::size_t>(row) < first.residues.size()) residues.insert(keyOf(first, row));
        for (const int row : selection.atoms)
            if (row >= 0 && static_cast<std::size_t>(row) < first.atoms()) atoms.insert({keyOf(first, first.residueOf[static_cast<std::size_t>(row)]), first.atomNames[static_cast<std::size_t>(row)]});
        for (std::size_t r = 0; r < s.residues.size(); ++r) {
            const ResidueKey key = keyOf(s, static_cast<int>(r));
            const bool whole = residues.contains(key);
            if (!whole && atoms.empty()) continue;
            for (int a = s.residues[r].firstAtom; a < s.residues[r].firstAtom + s.residues[r].atoms; ++a)
                chosen[static_cast<std::size_t>(a)] = whole || atoms.contains({key, s.atomNames[static_cast<std::size_t>(a)]});
        }
        return chosen;
    }

    void colour(std::size_t index) {
        Entry& entry = entries[index];
        if (!entry.actor->drawing()) return;
        const Colouring& used = entry.shown.colouring ? *entry.shown.colouring : colouring;
        std::vector<Rgb> colours = atomColours(*entry.shown.structure, used, entry.actor->drawing()->folds, look.accent, entry.actor->drawing()->colouredByElement());
        if (used.rest && !selection.empty()) {   // the rest steps back
            const std::vector<char> chosen = selectedAtoms(index);
            const bool any = std::find(chosen.begin(), chosen.end(), 1) != chosen.end();
            for (std::size_t a = 0; any && a < colours.size(); ++a)
                if (!chosen[a]) colours[a] = mixed(colours[a], look.background, 0.62);
        }
        entry.actor->setColours(colours);
    }
    void colourAll() {
        for (std::size_t i = 0; i < entries.size(); ++i) colour(i);
    }
    std::vector<structure::Point> points(const Selection& chosen) const {
        if (live.active()) return live.points();
        std::vector<structure::Point> all;
        State* self = const_cast<State*>(this);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (!entries[i].shown.visible) continue;
            Selection kept = std::exchange(self->selection, chosen);
            const std::vector<char> in = selectedAtoms(i);
            self->selection = std::move(kept);
            for (std::size_t a = 0; a < in.size(); ++a)
                if (chosen.empty() || in[a]) all.push_back(placed(entries[i].shown, a));
        }
        return all;
    }
    void place(Entry& entry) {
        entry.actor->setPlacement(entry.shown.placement);
        entry.actor->setVisible(entry.shown.visible && !live.active());
        entry.actor->setTurning(turning);
    }
    void placeLinks(Scene& scene) {
        std::vector<PlacedLink> placedLinks;
        for (const DrawnLink& link : drawnLinks) {
            const auto shownAt = [&](const Picked& p) { return static_cast<std::size_t>(p.structure) < entries.size() && entries[static_cast<std::size_t>(p.structure)].shown.visible; };
            if (shownAt(link.from) && shownAt(link.to)) placedLinks.push_back({link.kind, scene.positionOf(link.from), scene.positionOf(link.to)});
        }
        links.setLinks(placedLinks, look);
    }
};

Scene::Scene() : m_state(std::make_unique<State>()) {
    vtkRenderer* r = m_state->renderer;
    r->AutomaticLightCreationOff();
    r->RemoveAllLights();
    addLight(r, -0.55, 0.75, 1.2, 0.72);
    addLight(r, 0.6, -0.1, 1.0, 0.34);
    setLook({});
}
Scene::~Scene() = default;

vtkRenderer* Scene::renderer() const { return m_state->renderer; }

void Scene::setStructures(std::vector<ShownStructure> structures) {
    std::vector<State::Entry> entries;
    for (const ShownStructure& shown : structures) {
        State::Entry entry{shown, nullptr, nullptr};
        for (State::Entry& old : m_state->entries)   // the drawing of a structure that stays is kept
            if (old.actor && old.shown.structure == shown.structure) {
                entry.actor = std::move(old.actor);
                entry.rays = std::move(old.rays);
                break;
            }
        if (!entry.actor) entry.actor = std::make_unique<StructureActor>(m_state->renderer);
        entries.push_back(std::move(entry));
    }
    m_state->entries = std::move(entries);
    m_state->shown = std::move(structures);
    m_state->ball.reset();
    for (State::Entry& entry : m_state->entries) m_state->place(entry);
    m_state->colourAll();
    m_state->placeLinks(*this);
}

void Scene::setDrawing(std::size_t index, std::shared_ptr<const Drawing> drawing) {
    State::Entry& entry = m_state->entries.at(index);
    entry.rays.reset();
    entry.actor->setDrawing(std::move(drawing));
    m_state->place(entry);
    m_state->colour(index);
}

const std::vector<ShownStructure>& Scene::structures() const { return m_state->shown; }
const Drawing* Scene::drawing(std::size_t index) const { return m_state->entries.at(index).actor->drawing().get(); }

void Scene::setColouring(Colouring colouring) {
    m_state->colouring = std::move(colouring);
    m_state->colourAll();
}
const Colouring& Scene::colouring() const { return m_state->colouring; }

void Scene::setSelection(Selection selection) {
    m_state->selection = std::move(selection);
    m_state->colourAll();
}
const Selection& Scene::selection() const { return m_state->selection; }

void Scene::setLook(const Look& look) {
    m_state->look = look;
    m_state->renderer->SetBackground(look.background.red / 255.0, look.background.green / 255.0, look.background.blue / 255.0);
    m_state->renderer->GetActiveCamera()->SetParallelProjection(!look.perspective);
    m_state->colourAll();
    m_state->placeLinks(*this);
}
const Look& Scene::look() const { return m_state->look; }

void Scene::setLinks(std::vector<DrawnLink> links) {
    m_state->drawnLinks = std::move(links);
    m_state->placeLinks(*this);
}

void Scene::setLive(std::shared_ptr<const structure::Structure> layout, std::span<const float> positions) {
    m_state->live.setPositions(std::move(layout), positions);
    m_state->ball.reset();
    for (State::Entry& entry : m_state->entries) m_state->place(entry);
}
bool Scene::live() const { return m_state->live.active(); }

void Scene::setTurning(bool turning) {
    m_state->turning = turning;
    for (State::Entry& entry : m_state->entries) entry.actor->setTurning(turning);
}
void Scene::setBare(bool bare) { m_state->bare = bare; }

void Scene::resetCamera() { faceBroadSide(m_state->renderer->GetActiveCamera(), m_state->points({})); }
void Scene::lookAt(const Selection& selection) { bringIntoView(m_state->renderer->GetActiveCamera(), m_state->points(selection)); }

void Scene::centre(const std::vector<Picked>& atoms) {
    std::vector<structure::Point> points;
    for (const Picked& atom : atoms)
        if (atom.structure >= 0 && static_cast<std::size_t>(atom.structure) < m_state->entries.size()) points.push_back(positionOf(atom));
    if (!points.empty()) bringIntoView(m_state->renderer->GetActiveCamera(), points);
}

void Scene::turn(double right, double up) {
    vtkCamera* camera = m_state->renderer->GetActiveCamera();
    camera->Azimuth(-right);
    camera->Elevation(-up);
    camera->OrthogonalizeViewUp();
}
void Scene::roll(double angle) { m_state->renderer->GetActiveCamera()->Roll(angle); }
void Scene::shift(double right, double up) { shiftCamera(m_state->renderer->GetActiveCamera(), right, up); }
void Scene::zoom(double factor) { zoomCamera(m_state->renderer->GetActiveCamera(), factor); }

Scene::View Scene::view() const {
    vtkCamera* camera = m_state->renderer->GetActiveCamera();
    View view;
    camera->GetPosition(view.position.data());
    camera->GetFocalPoint(view.focus.data());
    camera->GetViewUp(view.up.data());
    view.angle = camera->GetViewAngle();
    view.scale = camera->GetParallelScale();
    view.parallel = camera->GetParallelProjection();
    camera->GetWindowCenter(view.centre.data());
    return view;
}
void Scene::setView(const View& view) {
    vtkCamera* camera = m_state->renderer->GetActiveCamera();
    camera->SetPosition(view.position.data());
    camera->SetFocalPoint(view.focus.data());
    camera->SetViewUp(view.up.data());
    camera->SetViewAngle(view.angle);
    camera->SetParallelScale(view.scale);
    camera->SetParallelProjection(view.parallel);
    camera->SetWindowCenter(view.centre[0], view.centre[1]);
}

std::array<double, 2> Scene::prepareFrame() {
    const FrameAir air = airFor(m_state->renderer->GetActiveCamera(), extent().first, extent().second, m_state->look, m_state->bare);
    for (State::Entry& entry : m_state->entries) entry.actor->setAir(air);
    m_state->links.setAir(air);
    m_state->live.setAir(air);
    return {air.near, air.far};
}

std::pair<structure::Point, double> Scene::extent() const {
    if (!m_state->ball) m_state->ball = ballAround(m_state->points({}));
    return *m_state->ball;
}

std::optional<Picked> Scene::pick(double x, double y, double aspect) const {
    const WorldRay world = rayThrough(m_state->renderer->GetActiveCamera(), x, y, aspect);
    std::optional<Picked> best;
    float nearest = 0;
    for (std::size_t i = 0; i < m_state->entries.size(); ++i) {
        const State::Entry& entry = m_state->entries[i];
        if (!entry.shown.visible || !entry.actor->drawing() || m_state->live.active()) continue;
        if (!entry.rays) entry.rays = std::make_unique<RayIndex>(entry.actor->drawing());
        const auto hit = entry.rays->firstHit(toOwnFrame(world, entry.shown.placement));
        if (!hit || (best && hit->distance >= nearest)) continue;
        nearest = hit->distance;
        best = Picked{static_cast<int>(i), entry.shown.structure->residueOf[static_cast<std::size_t>(hit->atom)], hit->atom};
    }
    return best;
}

std::array<double, 3> Scene::project(const Picked& atom, double aspect) const {
    return projectPoint(m_state->renderer->GetActiveCamera(), positionOf(atom), aspect);
}
structure::Point Scene::positionOf(const Picked& atom) const {
    return placed(m_state->entries.at(static_cast<std::size_t>(atom.structure)).shown, static_cast<std::size_t>(atom.atom));
}

std::size_t Scene::triangles() const {
    std::size_t sum = 0;
    for (const State::Entry& entry : m_state->entries) sum += entry.actor->triangles();
    return sum;
}

}  // namespace foldmeter::viz
