#include "support/recorded_run.h"
#include "gui/app/window_fixture.h"

#include "gui/app/compare_page.h"
#include "gui/app/linked_structures.h"
#include "gui/app/run_page.h"
#include "gui/runs/runs_page.h"
#include "viz/widget/structure_widget.h"

#include <QSignalSpy>
#include <QTextBrowser>

using namespace foldmeter;

class tst_compare_page : public QObject {
    Q_OBJECT
    std::unique_ptr<test::WindowFixture> m_fixture;
    app::MainWindow& window() { return m_fixture->window(); }
    std::filesystem::path folder(const char* name) const { return m_fixture->path(name).toStdString(); }

    void compare(const std::vector<const char*>& runs) {
        std::vector<std::filesystem::path> folders;
        for (const char* run : runs) folders.push_back(folder(run));
        window().showPage(app::Page::Compare);
        QSignalSpy shown(window().comparePage(), &app::ComparePage::shown);
        window().comparePage()->showRuns(folders);
        QVERIFY(shown.wait(30000));
    }

private Q_SLOTS:
    void initTestCase() {
        m_fixture = std::make_unique<test::WindowFixture>();
        for (const char* run : {"insulin", "again", "cold-cache"}) test::copyRecordedRun(run == QLatin1String("again") ? "insulin" : run, folder(run));
    }
    void cleanupTestCase() { m_fixture.reset(); }

    void saysWhatToDoWhenEmpty() {
        window().showPage(app::Page::Compare);
        QVERIFY(window().comparePage()->problem().contains("Choose two or more runs"));
        QVERIFY(!m_fixture->commands().whyNot("file.export_report").isEmpty());
    }
    void comparesTheChosenRuns() {
        const auto history = m_fixture->workbench().history();
        std::vector<int> numbers;
        for (const char* run : {"insulin", "again"})
            for (const history::Run& made : history->import(folder(run))) numbers.push_back(made.number);
        QCOMPARE(numbers.size(), std::size_t{2});
        window().showPage(app::Page::Runs);
        window().runsPage()->reload();
        Q_EMIT window().runsPage()->compareWanted(numbers);
        QCOMPARE(window().page(), app::Page::Compare);
        QTRY_VERIFY_WITH_TIMEOUT(window().comparePage()->comparison(), 30000);
        QVERIFY(window().comparePage()->text()->toPlainText().contains("no verdict, too few repeats"));
        QCOMPARE(*window().comparePage()->comparison()->cell(1, 0)->ratio, 1.0);
    }
    // Sides of several inputs and repeats: means over the inputs, and any run of either side in the views.
    void everyRunOfASideCanBeSeen() {
        for (const char* side : {"one", "two"}) {
            for (const char* repeat : {"repeat-1", "repeat-2"}) test::copyRecordedRun("insulin", folder(side) / repeat / "insulin");
            test::copyRecordedRun("cold-cache", folder(side) / "repeat-1" / "cold");
            std::filesystem::rename(folder(side) / "repeat-1" / "cold" / "insulin_timing.json", folder(side) / "repeat-1" / "cold" / "other_timing.json");
            std::filesystem::rename(folder(side) / "repeat-1" / "cold" / "insulin.timeline", folder(side) / "repeat-1" / "cold" / "other.timeline");
        }
        app::ComparePage* page = window().comparePage();
        QSignalSpy timelines(page, &app::ComparePage::timelinesShown);
        compare({"one", "two"});
        QCOMPARE(page->comparison()->inputs.size(), std::size_t{2});
        QVERIFY2(page->text()->toPlainText().contains("Geometric mean of the ratios over the inputs"), qPrintable(page->text()->toPlainText().left(2000)));
        QTRY_VERIFY_WITH_TIMEOUT(timelines.size() >= 1, 30000);
        QCOMPARE(page->runOfBaseline(), QString("repeat-1/cold"));
        QCOMPARE(page->runOfOther(), QString("repeat-1/cold"));
        timelines.clear();
        QSignalSpy pair(page, &app::ComparePage::pairShown);
        page->setRuns(1, 2);
        QTRY_VERIFY_WITH_TIMEOUT(timelines.size() == 1 && pair.size() == 1, 30000);
        QCOMPARE(page->runOfBaseline(), QString("repeat-1/insulin"));
        QCOMPARE(page->runOfOther(), QString("repeat-2/insulin"));
        QVERIFY2(page->structures()->words().contains("lDDT 1"), qPrintable(page->structures()->words()));
    }
    // The same seed of both runs under one camera, with the drift in words.
    void structuresShareTheirCamera() {
        QSignalSpy pair(window().comparePage(), &app::ComparePage::pairShown);
        compare({"insulin", "again"});
        app::LinkedStructures* linked = window().comparePage()->structures();
        QTRY_VERIFY_WITH_TIMEOUT(pair.size() >= 1 && !linked->view(1)->structures().empty(), 30000);
        QVERIFY2(linked->words().contains("lDDT 1"), qPrintable(linked->words()));
        QCOMPARE(linked->view(0)->structures().size(), std::size_t{1});
        QVERIFY(linked->view(1)->structures()[0].placement.has_value());
        if (!linked->view(0)->problem().isEmpty()) QSKIP("no GL here");
        QTRY_VERIFY_WITH_TIMEOUT(!linked->view(0)->busy() && !linked->view(1)->busy(), 30000);
        const QSize size(120, 90);
        const auto likeness = [&] {   // share of pixels that differ clearly; names and badges are not drawn
            const QImage a = linked->view(0)->grabImage(size), b = linked->view(1)->grabImage(size);
            int differ = 0;
            for (int y = 0; y < size.height(); ++y)
                for (int x = 0; x < size.width(); ++x) differ += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 60;
            return 1 - static_cast<double>(differ) / (size.width() * size.height());
        };
        QVERIFY(likeness() > 0.97);
        const QImage before = linked->view(1)->grabImage(size);
        linked->view(0)->turn(80, 20);
        QVERIFY(linked->view(1)->grabImage(size) != before);
        QVERIFY(likeness() > 0.97);
    }
    void anyRunMayBeTheBaseline() {
        compare({"insulin", "cold-cache"});
        QVERIFY(*window().comparePage()->comparison()->cell(1, 0)->ratio < 1);
        QSignalSpy shown(window().comparePage(), &app::ComparePage::shown);
        window().comparePage()->setBaseline(1);
        QVERIFY(shown.wait(30000));
        QCOMPARE(window().comparePage()->comparison()->baseline, std::size_t{1});
        QVERIFY(*window().comparePage()->comparison()->cell(0, 0)->ratio > 1);
    }
    void exportsWhatIsOpen() {
        compare({"insulin", "cold-cache"});
        QVERIFY(m_fixture->commands().whyNot("file.export_report").isEmpty());
        for (const char* name : {"r.html", "r.pdf", "r.csv", "r.json", "r.md"}) {
            window().exportReport(m_fixture->path(name));
            QVERIFY2(QFile(m_fixture->path(name)).size() > 1000, name);
            QVERIFY(window().told().contains("written"));
        }
        QFile page(m_fixture->path("r.html"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        QVERIFY(page.readAll().contains("Runs compared"));
        window().exportReport(m_fixture->path("r.docx"));
        QVERIFY(window().told().contains(".html"));
    }
    void damageIsTold() {
        compare({"insulin", "absent"});
        QVERIFY(window().comparePage()->problem().contains("cannot be compared"));
        QVERIFY(!m_fixture->commands().whyNot("file.export_report").isEmpty());
    }
};
FOLDMETER_TEST(tst_compare_page)
#include "tst_compare_page.moc"
