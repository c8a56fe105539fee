#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "report/run_folder.h"

#include <QTemporaryDir>

using namespace foldmeter;
using namespace foldmeter::report;

class tst_run_folder : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void initTestCase() {
        std::filesystem::create_directories(path("a/job"));
        writeAtomically(path("a/job/job_timing.json"), toJson(Timing{.job = "job"}));
        writeAtomically(path("a/job/job_ranking_scores.csv"), std::string_view("seed,sample,ranking_score\r\n1,0,0.25\r\n1,1,-99.5\r\n"));
    }
    void readsAFolder() {
        const RunFolder run = readRunFolder(path("a"));
        QCOMPARE(run.name, std::string("job"));
        QCOMPARE(run.samples.size(), std::size_t{2});
        QCOMPARE(run.samples[1].score, -99.5);
        QVERIFY(run.timelineFile.empty());
        QVERIFY(runInFolder(path("a/job")).has_value());
        QVERIFY(!runInFolder(path("a")).has_value());
        QVERIFY_EXCEPTION_THROWN(readRunFolder(path("")), InputError);   // nothing one level below
        QVERIFY_EXCEPTION_THROWN(readRunFolder(path("absent")), InputError);
    }
    void refusesBadRanking_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("two fields") << QByteArray("seed,sample,ranking_score\n1,2\n");
        QTest::newRow("text") << QByteArray("seed,sample,ranking_score\n1,2,x\n");
        QTest::newRow("negative seed") << QByteArray("seed,sample,ranking_score\n-1,2,0.5\n");
    }
    void refusesBadRanking() {
        QFETCH(QByteArray, text);
        writeAtomically(path("bad.csv"), text.toStdString());
        QVERIFY_EXCEPTION_THROWN(readRankingScores(path("bad.csv")), InputError);
    }
};
FOLDMETER_TEST(tst_run_folder)
#include "tst_run_folder.moc"
