// The widget as a person has it: a picture appears, follows the mouse, answers to clicks and keys.
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

class tst_structure_widget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsAStructure() {
        const auto widget = shown("protein-g");
        QCOMPARE(widget->problem(), QString());
        const QImage image = widget->grab().toImage();
        keep(image, "first");
        QVERIFY(inkOf(image) > 0.05);
        QVERIFY(inkOf(widget->grabImage({300, 200})) > 0.05);
        QCOMPARE(widget->grabImage({300, 200}).size(), QSize(300, 200));
    }

    void turnsWithTheMouse() {
        const auto widget = shown("protein-g");
        const QImage before = widget->grabImage({200, 150});
        QWidget* surface = widget->childAt(320, 240);
        QVERIFY(surface);
        QTest::mousePress(surface, Qt::LeftButton, {}, {320, 240});
        QTest::mouseMove(surface, {400, 260});
        QTest::mouseMove(surface, {460, 280});
        QTest::mouseRelease(surface, Qt::LeftButton, {}, {460, 280});
        QVERIFY(widget->grabImage({200, 150}) != before);
        QVERIFY(widget->selection().empty());   // a drag is no click
    }

    void clicksSelect() {
        const auto widget = shown("protein-g");
        QSignalSpy changed(widget.get(), &StructureWidget::selectionChanged);
        QWidget* surface = widget->childAt(320, 240);
        for (int y = 120; y < 360 && changed.isEmpty(); y += 10)
            for (int x = 160; x < 480 && changed.isEmpty(); x += 10) QTest::mouseClick(surface, Qt::LeftButton, {}, {x, y});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(widget->selection().residues.size(), std::size_t{1});
        QTest::keyClick(widget.get(), Qt::Key_Escape);
        QVERIFY(widget->selection().empty());
        QCOMPARE(changed.size(), 2);
    }

    // What is selected stands out: its atoms appear and the rest steps back.
    void selectionIsSeen() {
        const auto widget = shown("protein-g");
        Colouring colouring;
        colouring.by = ColourBy::Chain;
        widget->setColouring(colouring);
        const QImage before = widget->grabImage({320, 240});
        QSignalSpy ready(widget.get(), &StructureWidget::drawingsReady), changed(widget.get(), &StructureWidget::selectionChanged);
        widget->setSelection({{29, 30, 31, 32}, {}});
        QVERIFY(ready.wait(5000));
        QVERIFY(changed.isEmpty());   // told from outside: no echo
        const QImage after = widget->grabImage({640, 480});
        keep(after, "selection");
        QVERIFY(after.scaled(320, 240) != before);
    }

    void transparentPicturesHaveNoGround() {
        const auto widget = shown("protein-g");
        const QImage image = widget->grabImage({200, 150}, true);
        QCOMPARE(qAlpha(image.pixel(0, 0)), 0);
        bool solid = false;
        for (int x = 0; x < 200; ++x)
            for (int y = 0; y < 150; ++y) solid |= qAlpha(image.pixel(x, y)) == 255;
        QVERIFY(solid);
    }

    void livePositionsReplaceTheStructure() {
        const auto widget = shown("trp-cage");
        const auto layout = widget->structures()[0].structure;
        std::vector<float> noise;
        for (std::size_t i = 0; i < 3 * layout->atoms(); ++i) noise.push_back(static_cast<float>((i * 7919) % 101));
        widget->setLivePositions(layout, noise);
        QVERIFY(widget->live());
        keep(widget->grabImage({400, 300}), "noise");
        QVERIFY(inkOf(widget->grabImage({400, 300})) > 0.003);
        widget->clearLive();
        QVERIFY(!widget->live());
        QVERIFY(inkOf(widget->grabImage({400, 300})) > 0.02);
    }

    void movesToAnotherWindow() {
        const auto widget = shown("trp-cage");
        QWidget other;
        other.resize(640, 480);
        widget->setParent(&other);
        widget->resize(500, 400);
        other.show();
        widget->show();
        QVERIFY(QTest::qWaitForWindowExposed(&other));
        QTest::qWait(100);
        keep(other.grab().toImage(), "moved");
        const double ink = inkOf(widget->grabImage({300, 200}));
        widget->setParent(nullptr);
        QVERIFY(ink > 0.02);
    }
};

FOLDMETER_TEST(tst_structure_widget)
#include "tst_structure_widget.moc"
