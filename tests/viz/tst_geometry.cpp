// Curves, cartoons, rays, selections: geometry without a picture.
#include "support/test_main.h"

#include "structure/atom_radii.h"
#include "structure/mmcif.h"
#include "viz/cartoon.h"
#include "viz/colours.h"
#include "viz/curve.h"
#include "viz/excluded_volume.h"
#include "viz/ray.h"
#include "viz/placing.h"
#include "viz/selecting.h"
#include "viz/solid.h"
#include "viz/surface.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace foldmeter;
using namespace foldmeter::viz;

namespace {

std::shared_ptr<const structure::Structure> example(const std::string& name) {
    return std::make_shared<structure::Structure>(structure::loadStructure(test::sourcePath("resources/examples/truth/" + name + ".cif")));
}

Vec3 vertex(const Mesh& mesh, std::size_t v) { return Vec3(mesh.positions.data() + 3 * v); }
Vec3 normal(const Mesh& mesh, std::size_t v) { return Vec3(mesh.normals.data() + 3 * v); }

struct Soundness {
    double inward = 0;      // share of triangles whose normals disagree with their winding
    std::size_t open = 0;   // edges, by place, that do not have as many triangles one way as the other
    bool finite = true;
};
Soundness soundnessOf(const Mesh& mesh) {
    Soundness result;
    using Place = std::array<long, 3>;
    const auto placeOf = [&](std::uint32_t v) {
        const Vec3 p = vertex(mesh, v);
        return Place{std::lround(p.x() * 2000), std::lround(p.y() * 2000), std::lround(p.z() * 2000)};
    };
    std::map<std::pair<Place, Place>, int> edges;
    std::size_t wrong = 0, counted = 0;
    for (const float x : mesh.positions) result.finite = result.finite && std::isfinite(x);
    for (std::size_t t = 0; t < mesh.triangles.size(); t += 3) {
        const std::uint32_t* c = mesh.triangles.data() + t;
        const Vec3 across = (vertex(mesh, c[1]) - vertex(mesh, c[0])).cross(vertex(mesh, c[2]) - vertex(mesh, c[0]));
        if (across.norm() > 1e-5f) {
            ++counted;
            wrong += across.dot(normal(mesh, c[0]) + normal(mesh, c[1]) + normal(mesh, c[2])) < 0;
        }
        for (int k = 0; k < 3; ++k) {
            const Place a = placeOf(c[k]), b = placeOf(c[(k + 1) % 3]);
            if (a == b) continue;
            edges[a < b ? std::pair(a, b) : std::pair(b, a)] += a < b ? 1 : -1;
        }
    }
    for (const auto& [edge, sum] : edges) result.open += sum != 0;
    result.inward = static_cast<double>(wrong) / static_cast<double>(std::max<std::size_t>(counted, 1));
    return result;
}

}  // namespace

