// A matrix of settings defined in the window and run through the real engine.
#include "gui/app/window_fixture.h"

#include "base/error.h"
#include "gui/app/compare_page.h"
#include "gui/app/matrix_pane.h"

#include <QFile>
#include <QLabel>
#include <QTableWidget>
#include <QTextBrowser>
#include <QTreeWidget>

#include <set>

using namespace foldmeter;

class tst_matrix_slow : public QObject {
    Q_OBJECT
    std::unique_ptr<test::WindowFixture> m_fixture;
    app::ComparePage& page() { return *m_fixture->window().comparePage(); }
    app::MatrixPane& pane() { return *page().matrix(); }
    static std::filesystem::path example(const char* name) { return test::sourcePath(std::string("resources/examples/") + name + ".json"); }

private Q_SLOTS:
    void init() {
        m_fixture = std::make_unique<test::WindowFixture>();
        m_fixture->window().showPage(app::Page::Compare);
        page().showTab(app::ComparePage::Matrix);
        pane().setInputs({example("trp-cage")});
    }
    void cleanup() { m_fixture.reset(); }

    void saysWhyItCannotRun_data() {
        QTest::addColumn<QString>("matrix");
        QTest::addColumn<QString>("words");
        QTest::newRow("unknown setting") << "colour=red,blue" << "colour";
        QTest::newRow("unknown value") << "precision=f32,f64" << "f64";
        QTest::newRow("no value") << "fusion=" << "fusion=";
        QTest::newRow("one combination") << "fusion=on" << "two values";
        QTest::newRow("recording") << "recording=on,off" << "bench --matrix";
    }
    void saysWhyItCannotRun() {
        QFETCH(QString, matrix);
        QFETCH(QString, words);
        pane().setMatrix(matrix);
        QVERIFY2(pane().whyNotRun().contains(words), qPrintable(pane().whyNotRun()));
        pane().run();
        QVERIFY(!pane().current());
    }
    void needsAnInput() {
        pane().setInputs({});
        QVERIFY(pane().whyNotRun().contains("input"));
        pane().setInputs({m_fixture->path("absent.json").toStdString()});
        pane().run();
        QVERIFY2(pane().summary().contains("absent.json"), qPrintable(pane().summary()));
        QVERIFY(!pane().current());
    }
    void boxesAndLineAgree() {
        pane().setMatrix("fusion=on,off threads=1,2");
        auto* tree = pane().findChild<QTreeWidget*>();
        std::set<QString> chosen;
        QTreeWidgetItem* hoistOff = nullptr;
        for (int i = 0; i < tree->topLevelItemCount(); ++i)
            for (int v = 0; v < tree->topLevelItem(i)->childCount(); ++v) {
                QTreeWidgetItem* box = tree->topLevelItem(i)->child(v);
                const QString id = tree->topLevelItem(i)->data(0, Qt::UserRole + 1).toString() + "=" + box->data(0, Qt::UserRole + 1).toString();
                if (box->checkState(0) == Qt::Checked) chosen.insert(id);
                if (id == "hoist=off") hoistOff = box;
            }
        QCOMPARE(chosen, (std::set<QString>{"fusion=on", "fusion=off"}));
        hoistOff->setCheckState(0, Qt::Checked);
        QCOMPARE(pane().matrix(), QString("fusion=on,off hoist=off threads=1,2"));
    }
    void runsInTurnAndCompares() {
        pane().setMatrix("fusion=on,off");
        pane().setRepeats(2, 2);
        QVERIFY2(pane().summary().contains("4 runs"), qPrintable(pane().summary()));
        std::vector<QString> order;
        connect(&m_fixture->workbench().queue(), &engine::JobQueue::jobEnded, this, [&](int number) { order.push_back(m_fixture->workbench().queue().entry(number)->job.name); });
        pane().run();
        QVERIFY(pane().whyNotRun().contains("already"));
        QTRY_VERIFY_WITH_TIMEOUT(pane().current()->isOver(), 120000);
        QCOMPARE(order, (std::vector<QString>{"trp-cage, fusion=on, 1 of 2", "trp-cage, fusion=off, 1 of 2", "trp-cage, fusion=on, 2 of 2", "trp-cage, fusion=off, 2 of 2"}));
        QTRY_VERIFY_WITH_TIMEOUT(page().comparison() && page().comparison()->cell(1, 0) && page().comparison()->cell(1, 0)->runs == 2, 60000);
        const compare::Comparison& made = *page().comparison();
        QCOMPARE(made.sides, (std::vector<std::string>{"fusion=on", "fusion=off"}));
        QVERIFY(made.cell(0, 0)->first && made.cell(0, 0)->others);
        QVERIFY(made.cell(1, 0)->compile > 0 && made.cell(1, 0)->drift && made.cell(1, 0)->breakEven);
        QCOMPARE(made.cell(1, 0)->verdict, report::Verdict::TooFew);
        QCOMPARE(pane().table()->rowCount(), 2);
        QVERIFY(pane().table()->item(1, 2)->text().contains("2 of 2"));
        page().showTab(app::ComparePage::Report);
        QVERIFY(page().text()->toPlainText().contains("fusion=off"));
        m_fixture->window().exportReport(m_fixture->path("matrix.html"));
        QFile report(m_fixture->path("matrix.html"));
        QVERIFY(report.open(QIODevice::ReadOnly));
        QVERIFY(report.readAll().contains("fusion=off"));
    }
    void stopsAndKeepsWhatIsDone() {
        pane().setMatrix("fusion=on,off");
        pane().setRepeats(50, 1);
        pane().run();
        QTRY_VERIFY_WITH_TIMEOUT(pane().current()->done() >= 1, 60000);
        pane().stop();
        QTRY_VERIFY_WITH_TIMEOUT(pane().current()->isOver(), 60000);
        QVERIFY(pane().current()->done() < 50);
        QVERIFY(!pane().current()->measured().empty());
        QVERIFY(pane().whyNotRun().isEmpty());
    }
};
FOLDMETER_TEST(tst_matrix_slow)
#include "tst_matrix_slow.moc"
