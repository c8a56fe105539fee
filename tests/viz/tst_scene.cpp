// The scene drawn without a window: that what was asked for is there, where it was asked for.
#include "support/test_main.h"

#include "base/error.h"
#include "structure/mmcif.h"
#include "viz/image_window.h"
#include "viz/png.h"
#include "viz/scene.h"

#include <cstdlib>

using namespace foldmeter;
using namespace foldmeter::viz;

namespace {

std::shared_ptr<const structure::Structure> example(const std::string& name) {
    return std::make_shared<structure::Structure>(structure::loadStructure(test::sourcePath("resources/examples/truth/" + name + ".cif")));
}

void show(Scene& scene, const std::string& name, Representation representation, ColourBy by) {
    const auto structure = example(name);
    scene.setStructures({{name, structure, {}, {}, true}});
    scene.setDrawing(0, makeDrawing({structure, representation, {}, {}, true}));
    Colouring colouring;
    colouring.by = by;
    scene.setColouring(colouring);
    scene.resetCamera();
}

double inkOf(const Pixels& pixels) {   // share of pixels that are not white
    std::size_t ink = 0;
    for (std::size_t p = 0; p < pixels.rgba.size(); p += 4)
        ink += pixels.rgba[p] < 250 || pixels.rgba[p + 1] < 250 || pixels.rgba[p + 2] < 250;
    return 4.0 * static_cast<double>(ink) / static_cast<double>(pixels.rgba.size());
}

}  // namespace

class tst_scene : public QObject {
    Q_OBJECT

    ImageWindow m_window;

private Q_SLOTS:
    void draws_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("representation");
        QTest::addColumn<int>("by");
        const auto row = [](const char* tag, const char* name, Representation r, ColourBy by) { QTest::newRow(tag) << name << static_cast<int>(r) << static_cast<int>(by); };
        row("cartoon", "protein-g", Representation::Cartoon, ColourBy::Chain);
        row("cartoon with ligand", "bpti-phosphate", Representation::Cartoon, ColourBy::SecondaryStructure);
        row("multimer", "insulin", Representation::Cartoon, ColourBy::Chain);
        row("zinc", "zinc-finger", Representation::Cartoon, ColourBy::Rainbow);
        row("nucleic", "bdna", Representation::Cartoon, ColourBy::ResidueType);
        row("rna", "rna-hairpin", Representation::Cartoon, ColourBy::Rainbow);
        row("balls", "trp-cage", Representation::BallAndStick, ColourBy::Element);
        row("sticks", "trp-cage", Representation::Sticks, ColourBy::Element);
        row("spheres", "crambin", Representation::Spheres, ColourBy::Element);
        row("surface", "villin", Representation::Surface, ColourBy::ResidueType);
        row("surface-gaussian", "villin", Representation::GaussianSurface, ColourBy::Hydrophobicity);
    }
    void draws() {
        QFETCH(QString, name);
        QFETCH(int, representation);
        QFETCH(int, by);
        Scene scene;
        show(scene, name.toStdString(), static_cast<Representation>(representation), static_cast<ColourBy>(by));
        const Pixels pixels = drawStill(scene, [this](Scene& s, int w, int h) { return m_window.draw(s, w, h); }, 480, 360, 8, false, 1);
        QVERIFY(inkOf(pixels) > 0.02);
        if (const char* folder = std::getenv("FOLDMETER_PICTURES"))
            writePng(pixels, std::string(folder) + "/" + QString(QTest::currentDataTag()).replace(' ', '-').toStdString() + ".png");
    }
};

FOLDMETER_TEST(tst_scene)
#include "tst_scene.moc"
