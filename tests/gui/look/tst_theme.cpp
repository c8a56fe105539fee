#include "gui/look/theme.h"

#include "support/test_main.h"

#include <QApplication>
#include <QLabel>
#include <QPalette>

#include <cmath>

using namespace foldmeter::look;

class tst_theme : public QObject {
    Q_OBJECT

    // Contrast ratio of two colours as the web's accessibility guidelines define it.
    static double luminance(const QColor& colour) {
        const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    }
    static double contrast(const QColor& a, const QColor& b) {
        const double x = luminance(a), y = luminance(b);
        return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
    }

private Q_SLOTS:
    void schemes_data() {
        QTest::addColumn<int>("scheme");
        QTest::addColumn<double>("wanted");   // contrast of words
        QTest::newRow("light") << int(Scheme::Light) << 4.5;
        QTest::newRow("dark") << int(Scheme::Dark) << 4.5;
        QTest::newRow("high contrast") << int(Scheme::HighContrast) << 7.0;
    }

    void wordsAreReadable_data() { schemes_data(); }
    void wordsAreReadable() {
        QFETCH(int, scheme);
        QFETCH(double, wanted);
        const Theme& t = theme(Scheme(scheme));
        for (const QColor& ground : {t.window, t.panel})
            for (const QColor& ink : {t.text, t.muted, t.accent, t.warning, t.failure})
                QVERIFY2(contrast(ink, ground) >= wanted, qPrintable(ink.name() + " on " + ground.name()));
        QVERIFY(contrast(t.onAccent, t.accent) >= wanted);
    }

    void aWidgetKnowsItsScheme_data() { schemes_data(); }
    void aWidgetKnowsItsScheme() {
        QFETCH(int, scheme);
        applyScheme(*qApp, Scheme(scheme));
        QLabel label;
        QCOMPARE(int(themeOf(&label).scheme), scheme);
        label.setEnabled(false);
        QCOMPARE(int(themeOf(&label).scheme), scheme);
    }

    void theSystemsWishIsReadEvenUnderOurPalette() {
        applyScheme(*qApp, Scheme::Dark);
        QCOMPARE(int(systemScheme(*qApp)), int(Scheme::Light));   // the offscreen platform is light
        QLabel label;
        QCOMPARE(int(themeOf(&label).scheme), int(Scheme::Dark));
        for (const auto choice : {SchemeChoice::System, SchemeChoice::Light, SchemeChoice::Dark, SchemeChoice::HighContrast})
            QVERIFY(schemeChoice(toName(choice)) == choice);
        QVERIFY(!schemeChoice("pink"));
    }

    void bandsAreAlphaFolds() {
        QCOMPARE(plddtColour(95).name(), "#0053d6");
        QCOMPARE(plddtColour(90).name(), "#65cbf3");
        QCOMPARE(plddtColour(50.5).name(), "#ffdb13");
        QCOMPARE(plddtColour(50).name(), "#ff7d45");
        QCOMPARE(plddtColour(0).name(), "#ff7d45");
        QCOMPARE(stageColour(theme(Scheme::Light), "optimize").name(), "#0072b2");
        QVERIFY(isHatched("waiting"));
        QVERIFY(!isHatched("execute"));
    }
};

FOLDMETER_TEST(tst_theme)
#include "tst_theme.moc"
