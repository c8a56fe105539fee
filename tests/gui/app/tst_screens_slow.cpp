// Every page at two sizes, light, dark and in high contrast, written under the build folder to be looked at: a page that
// cannot be drawn, or is empty, fails here.
#include "gui/app/planned_job_page.h"
#include "gui/app/run_page.h"
#include "gui/app/structure_pane.h"
#include "gui/app/window_fixture.h"
#include "gui/settings/preflight_card.h"

#include <QProcess>

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

    QTemporaryDir m_results;
    QString m_run;                       // a finished run with two seeds

private Q_SLOTS:
    void initTestCase() {
        QProcess predict;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("FOLDMETER_CACHE", m_results.filePath("cache"));
        environment.insert("FOLDMETER_HISTORY", m_results.filePath("history"));
        predict.setProcessEnvironment(environment);
        predict.start(QString::fromStdString(test::programPath("foldmeter")),
                      {"predict", QString::fromStdString(test::sourcePath("resources/examples/insulin.json")), "-o", m_results.path(), "--seeds", "1-3", "--quiet"});
        QVERIFY(predict.waitForFinished(120000));
        QVERIFY2(predict.exitCode() == 0, predict.readAllStandardError().constData());
        m_run = m_results.filePath("insulin");
    }

    void everyPage_data() {
        QTest::addColumn<int>("page");
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QSize>("size");
        const std::map<QString, app::Page> pages{{"start", app::Page::Start}, {"job", app::Page::Job}, {"runs", app::Page::Runs}, {"run", app::Page::Run}};
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
        if (app::Page(page) == app::Page::Job) {
            fixture.window().open(QString::fromStdString(test::sourcePath("resources/examples/insulin.json")));
            QTRY_VERIFY_WITH_TIMEOUT(fixture.window().jobPage()->card()->plan().has_value(), 60000);
        }
        if (app::Page(page) == app::Page::Run) {
            fixture.window().open(m_run);
            auto* view = fixture.window().runPage()->structure()->view();
            QTRY_VERIFY_WITH_TIMEOUT(fixture.window().runPage()->structure()->hasStructure(), 20000);
            QTRY_VERIFY_WITH_TIMEOUT(!view->busy(), 60000);
        }
        QTest::qWait(100);
        const QImage picture = fixture.window().grab().toImage();
        QVERIFY(picture.save(folder() + "/" + QTest::currentDataTag() + ".png"));
        QVERIFY2(coloursOf(picture) > 20, QTest::currentDataTag());
    }
};

FOLDMETER_TEST(tst_screens_slow)
#include "tst_screens_slow.moc"