class tst_geometry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Points on a circle: the curve keeps near it, the frame is orthonormal and turns along.
    void curveFollowsACircle() {
        std::vector<CurvePoint> points;
        for (int k = 0; k < 9; ++k) {
            const float a = static_cast<float>(k) * 0.7f;
            points.push_back({Vec3(5 * std::cos(a), 5 * std::sin(a), 0), k % 2 ? Vec3(0, 0, -1) : Vec3(0, 0, 1), true});   // signs must not matter
        }
        const std::vector<CurveSample> samples = sampleCurve(points, 10);
        QCOMPARE(samples.size(), std::size_t{81});
        for (const CurveSample& s : samples) {
            if (s.at > 1 && s.at < 7) QVERIFY2(std::abs(s.position.norm() - 5) < 0.03, std::to_string(s.position.norm()).c_str());
            QVERIFY(std::abs(s.tangent.dot(s.width)) < 1e-4f && std::abs(s.width.norm() - 1) < 1e-4f);
            QVERIFY((s.tangent.cross(s.width) - s.normal).norm() < 1e-4f);
            QVERIFY(std::abs(s.width.z()) > 0.99f);
        }
        for (std::size_t k = 0; k < 9; ++k) QVERIFY((samples[10 * k].position - points[k].position).norm() < 1e-4f);
    }

    void meshesAreClosedAndFaceOutwards_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"protein-g", "bpti-phosphate", "insulin", "bdna", "rna-hairpin", "dna-fold-cobalt", "villin"}) QTest::newRow(name) << name;
    }
    void meshesAreClosedAndFaceOutwards() {
        QFETCH(QString, name);
        const auto s = example(name.toStdString());
        const auto kinds = structure::residueKinds(*s);
        const auto folds = foldOfResidues(*s);
        const auto traces = traceChains(*s, kinds, folds);
        for (const CartoonDetail& detail : {CartoonDetail::full(), CartoonDetail::turning()}) {
            const Mesh mesh = cartoonMesh(*s, traces, detail);
            const Soundness sound = soundnessOf(mesh);
            QVERIFY(sound.finite);
            QVERIFY2(sound.inward < 0.005, std::to_string(sound.inward).c_str());
            QVERIFY2(sound.open == 0, std::to_string(sound.open).c_str());
            std::set<int> residues;
            for (const int atom : mesh.atomOf) residues.insert(s->residueOf[static_cast<std::size_t>(atom)]);
            std::size_t polymers = 0;
            for (const auto kind : kinds) polymers += kind == structure::ResidueKind::Protein || kind == structure::ResidueKind::Nucleic;
            QCOMPARE(residues.size(), polymers);   // each has its piece
        }
    }

    void surfaceFacesOutwards_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("excluded") << static_cast<int>(SurfaceKind::Excluded);
        QTest::newRow("gaussian") << static_cast<int>(SurfaceKind::Gaussian);
    }
    void surfaceFacesOutwards() {
        QFETCH(int, kind);
        const auto s = example("villin");
        std::vector<int> atoms;
        for (std::size_t a = 0; a < s->atoms(); ++a) atoms.push_back(static_cast<int>(a));
        const Mesh mesh = surfaceMesh(*s, atoms, static_cast<SurfaceKind>(kind), {0.9f});
        const Soundness sound = soundnessOf(mesh);
        QVERIFY(mesh.vertices() > 1000);
        QCOMPARE(sound.open, std::size_t{0});
        QVERIFY2(sound.inward < 0.01, std::to_string(sound.inward).c_str());
        for (std::size_t v = 0; v < mesh.vertices(); ++v) {   // a vertex lies about a van der Waals radius from its atom
            const auto& p = s->positions[static_cast<std::size_t>(mesh.atomOf[v])];
            const double apart = (vertex(mesh, v) - toVec(p)).norm();
            QVERIFY2(apart > 1.0 && apart < 4.0, std::to_string(apart).c_str());
        }
    }

    // Two carbons, a ball of 1.4 A rolling around both: a neck between them whose width is known.
    void theBallRollsAroundTwoAtoms() {
        const double carbon = structure::vanDerWaalsRadius("C"), reach = carbon + static_cast<double>(probeRadius), half = 2.1;
        structure::Structure s;
        for (const double side : {-1.0, 1.0}) s.addAtom("A", 1, "XXX", side < 0 ? "C1" : "C2", "C", {side * half, 0, 0}, 0);
        const std::vector<int> atoms{0, 1};
        const Mesh mesh = surfaceMesh(s, atoms, SurfaceKind::Excluded, {0.25f});
        QCOMPARE(soundnessOf(mesh).open, std::size_t{0});
        const double circle = std::sqrt(reach * reach - half * half), neck = circle - static_cast<double>(probeRadius);
        int atNeck = 0;
        for (std::size_t v = 0; v < mesh.vertices(); ++v) {
            const Vec3 p = vertex(mesh, v);
            const double across = std::hypot(static_cast<double>(p[1]), static_cast<double>(p[2])), along = std::abs(static_cast<double>(p[0]));
            const double away = std::hypot(half - along, across);
            QVERIFY(away > carbon - 0.03);   // never inside an atom
            // Under the circle on which the ball touches both: the torus; beyond it: the atom itself.
            const bool torus = along < half - half * carbon / reach;
            const double expected = torus ? std::abs(std::hypot(circle - across, along) - static_cast<double>(probeRadius)) : std::abs(away - carbon);
            QVERIFY2(expected < 0.05, qPrintable(QString("%1 at %2, %3").arg(expected).arg(along).arg(across)));
            if (along < 0.13) {
                ++atNeck;
                QVERIFY(across > neck - 0.02 && across < neck + 0.05);
            }
        }
        QVERIFY(atNeck > 4);
    }

    // No ball of 1.4 A whose centre is outside all spheres reaches into the excluded volume, and no atom sticks out of it.
    void theExcludedSurfaceKeepsItsDistance() {
        const auto s = example("trp-cage");
        std::vector<int> atoms;
        for (std::size_t a = 0; a < s->atoms(); ++a) atoms.push_back(static_cast<int>(a));
        const Mesh mesh = surfaceMesh(*s, atoms, SurfaceKind::Excluded, {0.4f});
        std::size_t touching = 0;
        for (std::size_t v = 0; v < mesh.vertices(); ++v) {
            double nearest = 1e9;
            for (std::size_t a = 0; a < s->atoms(); ++a)
                nearest = std::min(nearest, (vertex(mesh, v) - toVec(s->positions[a])).cast<double>().norm() - structure::vanDerWaalsRadius(s->elements[a]));
            QVERIFY2(nearest > -0.12, std::to_string(nearest).c_str());
            QVERIFY2(nearest < 1.41, std::to_string(nearest).c_str());
            touching += std::abs(nearest) < 0.06;
        }
        QVERIFY(touching > mesh.vertices() / 4 && touching < mesh.vertices());   // contact and re-entrant parts
    }

    void helicesAndStrandsWhereTheyAre() {
        const auto s = example("protein-g");   // four strands and one helix
        const auto folds = foldOfResidues(*s);
        int strands = 0, helices = 0;
        for (std::size_t r = 0; r < folds.size(); ++r) {
            const bool begins = r == 0 || folds[r] != folds[r - 1];
            strands += begins && folds[r] == Fold::Strand;
            helices += begins && folds[r] == Fold::Helix;
        }
        QCOMPARE(strands, 4);
        QCOMPARE(helices, 1);
    }

    void chainsBreakWhereResiduesAreMissing() {
        structure::Structure broken;
        const auto whole = example("villin");
        for (std::size_t a = 0; a < whole->atoms(); ++a) {
            const auto& r = whole->residues[static_cast<std::size_t>(whole->residueOf[a])];
            if (r.number >= 15 && r.number <= 19) continue;
            broken.addAtom("A", r.number, r.name, whole->atomNames[a], whole->elements[a], whole->positions[a], 0);
        }
        const auto traces = traceChains(broken, structure::residueKinds(broken), foldOfResidues(broken));
        QCOMPARE(traces.size(), std::size_t{2});
        QCOMPARE(traces[0].gapBefore, -1);
        QVERIFY(traces[1].gapBefore >= 0);
    }

    void oddStructuresAreDrawn_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"one residue", "two residues", "three in line", "all in one place", "alpha carbons only", "phosphates only", "one atom", "far away"}) QTest::newRow(what) << what;
    }
    void oddStructuresAreDrawn() {
        QFETCH(QString, what);
        auto s = std::make_shared<structure::Structure>();
        const auto add = [&](int number, const char* residue, const char* atom, const char* element, structure::Point p) { s->addAtom("A", number, residue, atom, element, p, 50); };
        const auto residue = [&](int number, structure::Point p) {
            add(number, "ALA", "N", "N", {p[0] - 1.2, p[1] + 0.5, p[2]});
            add(number, "ALA", "CA", "C", p);
            add(number, "ALA", "C", "C", {p[0] + 1.2, p[1] + 0.5, p[2]});
            add(number, "ALA", "O", "O", {p[0] + 1.2, p[1] + 1.7, p[2]});
        };
        if (what == "one residue") residue(1, {0, 0, 0});
        if (what == "two residues") for (int k = 0; k < 2; ++k) residue(k + 1, {3.8 * k, 0, 0});
        if (what == "three in line") for (int k = 0; k < 3; ++k) residue(k + 1, {3.8 * k, 0, 0});
        if (what == "all in one place") for (int k = 0; k < 5; ++k) residue(k + 1, {1, 1, 1});
        if (what == "alpha carbons only") for (int k = 0; k < 9; ++k) add(k + 1, "GLY", "CA", "C", {2.3 * std::cos(1.75 * k), 2.3 * std::sin(1.75 * k), 1.5 * k});
        if (what == "phosphates only") for (int k = 0; k < 5; ++k) add(k + 1, "A", "P", "P", {6.0 * k, 0, 0});
        if (what == "one atom") add(1, "ZN", "ZN", "ZN", {0, 0, 0});
        if (what == "far away") for (int k = 0; k < 4; ++k) residue(k + 1, {1e5 + 3.8 * k, -1e5, 0});
        for (const Representation r : {Representation::Cartoon, Representation::BallAndStick, Representation::Spheres, Representation::Surface}) {
            const auto drawing = makeDrawing({s, r, {}, {}, true});
            QVERIFY(drawing);
            QVERIFY(!drawing->mesh.triangles.empty() || !drawing->balls.empty());
            QVERIFY(soundnessOf(drawing->mesh).finite);
            QCOMPARE(atomColours(*s, {}, drawing->folds, {}).size(), s->atoms());
        }
    }

    void aStoppedDrawingIsNone() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!makeDrawing({example("villin"), Representation::Surface, {}, {}, true}, stop.get_token()));
    }

    void raysHitWhatTheyAimAt() {
        const auto s = example("trp-cage");
        const auto spheres = makeDrawing({s, Representation::Spheres, {}, {}, false});
        const RayIndex index(spheres);
        for (std::size_t a = 0; a < s->atoms(); a += 11) {   // from far above, straight at an atom: it or one above it
            const auto& p = s->positions[a];
            const auto hit = index.firstHit({{static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2]) + 500}, {0, 0, -1}});
            QVERIFY(hit);
            QVERIFY(s->positions[static_cast<std::size_t>(hit->atom)][2] >= p[2] - 2);
        }
        QVERIFY(!index.firstHit({{900, 900, 500}, {0, 0, -1}}));
        const auto cartoon = makeDrawing({s, Representation::Cartoon, {}, {}, false});
        const RayIndex ribbon(cartoon);
        const auto& ca = s->positions[static_cast<std::size_t>(s->findAtom(5, "CA"))];   // within the helix
        bool found = false;
        for (int k = 0; k < 12 && !found; ++k) {
            const float a = 0.52f * static_cast<float>(k);
            const auto hit = ribbon.firstHit({{static_cast<float>(ca[0]) - 50 * std::cos(a), static_cast<float>(ca[1]) - 50 * std::sin(a), static_cast<float>(ca[2])}, {std::cos(a), std::sin(a), 0}});
            found = hit && s->residueOf[static_cast<std::size_t>(hit->atom)] == 5;
        }
        QVERIFY(found);
    }

    void clicksMakeSelections() {
        const std::vector<ShownStructure> shown = {{"a", example("insulin"), {}, {}, true}, {"b", example("insulin"), {}, {}, true}};
        const auto at = [](int structure, int residue) { return std::optional(Picked{structure, residue, 0}); };
        Selection s = selected(shown, {}, at(0, 4), {});
        QCOMPARE(s.residues, (std::vector<int>{4}));
        s = selected(shown, s, at(1, 7), {.toggle = true});
        QCOMPARE(s.residues, (std::vector<int>{4, 7}));
        s = selected(shown, s, at(0, 10), {.upTo = true});
        QCOMPARE(s.residues, (std::vector<int>{4, 5, 6, 7, 8, 9, 10}));
        s = selected(shown, s, at(0, 5), {.toggle = true});
        QCOMPARE(s.residues.size(), std::size_t{6});
        s = selected(shown, s, at(0, 25), {.chain = true});
        QCOMPARE(s.residues.size(), static_cast<std::size_t>(shown[0].structure->chains[1].residues));
        QVERIFY(selected(shown, s, std::nullopt, {}).empty());
        QCOMPARE(shownResidues(shown, 1, selected(shown, {}, at(0, 3), {}), 60), (std::vector<int>{3}));
    }

    void plddtBands_data() {
        QTest::addColumn<double>("plddt");
        QTest::addColumn<int>("hex");
        QTest::newRow("very high") << 90.01 << 0x0053D6;
        QTest::newRow("90") << 90.0 << 0x65CBF3;
        QTest::newRow("confident") << 70.01 << 0x65CBF3;
        QTest::newRow("70") << 70.0 << 0xFFDB13;
        QTest::newRow("low") << 50.01 << 0xFFDB13;
        QTest::newRow("50") << 50.0 << 0xFF7D45;
        QTest::newRow("0") << 0.0 << 0xFF7D45;
    }
    void plddtBands() {
        QFETCH(double, plddt);
        QFETCH(int, hex);
        const Rgb c = plddtColour(plddt);
        QCOMPARE(c.red << 16 | c.green << 8 | c.blue, hex);
    }

    void valuesAreColoured() {
        const auto s = example("trp-cage");
        Colouring colouring{ColourBy::Values, std::vector<float>(s->residues.size(), 0.f), 0, 10, Ramp::BlueWhiteRed, "PAE", "A"};
        colouring.values[1] = 10;
        colouring.values[2] = NAN;
        const auto colours = atomColours(*s, colouring, {}, {});
        const auto of = [&](std::size_t residue) { return colours[static_cast<std::size_t>(s->residues[residue].firstAtom)]; };
        QVERIFY(of(0) == rampColour(Ramp::BlueWhiteRed, 0));
        QVERIFY(of(1) == rampColour(Ramp::BlueWhiteRed, 1));
        QVERIFY(!(of(2) == of(0)) && !(of(2) == of(1)));
        QCOMPARE(legendOf(*s, colouring).highest, std::string("10 A"));
    }

    void aWaterLovingSurfaceIsTeal() {
        const auto s = example("villin");
        Colouring colouring;
        colouring.by = ColourBy::Hydrophobicity;
        const auto colours = atomColours(*s, colouring, {}, {}, false);
        for (std::size_t r = 0; r < s->residues.size(); ++r) {
            const Rgb c = colours[static_cast<std::size_t>(s->residues[r].firstAtom)];
            if (s->residues[r].name == "LYS" || s->residues[r].name == "ASP") QVERIFY(c.blue > c.red);
            if (s->residues[r].name == "LEU" || s->residues[r].name == "PHE") QVERIFY(c.red > c.blue);
        }
        QVERIFY(!legendOf(*s, colouring).ramp.empty());
        colouring = {ColourBy::Uniform};
        colouring.uniform = {1, 2, 3};
        QVERIFY(atomColours(*s, colouring, {}, {})[7] == (Rgb{1, 2, 3}));
    }

    // What turns as a whole between two steps does not turn in the picture.
    void stepsAreLaidOnEachOther() {
        const auto s = example("trp-cage");
        std::vector<float> before, after;
        for (const auto& p : s->positions) {
            for (std::size_t k = 0; k < 3; ++k) before.push_back(static_cast<float>(p[k]));
            for (const double value : {p[1] + 30, -p[0], p[2] - 12}) after.push_back(static_cast<float>(value));
        }
        const std::vector<float> laid = laidOn(before, after);
        for (std::size_t i = 0; i < laid.size(); ++i) QVERIFY(std::abs(laid[i] - before[i]) < 1e-3f);
        QCOMPARE(laidOn({}, after), after);
        std::vector<float> damaged = before;
        damaged[4] = std::nanf("");
        QVERIFY(std::abs(laidOn(damaged, after)[0] - before[0]) < 1e-3f);
    }

    void structuresAreLaidOnTopOfEachOther() {
        auto away = std::make_shared<structure::Structure>(*example("insulin"));
        for (auto& p : away->positions) p = {p[1] + 30, -p[0], p[2] - 12};
        std::vector<ShownStructure> shown = {{"here", example("insulin"), {}, {}, true}, {"away", away, {}, {}, true}, {"other", example("bdna"), {}, {}, true}};
        const auto fits = superposeShown(shown, 0);
        QVERIFY(fits[0] && fits[1] && !fits[2]);
        QVERIFY(fits[1]->rmsd < 1e-6 && fits[1]->tmScore > 0.999 && fits[1]->lddt > 0.999);
        QVERIFY(shown[1].placement && !shown[2].placement);
        QVERIFY(structure::distance(shown[1].placement->apply(away->positions[9]), shown[0].structure->positions[9]) < 1e-6);
        QCOMPARE(deviationColouring(*fits[1]).values.size(), away->residues.size());
    }

    void solidMeshesHoldBallsAndSticks() {
        const auto drawing = makeDrawing({example("trp-cage"), Representation::BallAndStick, {}, {}, false});
        const Soundness sound = soundnessOf(solidMesh(*drawing));
        QCOMPARE(sound.open, std::size_t{0});
        QVERIFY(sound.inward < 0.005);
    }
};

FOLDMETER_TEST(tst_geometry)
#include "tst_geometry.moc"
