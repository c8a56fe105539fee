// Every page at two sizes, light, dark and in high contrast, written under the build folder to be looked at: a page that
// cannot be drawn, or is empty, fails here.
#include "gui/app/window_fixture.h"

#include <set>

using namespace foldmeter;

class tst_screens_slow : public QObject {
    Q_OBJECT

    static QString folder() {
        const QString path = QString::fromStdString(test::programPath("../screens"));
        QDir().mkpath(path);
        return path;
    }

    // Different colours in a picture: a blank page has few.
    static std::size_t coloursOf(const QImage& picture) {
        std::set<QRgb> colours;
        for (int y = 0; y < picture.height(); y += 3)
            for (int x = 0; x < picture.width(); x += 3) colours.insert(picture.pixel(x, y));
        return colours.size();
    }

private Q_SLOTS:
    void everyPage_data() {
        QTest::addColumn<int>("page");
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QSize>("size");
        const std::map<QString, app::Page> pages{{"start", app::Page::Start}, {"job", app::Page::Job}, {"run", app::Page::Run}};
        const std::map<QString, look::Scheme> schemes{{"light", look::Scheme::Light}, {"dark", look::Scheme::Dark}, {"contrast", look::Scheme::HighContrast}};
        for (const auto& [page, pageValue] : pages)
            for (const auto& [scheme, schemeValue] : schemes)
                for (const QSize& size : {QSize(1280, 800), QSize(3840, 2160)}) {
                    if (schemeValue == look::Scheme::HighContrast && size.width() > 2000) continue;
                    QTest::addRow("%s-%s-%d", qPrintable(page), qPrintable(scheme), size.width()) << int(pageValue) << int(schemeValue) << size;
                }
    }
    void everyPage() {
        QFETCH(int, page);
        QFETCH(int, scheme);
        QFETCH(QSize, size);
        test::WindowFixture fixture;
        look::applyScheme(*qApp, look::Scheme(scheme));
        fixture.window().resize(size);
        fixture.workbench().askDevices();
        fixture.window().showPage(app::Page(page));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench().devices().has_value(), 20000);
        QTest::qWait(100);
        const QImage picture = fixture.window().grab().toImage();
        QVERIFY(picture.save(folder() + "/" + QTest::currentDataTag() + ".png"));
        QVERIFY2(coloursOf(picture) > 20, QTest::currentDataTag());
    }
};

FOLDMETER_TEST(tst_screens_slow)
#include "tst_screens_slow.moc"
