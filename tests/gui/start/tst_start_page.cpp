#include "gui/start/example_card.h"
#include "gui/start/machine_panel.h"
#include "gui/start/start_page.h"

#include "base/error.h"
#include "gui/look/states.h"
#include "support/test_main.h"

#include <QListWidget>
#include <QPixmap>
#include <QPushButton>
#include <QTemporaryDir>

using namespace foldmeter;
using namespace foldmeter::start;

class tst_start_page : public QObject {
    Q_OBJECT

    static std::vector<Example> examples() { return readExamples(test::sourcePath("resources/examples")); }

private Q_SLOTS:
    void everyExampleIsThere() {
        const auto all = examples();
        QVERIFY(all.size() >= 11);
        QCOMPARE(all.front().name, "trp-cage");
        QCOMPARE(all.front().tokens, 20);
        for (const Example& example : all) QVERIFY2(std::filesystem::exists(example.input), example.input.c_str());
    }

    void aTableWithoutAColumnIsRefusedByName() {
        QTemporaryDir folder;
        QFile file(folder.filePath("examples.tsv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("name\tpdb\nx\t1ABC\n");
        file.close();
        try {
            readExamples(folder.path().toStdString());
            QFAIL("read");
        } catch (const InputError& problem) {
            QVERIFY2(QString(problem.what()).contains("line 2") && QString(problem.what()).contains("shows"), problem.what());
        }
    }

    void oneClickPredicts() {
        StartPage page(examples());
        page.resize(1200, 800);
        page.show();
        QSignalSpy wanted(&page, &StartPage::predictWanted), watched(&page, &StartPage::watchWanted);
        QTest::mouseClick(page.cards().front()->predictButton(), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        QVERIFY(wanted.front().front().toString().endsWith("trp-cage.json"));
        page.setRunning({"trp-cage"});
        QCOMPARE(page.cards().front()->predictButton()->text(), "Watch");
        QTest::mouseClick(page.cards().front()->predictButton(), Qt::LeftButton);
        QCOMPARE(watched.count(), 1);
        QCOMPARE(wanted.count(), 1);
    }

    void recentRunsAreListedAndOpened() {
        QTemporaryDir folder;
        const QString picture = folder.filePath("a.png");
        QPixmap drawn(64, 48);
        drawn.fill(Qt::red);
        QVERIFY(drawn.save(picture));
        StartPage page(examples());
        page.show();
        QVERIFY(!page.recent()->isVisible());
        history::Run run;
        run.number = 7;
        run.job = run.record.title = "trp-cage";
        run.record.state = history::RunState::Finished;
        run.samples = 5;
        run.thumbnail = picture.toStdString();
        page.setRuns({run});
        QVERIFY(page.recent()->isVisible());
        QCOMPARE(page.cards().front()->predictButton()->text(), "Predict again");
        QSignalSpy opened(&page, &StartPage::runWanted);
        QTest::mouseClick(page.recent()->viewport(), Qt::LeftButton, {}, page.recent()->visualItemRect(page.recent()->item(0)).center());
        QCOMPARE(opened.front().front().toInt(), 7);
    }

    void theMachineIsDescribed() {
        MachinePanel panel;
        QVERIFY(panel.text().contains("Asking"));
        worker::DevicesEvent devices;
        devices.cpu = "EPYC";
        devices.isa = "avx512_bf16";
        devices.threads = 2;
        devices.totalMemory = devices.availableMemory = std::int64_t{1} << 34;
        devices.gpuNote = "libcuda.so.1 not found";
        panel.setDevices(devices);
        for (const char* words : {"EPYC, 2 threads", "avx512_bf16", "16.0", "none: libcuda.so.1 not found", "not measured", "first prediction compiles"})
            QVERIFY2(panel.text().contains(words), qPrintable(panel.text()));
        devices.peakF32 = 210;
        devices.cacheEntries = 4;
        panel.setDevices(devices);
        QVERIFY2(panel.text().contains(QString("210") + QChar(0xA0) + "GFLOP/s f32"), qPrintable(panel.text()));
        panel.setFailed("foldmeter not found beside the window");
        QVERIFY(panel.text().contains("not found beside"));
        QSignalSpy again(&panel, &MachinePanel::askAgain);
        for (auto* button : panel.findChildren<QPushButton*>())
            if (button->text() == "Start it again") button->click();
        QCOMPARE(again.count(), 1);
    }
};

FOLDMETER_TEST(tst_start_page)
#include "tst_start_page.moc"
