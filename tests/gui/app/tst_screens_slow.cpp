// Every page at two sizes, light, dark and in high contrast, written under the build folder to be looked at: a page that
// cannot be drawn, is empty, or has come out of the shape that was accepted (tests/golden/pages) fails here.
#include "gui/app/compare_page.h"
#include "gui/app/linked_structures.h"
#include "gui/app/planned_job_page.h"
#include "gui/app/run_page.h"
#include "gui/app/structure_pane.h"
#include "gui/app/window_fixture.h"
#include "gui/look/translation.h"
#include "gui/settings/preflight_card.h"
#include "gui/start/machine_panel.h"
#include "gui/start/start_page.h"
#include "gui/timeline/pair_pane.h"
#include "support/image_similarity.h"
#include "support/recorded_run.h"
#include "viz/widget/structure_widget.h"

#include <QFileInfo>
#include <QFontDatabase>
#include <QSignalSpy>

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

    static viz::Pixels pixelsOf(const QImage& given) {
        const QImage image = given.convertToFormat(QImage::Format_RGBA8888);
        viz::Pixels pixels{image.width(), image.height(), {}};
        for (int y = 0; y < image.height(); ++y) pixels.rgba.insert(pixels.rgba.end(), image.constScanLine(y), image.constScanLine(y) + 4 * image.width());
        return pixels;
    }

    // Against the picture that was looked at and accepted. With FOLDMETER_ACCEPT_IMAGES set it is written anew.
    static void compareWithAccepted(const QImage& picture) {
        constexpr QSize kept(640, 400);
        const QImage small = picture.scaled(kept, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
        const QString file = QString::fromStdString(test::sourcePath("tests/golden/pages/")) + QTest::currentDataTag() + ".png";
        if (qEnvironmentVariableIsSet("FOLDMETER_ACCEPT_IMAGES")) {
            QVERIFY(QDir().mkpath(QFileInfo(file).path()) && small.save(file));
            return;
        }
        const QImage accepted(file);
        QVERIFY2(!accepted.isNull(), qPrintable(file));
        const double alike = test::similarity(pixelsOf(small), pixelsOf(accepted));
        qInfo("similarity %.3f", alike);
        constexpr double least = 0.65;   // letters, drivers, shadows and the run's times differ from machine to machine; panes do not
        QVERIFY2(alike > least, qPrintable(QString::number(alike)));
    }

    // The window's language for as long as this lives.
    struct Speaking {
        explicit Speaking(bool chinese) { look::applyLanguage(*qApp, chinese ? Language::Chinese : Language::English); }
        ~Speaking() { look::applyLanguage(*qApp, Language::English); }
    };

    static worker::DevicesEvent knownMachine() {
        return {.cpu = "a processor", .isa = "avx512_bf16", .features = {}, .threads = 2, .totalMemory = 24LL << 30, .availableMemory = 20LL << 30, .gpuNote = "no NVIDIA driver found: libcuda.so.1", .cacheFolder = "/cache"};
    }
    static worker::PlanEvent knownPlan() {
        return {.job = "insulin", .seeds = 1, .tokens = 51, .atoms = 403, .msaRows = 1, .paddedTokens = 51, .recycles = 0, .steps = 20, .samples = 5, .model = "foldmeter-demo", .precision = "f32",
                .peakBytes = 219LL << 20, .availableBytes = 20LL << 30, .secondsLow = 0.2, .secondsHigh = 0.8, .seconds = 0.4};
    }

private Q_SLOTS:
    void initTestCase() {
        // The same letters everywhere.
        const int id = QFontDatabase::addApplicationFont(QStringLiteral("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"));
        QVERIFY2(id >= 0, "the package fonts-dejavu-core is missing");
        QFont font(QFontDatabase::applicationFontFamilies(id).value(0));
        font.setPointSizeF(QApplication::font().pointSizeF());
        QApplication::setFont(font);
    }

    void comparePage_data() {
        QTest::addColumn<int>("tab");
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QSize>("size");
        const std::map<QString, int> tabs{{"report", app::ComparePage::Report}, {"timelines", app::ComparePage::Timelines}, {"matrix", app::ComparePage::Matrix}};
        for (const auto& [tab, value] : tabs)
            for (const look::Scheme scheme : {look::Scheme::Light, look::Scheme::Dark}) QTest::addRow("compare-%s-%s-1280", qPrintable(tab), scheme == look::Scheme::Light ? "light" : "dark") << value << int(scheme) << QSize(1280, 800);
        for (const auto& [tab, value] : tabs) QTest::addRow("compare-%s-light-3840", qPrintable(tab)) << value << int(look::Scheme::Light) << QSize(3840, 2160);
    }
    // Two recorded runs, one under a name that is far too long.
    void comparePage() {
        QFETCH(int, tab);
        QFETCH(int, scheme);
        QFETCH(QSize, size);
        test::WindowFixture fixture;
        look::applyScheme(*qApp, look::Scheme(scheme));
        fixture.window().resize(size / qApp->devicePixelRatio());
        fixture.window().showPage(app::Page::Compare);
        app::ComparePage& page = *fixture.window().comparePage();
        const std::filesystem::path first = fixture.path("insulin").toStdString(), second = fixture.path("cold-cache").toStdString();
        test::copyRecordedRun("insulin", first);
        test::copyRecordedRun(tab == app::ComparePage::Report ? "insulin" : "cold-cache", second);
        QSignalSpy timelines(&page, &app::ComparePage::timelinesShown);
        page.showSides({first, second}, {"precision=f32 fusion=on hoist=on", "precision=bf16-all fusion=off hoist=off attention=decomposed matmul=generated samples-per-batch=1"});
        page.showTab(app::ComparePage::Tab(tab));
        QTRY_VERIFY_WITH_TIMEOUT(page.comparison() && !timelines.empty() && page.timelines()->pair(), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(!page.structures()->words().isEmpty(), 30000);
        for (int view = 0; view < 2; ++view) QTRY_VERIFY_WITH_TIMEOUT(!page.structures()->view(view)->busy(), 60000);
        QTest::qWait(100);
        const QImage picture = fixture.window().grab().toImage();
        QVERIFY(picture.save(folder() + "/" + QTest::currentDataTag() + ".png"));
        QVERIFY2(coloursOf(picture) > 20, QTest::currentDataTag());
        if (size.width() < 2000) compareWithAccepted(picture);
    }

    void everyPane_data() {
        QTest::addColumn<QString>("pane");
        QTest::addColumn<int>("scheme");
        QTest::addColumn<bool>("chinese");
        const std::map<QString, look::Scheme> schemes{{"light", look::Scheme::Light}, {"dark", look::Scheme::Dark}, {"contrast", look::Scheme::HighContrast}};
        for (const char* pane : {"queue", "help", "preferences", "log"})
            for (const auto& [scheme, value] : schemes) QTest::addRow("pane-%s-%s-1280", pane, qPrintable(scheme)) << QString(pane) << int(value) << false;
        for (const char* pane : {"queue", "help", "preferences"}) QTest::addRow("pane-%s-chinese-1280", pane) << QString(pane) << int(look::Scheme::Light) << true;
    }
    void everyPane() {
        QFETCH(QString, pane);
        QFETCH(int, scheme);
        QFETCH(bool, chinese);
        const Speaking speaking(chinese);
        test::WindowFixture fixture;
        look::applyScheme(*qApp, look::Scheme(scheme));
        fixture.window().showPage(app::Page::Start);
        fixture.window().setPaneShown(pane, true);
        QTest::qWait(200);
        const QImage picture = fixture.window().grab().toImage();
        QVERIFY(picture.save(folder() + "/" + QTest::currentDataTag() + ".png"));
        QVERIFY2(coloursOf(picture) > 20, QTest::currentDataTag());
    }

    void everyPage_data() {
        QTest::addColumn<int>("page");
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("chinese");
        const std::map<QString, app::Page> pages{{"start", app::Page::Start}, {"job", app::Page::Job}, {"runs", app::Page::Runs}, {"run", app::Page::Run}};
        const std::map<QString, look::Scheme> schemes{{"light", look::Scheme::Light}, {"dark", look::Scheme::Dark}, {"contrast", look::Scheme::HighContrast}};
        for (const auto& [page, pageValue] : pages)
            for (const auto& [scheme, schemeValue] : schemes)
                for (const QSize& size : {QSize(1280, 800), QSize(3840, 2160)}) {
                    if (schemeValue == look::Scheme::HighContrast && size.width() > 2000) continue;
                    QTest::addRow("%s-%s-%d", qPrintable(page), qPrintable(scheme), size.width()) << int(pageValue) << int(schemeValue) << size << false;
                }
        for (const auto& [page, value] : pages) QTest::addRow("%s-chinese-1280", qPrintable(page)) << int(value) << int(look::Scheme::Light) << QSize(1280, 800) << true;
    }
    void everyPage() {
        QFETCH(int, page);
        QFETCH(int, scheme);
        QFETCH(QSize, size);
        QFETCH(bool, chinese);
        const Speaking speaking(chinese);
        test::WindowFixture fixture;
        look::applyScheme(*qApp, look::Scheme(scheme));
        fixture.window().resize(size / qApp->devicePixelRatio());
        fixture.workbench().askDevices();
        fixture.window().showPage(app::Page(page));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench().devices().has_value(), 20000);
        if (app::Page(page) == app::Page::Job) {
            fixture.window().open(QString::fromStdString(test::sourcePath("resources/examples/insulin.json")));
            QTRY_VERIFY_WITH_TIMEOUT(fixture.window().jobPage()->card()->plan().has_value(), 60000);
            fixture.window().jobPage()->card()->setPlan(knownPlan(), {});
        }
        if (app::Page(page) == app::Page::Start) static_cast<start::StartPage*>(fixture.window().pageWidget(app::Page::Start))->machine()->setDevices(knownMachine());
        if (app::Page(page) == app::Page::Run) {
            fixture.window().openRunFolder(fixture.finishedRun());
            auto* view = fixture.window().runPage()->structure()->view();
            QTRY_VERIFY_WITH_TIMEOUT(fixture.window().runPage()->structure()->hasStructure(), 20000);
            QTRY_VERIFY_WITH_TIMEOUT(!view->busy(), 60000);
        }
        QTest::qWait(100);
        const QImage picture = fixture.window().grab().toImage();
        QVERIFY(picture.save(folder() + "/" + QTest::currentDataTag() + ".png"));
        QVERIFY2(coloursOf(picture) > 20, QTest::currentDataTag());
        if (size.width() < 2000) compareWithAccepted(picture);
    }
};

FOLDMETER_TEST(tst_screens_slow)
#include "tst_screens_slow.moc"
