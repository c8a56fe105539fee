// Finished pictures of the widget, what it writes, how long it keeps the window waiting, what it leaves in memory.
#include "support/test_main.h"
#include "viz/widget/shown_widget.h"

#include "base/error.h"
#include "structure/interactions.h"
#include "structure/mmcif.h"
#include "viz/widget/structure_widget.h"

#include <QSignalSpy>

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <fstream>

using namespace foldmeter;
using namespace foldmeter::viz;

using test::example;
using test::inkOf;
using test::keep;
using test::shown;

class tst_widget_pictures_slow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refinesWhenAtRest() {
        const auto widget = shown("protein-g");
        QSignalSpy ready(widget.get(), &StructureWidget::stillReady);
        QVERIFY(ready.wait(30000));
        QVERIFY(!widget->busy());
        const QImage still = widget->grab().toImage();
        keep(still, "still");
        QVERIFY(inkOf(still) > 0.05);
        widget->turn(30, 0);   // the still is gone at once
        QVERIFY(widget->busy());
        QVERIFY(widget->grab().toImage() != still);
    }

    void measures_data() {
        QTest::addColumn<int>("atoms");
        QTest::newRow("distance") << 2;
        QTest::newRow("angle") << 3;
        QTest::newRow("dihedral") << 4;
    }

    void measures() {
        QFETCH(int, atoms);
        const auto widget = shown("trp-cage");
        QSignalSpy measured(widget.get(), &StructureWidget::measurementsChanged);
        const QImage before = widget->grabImage({320, 240}, false, true);
        widget->setMeasuring(atoms);
        QWidget* surface = widget->childAt(320, 240);
        for (int y = 60; y < 420 && measured.isEmpty(); y += 7)
            for (int x = 80; x < 560 && measured.isEmpty(); x += 13) QTest::mouseClick(surface, Qt::LeftButton, {}, {x, y});
        QCOMPARE(widget->measurements().size(), std::size_t{1});
        QCOMPARE(widget->measurements()[0].atoms.size(), static_cast<std::size_t>(atoms));
        QVERIFY(widget->selection().empty());
        const QImage after = widget->grabImage({320, 240}, false, true);
        keep(after, qPrintable(QString("measured-%1").arg(atoms)));
        QVERIFY(after != before);
        QTest::keyClick(widget.get(), Qt::Key_Escape);
        QCOMPARE(widget->measuring(), 0);
        widget->setMeasurements({});
        QVERIFY(widget->grabImage({320, 240}, false, true) == before);
    }

    void linksAreDrawn() {
        const auto widget = shown("bdna");
        const auto s = widget->structures()[0].structure;
        const QImage before = widget->grabImage({640, 480});
        std::vector<DrawnLink> links;
        for (const auto& bond : structure::hydrogenBonds(*s, {}, {})) {
            const auto at = [&](int atom) { return Picked{0, s->residueOf[static_cast<std::size_t>(atom)], atom}; };
            links.push_back({DrawnLink::Kind::HydrogenBond, at(bond.first), at(bond.second)});
        }
        QVERIFY(links.size() > 20);
        widget->setLinks(links);
        const QImage after = widget->grabImage({640, 480});
        keep(after, "hydrogen-bonds");
        QVERIFY(after != before);
    }

    void looks_data() {
        QTest::addColumn<int>("which");
        for (int k = 0; k < 6; ++k) QTest::addRow("%d", k) << k;
    }

    void looks() {
        QFETCH(int, which);
        const auto widget = shown("insulin");
        const QImage before = widget->grabImage({320, 240});
        Look look;
        if (which == 0) look.background = {0x15, 0x18, 0x1D}, look.text = {0xE6, 0xEA, 0xF0}, look.accent = {0x7A, 0xA2, 0xFF};
        if (which == 1) look.occlusion = false;
        if (which == 2) look.shadows = false;
        if (which == 3) look.outlines = false;
        if (which == 4) look.depthCue = false;
        if (which == 5) look.perspective = false;
        widget->setLook(look);
        const QImage after = widget->grabImage({320, 240}, false, true);
        keep(after, qPrintable(QString("look-%1").arg(which)));
        QVERIFY(widget->grabImage({320, 240}) != before);
        widget->setLook({});
        QVERIFY(widget->grabImage({320, 240}) == before);
    }

    void largePicturesAreTiled() {
        const auto widget = shown("trp-cage");
        const QImage large = widget->grabImage({5000, 300}), small = widget->grabImage({1250, 75});
        QCOMPARE(large.size(), QSize(5000, 300));
        QVERIFY(inkOf(large) > 0.005);
        QVERIFY(std::abs(inkOf(large) - inkOf(small)) < 0.01);
    }

    void exportsWhatIsShown() {
        QTemporaryDir folder;
        const auto widget = shown("bpti-phosphate");
        const auto path = std::filesystem::path(folder.filePath("scene.gltf").toStdString());
        widget->exportGltf(path);
        const auto scene = nlohmann::json::parse(std::ifstream(path));
        QCOMPARE(scene["asset"]["version"].get<std::string>(), std::string("2.0"));
        const auto& primitive = scene["meshes"][0]["primitives"][0];
        const auto count = [&](const char* what) { return scene["accessors"][primitive["attributes"][what].get<std::size_t>()]["count"].get<int>(); };
        QVERIFY(count("POSITION") > 1000);
        QCOMPARE(count("NORMAL"), count("POSITION"));
        QCOMPARE(count("COLOR_0"), count("POSITION"));
        QVERIFY_EXCEPTION_THROWN(widget->exportGltf("/no/such/folder/scene.gltf"), InputError);
        const auto& s = *widget->structures()[0].structure;
        QCOMPARE(structure::readStructure(widget->exportMmcif("shown"), "shown.cif").atoms(), s.atoms());
        QVERIFY(widget->exportPdb("shown").find("PO4") != std::string::npos);
    }

    // A film that spins, made while the window goes on: the last picture after a whole turn is the first one again.
    void spinningPicturesTurn() {
        const auto widget = shown("protein-g");
        const QImage at = widget->grabImage({160, 120});
        std::vector<QImage> made;
        connect(widget.get(), &StructureWidget::pictureMade, this, [&](int picture, const QImage& image) {
            QCOMPARE(picture, static_cast<int>(made.size()));
            made.push_back(image);
        });
        QSignalSpy done(widget.get(), &StructureWidget::picturesDone);
        StructureWidget::PictureOrder order;
        order.size = {160, 120};
        order.pictures = 5;
        order.turned = 90;
        QVERIFY(widget->orderPictures(order));
        QVERIFY(!widget->orderPictures(order));   // one at a time
        QVERIFY(done.wait(30000));
        QCOMPARE(made.size(), std::size_t{5});
        QVERIFY(made[1] != at);
        int differing = 0;
        for (int x = 0; x < 160; ++x)
            for (int y = 0; y < 120; ++y) differing += std::abs(qGray(made[4].pixel(x, y)) - qGray(made[0].pixel(x, y))) > 40;
        QVERIFY(differing < 30);
        QVERIFY(made[0] == at);
        QVERIFY(widget->grabImage({160, 120}) == at);   // the view itself stayed
    }

    // A picture larger than a tile is the same as one drawn at once: no seams in light, haze or outlines.
    void tilesLeaveNoSeams() {
        const auto widget = shown("protein-g");
        QImage tiled;
        connect(widget.get(), &StructureWidget::pictureMade, this, [&](int, const QImage& image) { tiled = image; });
        QSignalSpy done(widget.get(), &StructureWidget::picturesDone);
        StructureWidget::PictureOrder order;
        order.size = {1400, 1050};
        order.transparent = true;
        QVERIFY(widget->orderPictures(order));
        QVERIFY(done.wait(60000));
        const QImage whole = widget->grabImage({1400, 1050}, true);
        keep(tiled, "tiled");
        QCOMPARE(tiled.size(), QSize(1400, 1050));
        QCOMPARE(qAlpha(tiled.pixel(0, 0)), 0);
        int differing = 0;
        for (int x = 0; x < 1400; ++x)
            for (int y = 0; y < 1050; ++y) differing += std::abs(qGray(tiled.pixel(x, y)) - qGray(whole.pixel(x, y))) > 40;
        QVERIFY2(differing < 1400, qPrintable(QString::number(differing)));   // edges that fall otherwise on pixels
    }

    void pictureMakingIsCancelled() {
        const auto widget = shown("trp-cage");
        QSignalSpy made(widget.get(), &StructureWidget::pictureMade), done(widget.get(), &StructureWidget::picturesDone), progressed(widget.get(), &StructureWidget::picturesProgressed);
        StructureWidget::PictureOrder order;
        order.size = {400, 300};
        order.pictures = 500;
        QVERIFY(widget->orderPictures(order));
        QVERIFY(progressed.wait(10000));
        widget->cancelPictures();
        QVERIFY(!widget->makingPictures());
        const auto before = made.size();
        QTest::qWait(200);
        QCOMPARE(made.size(), before);
        QVERIFY(done.isEmpty());
    }

    // While a large drawing is made and the view is turned, nothing but a frame keeps the window waiting.
    void neverBlocks() {
        const auto one = example("insulin").structure;
        auto many = std::make_shared<structure::Structure>();
        for (int copy = 0; copy < 25; ++copy)
            for (std::size_t a = 0; a < one->atoms(); ++a) {
                const auto& r = one->residues[static_cast<std::size_t>(one->residueOf[a])];
                auto p = one->positions[a];
                p[0] += 34.0 * (copy % 5), p[1] += 34.0 * (copy / 5);
                many->addAtom(one->chains[static_cast<std::size_t>(r.chain)].id + std::to_string(copy), r.number, r.name, one->atomNames[a], one->elements[a], p, 80);
            }
        StructureWidget widget;
        widget.resize(1280, 800);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        QElapsedTimer clock;
        clock.start();
        widget.setStructures({{"many", many, {}, {}, true}});
        const qint64 handed = clock.restart();
        int beats = 0;
        qint64 longest = 0;
        QTimer heart;
        connect(&heart, &QTimer::timeout, &heart, [&] {
            longest = std::max(longest, clock.restart());
            ++beats;
        });
        heart.start(0);
        QSignalSpy ready(&widget, &StructureWidget::drawingsReady);
        QVERIFY(ready.wait(60000));
        for (int k = 0; k < 20; ++k) {
            widget.turn(5, 0);
            QTest::qWait(20);
        }
        heart.stop();
        qInfo("setStructures %lld ms, longest pause %lld ms over %d beats", handed, longest, beats);
        QVERIFY(beats > 20);
        QVERIFY(handed < 500 && longest < 3000);   // many times what a machine of one's own takes
    }

    // Opened and closed again and again: memory stays.
    void leavesNothingBehind() {
        const auto resident = [] {
            std::ifstream status("/proc/self/statm");
            long pages = 0;
            status >> pages >> pages;
            return pages * 4096 / 1024;   // KiB
        };
        const auto cycle = [this] {
            const auto widget = shown("insulin");
            widget->grabImage({64, 48});
        };
        for (int k = 0; k < 15; ++k) cycle();
        const long before = resident();
        for (int k = 0; k < 40; ++k) cycle();
        const long after = resident();
        qInfo("resident %ld KiB, after 40 more cycles %ld KiB", before, after);
        QVERIFY(after - before < 12'000);
    }
};

FOLDMETER_TEST(tst_widget_pictures_slow)
#include "tst_widget_pictures_slow.moc"
