// How long meshes and frames take. The times go to the log, with what they were taken of; the test itself only refuses
// what is many times too slow, since machines differ and others use them too.
#include "support/test_main.h"

#include "structure/mmcif.h"
#include "viz/image_window.h"
#include "viz/scene.h"

#include <algorithm>
#include <chrono>

using namespace foldmeter;
using namespace foldmeter::viz;

namespace {

// Copies of an example on a cubic grid, each its own chains, until there are `atoms`.
std::shared_ptr<const structure::Structure> crowd(const std::string& name, std::size_t atoms, double spacing) {
    const structure::Structure one = structure::loadStructure(test::sourcePath("resources/examples/truth/" + name + ".cif"));
    auto many = std::make_shared<structure::Structure>();
    const int side = static_cast<int>(std::ceil(std::cbrt(static_cast<double>(atoms) / static_cast<double>(one.atoms()))));
    for (int copy = 0; many->atoms() < atoms; ++copy)
        for (std::size_t a = 0; a < one.atoms(); ++a) {
            const structure::StructureResidue& r = one.residues[static_cast<std::size_t>(one.residueOf[a])];
            structure::Point p = one.positions[a];
            p[0] += spacing * (copy % side);
            p[1] += spacing * (copy / side % side);
            p[2] += spacing * (copy / side / side);
            many->addAtom(one.chains[static_cast<std::size_t>(r.chain)].id + std::to_string(copy), r.number, r.name, one.atomNames[a], one.elements[a], p, 80);
        }
    return many;
}

struct Times {
    double median = 0, longest = 0;
};
Times turn(Scene& scene, ImageWindow& window, int frames) {
    std::vector<double> times;
    for (int k = 0; k < frames; ++k) {
        scene.turn(4, 1);
        window.drawOnly(scene, 1280, 800);
        if (k >= 2) times.push_back(window.lastFrameSeconds());   // the first ones compile shaders and fill buffers
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.back()};
}

}  // namespace

class tst_frames_slow : public QObject {
    Q_OBJECT

    ImageWindow m_window;

private Q_SLOTS:
    void frames_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("atoms");
        QTest::addColumn<int>("representation");
        QTest::addColumn<double>("slowest");   // s a frame in full detail; many times what is aimed at
        QTest::newRow("one helix") << "trp-cage" << 100 << static_cast<int>(Representation::Cartoon) << 3.0;
        QTest::newRow("10,000 atoms, cartoon and ligands") << "bpti-phosphate" << 10000 << static_cast<int>(Representation::Cartoon) << 3.0;
        QTest::newRow("10,000 atoms, ball and stick") << "bpti-phosphate" << 10000 << static_cast<int>(Representation::BallAndStick) << 3.0;
        QTest::newRow("10,000 atoms, surface") << "bpti-phosphate" << 10000 << static_cast<int>(Representation::Surface) << 3.0;
        QTest::newRow("100,000 atoms, spheres") << "bpti-phosphate" << 100000 << static_cast<int>(Representation::Spheres) << 12.0;
        QTest::newRow("100,000 atoms, cartoon") << "bpti-phosphate" << 100000 << static_cast<int>(Representation::Cartoon) << 30.0;
    }
    void frames() {
        QFETCH(QString, name);
        QFETCH(int, atoms);
        QFETCH(int, representation);
        QFETCH(double, slowest);
        const auto structure = crowd(name.toStdString(), static_cast<std::size_t>(atoms), 34);
        const auto start = std::chrono::steady_clock::now();
        const auto drawing = makeDrawing({structure, static_cast<Representation>(representation), {}, {}, true});
        const double made = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        Scene scene;
        scene.setStructures({{"crowd", structure, {}, {}, true}});
        scene.setDrawing(0, drawing);
        scene.resetCamera();
        const Times full = turn(scene, m_window, 9);
        const std::size_t fullTriangles = scene.triangles();
        scene.setTurning(true);
        const Times coarse = turn(scene, m_window, 17);
        qInfo("%zu atoms: drawing made in %.2f s; full detail %.0f ms a frame (%.1f/s, longest %.0f ms, %zu triangles); turning %.0f ms (%.1f/s, longest %.0f ms, %zu triangles)", structure->atoms(), made,
              1e3 * full.median, 1 / full.median, 1e3 * full.longest, fullTriangles, 1e3 * coarse.median, 1 / coarse.median, 1e3 * coarse.longest, scene.triangles());
        QVERIFY(full.median < slowest);
    }
};

FOLDMETER_TEST(tst_frames_slow)
#include "tst_frames_slow.moc"
