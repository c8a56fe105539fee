// Pictures of the heat map and the stage strips that were looked at and accepted (tests/golden/images). With
// FOLDMETER_ACCEPT_IMAGES set the test writes them anew: look at them before they are committed.
#include "support/test_main.h"

#include "gui/look/theme.h"
#include "gui/run/pae_map.h"
#include "gui/run/stage_strips.h"
#include "support/image_similarity.h"
#include "timeline/timeline_file.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSignalSpy>

#include <functional>

using namespace foldmeter;
using namespace foldmeter::gui;
using Draw = std::function<QImage()>;
Q_DECLARE_METATYPE(Draw)

namespace {

viz::Pixels pixelsOf(const QImage& given) {
    const QImage image = given.convertToFormat(QImage::Format_RGBA8888);
    viz::Pixels pixels;
    pixels.width = image.width();
    pixels.height = image.height();
    for (int y = 0; y < image.height(); ++y) pixels.rgba.insert(pixels.rgba.end(), image.constScanLine(y), image.constScanLine(y) + 4 * image.width());
    return pixels;
}

// Mean difference of the colours, which the similarity of brightness does not see; 0..255.
double colourDifference(const viz::Pixels& a, const viz::Pixels& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.rgba.size(); ++i) sum += std::abs(int(a.rgba[i]) - int(b.rgba[i]));
    return sum / static_cast<double>(a.rgba.size());
}

QImage heatMap(const std::string& folder, PaeMap::Shown shown, ColourScale scale, look::Scheme scheme) {
    look::applyScheme(*qApp, scheme);
    PaeMap map;
    map.resize(360, 380);
    map.setSample(loadSample(results::readPrediction(test::dataPath(folder)).samples.at(0)));
    map.setShown(shown);
    map.setScale(scale);
    map.setSelection({.residues = {{"B", 5}, {"B", 6}, {"B", 7}}});
    return map.grab().toImage();
}

QImage strips(const std::string& run, bool patterns, look::Scheme scheme) {
    look::applyScheme(*qApp, scheme);
    StageStrips widget;
    widget.resize(720, 64);
    widget.setSeeds(report::seedStages(timeline::readTimeline(test::dataPath("runs/" + run + "/insulin.timeline"))));
    widget.setPatterns(patterns);
    return widget.grab().toImage();
}

}  // namespace

class tst_pictures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanupTestCase() { look::applyScheme(*qApp, look::Scheme::Light); }
    void lookAsAccepted_data() {
        QTest::addColumn<Draw>("draw");
        using Shown = PaeMap::Shown;
        QTest::newRow("pae") << Draw([] { return heatMap("results/insulin", Shown::Pae, ColourScale::AlphaFoldGreen, look::Scheme::Light); });
        QTest::newRow("pae-chimerax-dark") << Draw([] { return heatMap("results/insulin", Shown::Pae, ColourScale::ChimeraX, look::Scheme::Dark); });
        QTest::newRow("pae-ligand") << Draw([] { return heatMap("results/bpti-phosphate", Shown::Pae, ColourScale::AlphaFoldGreen, look::Scheme::Light); });
        QTest::newRow("contacts") << Draw([] { return heatMap("results/insulin", Shown::ContactProbabilities, ColourScale::AlphaFoldGreen, look::Scheme::Light); });
        QTest::newRow("stage-strips") << Draw([] { return strips("autotuning", false, look::Scheme::Light); });
        QTest::newRow("stage-strips-patterns") << Draw([] { return strips("cold-cache", true, look::Scheme::Light); });
        QTest::newRow("stage-strips-dark") << Draw([] { return strips("cold-cache", false, look::Scheme::Dark); });
    }
    void lookAsAccepted() {
        QFETCH(Draw, draw);
        const QImage image = draw();
        const QString path = QString::fromStdString(test::sourcePath(std::string("tests/golden/images/") + QTest::currentDataTag() + ".png"));
        if (qEnvironmentVariableIsSet("FOLDMETER_ACCEPT_IMAGES")) QVERIFY(image.save(path));
        const viz::Pixels drawn = pixelsOf(image), accepted = pixelsOf(QImage(path));
        const double alike = test::similarity(drawn, accepted);
        QVERIFY2(alike > 0.95, qPrintable(QString("similarity %1").arg(alike)));   // letters differ a little from font to font
        QVERIFY2(colourDifference(drawn, accepted) < 3, qPrintable(QString::number(colourDifference(drawn, accepted))));
    }
    // 5,000 tokens: the window's thread makes no picture of it, and painting costs little.
    void drawsLargeMapsBesideTheWindow() {
        look::applyScheme(*qApp, look::Scheme::Light);
        constexpr int tokens = 5000;
        auto sample = std::make_shared<LoadedSample>();
        sample->structure.emplace();
        sample->confidences.emplace();
        for (int i = 0; i < tokens; ++i) {
            sample->structure->addAtom("A", i + 1, "GLY", "CA", "C", {double(i), 0, 0}, 80);
            sample->confidences->tokenChains.push_back("A");
            sample->confidences->tokenResidues.push_back(i + 1);
        }
        sample->confidences->pae = {tokens, tokens, std::vector<float>(std::size_t(tokens) * tokens, 7.5f)};
        sample->layout = results::layOutTokens(*sample->structure, *sample->confidences);
        PaeMap map;
        map.resize(600, 640);
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        QSignalSpy drawn(&map, &PaeMap::drawn);
        const auto milliseconds = [](auto&& work) {
            QElapsedTimer timer;
            timer.start();
            work();
            return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
        };
        const double given = milliseconds([&] { map.setSample(sample); });
        QVERIFY(drawn.wait(20000));
        double painted = 1e9, selected = 1e9;
        for (int n = 0; n < 5; ++n) {
            painted = std::min(painted, milliseconds([&] { map.repaint(); }));
            selected = std::min(selected, milliseconds([&] { map.setSelection({.chains = {"A"}}); map.repaint(); }));
        }
        qInfo("5000 tokens: given in %.1f ms, painted in %.1f ms, selected and painted in %.1f ms", given, painted, selected);
        QVERIFY(given < 50 && painted < 50 && selected < 50);
    }
};
FOLDMETER_TEST(tst_pictures)
#include "tst_pictures.moc"
