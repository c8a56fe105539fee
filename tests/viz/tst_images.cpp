// Pictures that were looked at and accepted (tests/golden/images): a change of how structures look must be wanted. With
// FOLDMETER_ACCEPT_IMAGES=1 the present ones are written instead of compared.
#include "support/image_similarity.h"
#include "support/test_main.h"

#include "structure/mmcif.h"
#include "viz/image_window.h"
#include "viz/png.h"
#include "viz/scene.h"

#include <cstdlib>

using namespace foldmeter;
using namespace foldmeter::viz;

namespace {

constexpr int kWidth = 320, kHeight = 240, kSteps = 16;

// The driver that the accepted pictures come from is held to more than others.
double leastSimilarity(const std::string& driver) { return driver.find("llvmpipe") != std::string::npos ? 0.97 : 0.90; }

}  // namespace

class tst_images : public QObject {
    Q_OBJECT

    ImageWindow m_window;

    Pixels picture(const std::string& name, Representation representation, ColourBy by, double turned = 0) {
        const auto structure = std::make_shared<structure::Structure>(structure::loadStructure(test::sourcePath("resources/examples/truth/" + name + ".cif")));
        Scene scene;
        scene.setStructures({{name, structure, {}, {}, true}});
        scene.setDrawing(0, makeDrawing({structure, representation, {}, {}, true}));
        Colouring colouring;
        colouring.by = by;
        scene.setColouring(colouring);
        scene.resetCamera();
        scene.turn(turned, 0);
        return drawStill(scene, [this](Scene& s, int w, int h) { return m_window.draw(s, w, h); }, kWidth, kHeight, kSteps, false, 1);
    }

private Q_SLOTS:
    void accepted_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("representation");
        QTest::addColumn<int>("by");
        const auto row = [](const char* tag, const char* name, Representation r, ColourBy by) { QTest::newRow(tag) << name << static_cast<int>(r) << static_cast<int>(by); };
        row("cartoon", "protein-g", Representation::Cartoon, ColourBy::SecondaryStructure);
        row("cartoon-multimer", "insulin", Representation::Cartoon, ColourBy::Chain);
        row("cartoon-ligand", "bpti-phosphate", Representation::Cartoon, ColourBy::Rainbow);
        row("nucleic-acid", "bdna", Representation::Cartoon, ColourBy::ResidueType);
        row("surface", "villin", Representation::Surface, ColourBy::ResidueType);
        row("surface-gaussian", "villin", Representation::GaussianSurface, ColourBy::Hydrophobicity);
        row("ball-and-stick", "trp-cage", Representation::BallAndStick, ColourBy::Element);
        row("spheres", "zinc-finger", Representation::Spheres, ColourBy::Element);
    }
    void accepted() {
        QFETCH(QString, name);
        QFETCH(int, representation);
        QFETCH(int, by);
        const Pixels now = picture(name.toStdString(), static_cast<Representation>(representation), static_cast<ColourBy>(by));
        const std::string path = test::sourcePath(std::string("tests/golden/images/") + QTest::currentDataTag() + ".png");
        if (std::getenv("FOLDMETER_ACCEPT_IMAGES")) {
            writePng(now, path);
            return;
        }
        const double alike = test::similarity(now, readPng(path));
        qInfo("similarity %.4f", alike);
        QVERIFY2(alike >= leastSimilarity(m_window.driver()), m_window.driver().c_str());
    }

    // The measure tells a picture from the same structure a little turned, or in other colours.
    void theMeasureSeesDifferences() {
        const Pixels straight = picture("protein-g", Representation::Cartoon, ColourBy::Chain);
        QCOMPARE(test::similarity(straight, straight), 1.0);
        const double turned = test::similarity(straight, picture("protein-g", Representation::Cartoon, ColourBy::Chain, 6));
        const double other = test::similarity(straight, picture("protein-g", Representation::BallAndStick, ColourBy::Chain));
        QVERIFY2(turned < 0.9 && other < 0.7, std::to_string(turned).c_str());
    }
};

FOLDMETER_TEST(tst_images)
#include "tst_images.moc"
