#include "gui/app/job_draft.h"

#include "base/error.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <fstream>

using namespace foldmeter;
using app::JobDraft;

class tst_job_draft : public QObject {
    Q_OBJECT

    QTemporaryDir m_place;
    std::filesystem::path folder(const char* name) const { return m_place.filePath(QString::fromLatin1(name)).toStdString(); }

private Q_SLOTS:
    void aWindowThatIsGoneLeavesItsDraft() {
        {
            JobDraft written(folder("gone"));
            QVERIFY(!written.left());
            written.keep({"{\"name\": \"β\"}", "/there/a.json"});
            const JobDraft beside(folder("gone"));   // another window, while the first lives
            QVERIFY(!beside.left());
        }
        JobDraft next(folder("gone"));
        QVERIFY(next.left().has_value());
        QCOMPARE(next.left()->job, "{\"name\": \"β\"}");
        QCOMPARE(next.left()->file, "/there/a.json");
        next.keep({"{}", {}});                       // its own does not touch the one that was left
        QCOMPARE(next.left()->job, "{\"name\": \"β\"}");
        next.forgetLeft();
        next.forget();
        QVERIFY(!next.left());
        QVERIFY(!JobDraft(folder("gone")).left());
    }
    void whatIsLeftStaysUntilItIsTaken() {
        JobDraft(folder("stays")).keep({"{ }", {}});
        QVERIFY(JobDraft(folder("stays")).left());
        QVERIFY(JobDraft(folder("stays")).left());
    }
    void twoLeftDraftsComeOneAfterTheOther() {
        {
            JobDraft first(folder("two")), second(folder("two"));
            first.keep({"first", {}});
            second.keep({"second", {}});
        }
        JobDraft next(folder("two"));
        QCOMPARE(next.left()->job, "first");
        next.forgetLeft();
        QCOMPARE(JobDraft(folder("two")).left()->job, "second");
    }
    void nonsenseIsNoDraft() {
        std::filesystem::create_directories(folder("nonsense"));
        QFile file(QString::fromStdString((folder("nonsense") / "job-1.json").string()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("[1, 2") == 5);
        file.close();
        JobDraft next(folder("nonsense"));
        QVERIFY(!next.left());
        next.keep({"{}", {}});
        next.forget();
    }
    void aFolderThatCannotBeWrittenIsNamed() {
        JobDraft draft(folder("taken"));
        std::filesystem::create_directory(folder("taken") / "job-1.json");   // stands where the file would
        std::ofstream(folder("taken") / "job-1.json" / "inside") << "x";
        try {
            draft.keep({"{}", {}});
            QFAIL("written where no folder is");
        } catch (const Error& problem) {
            QVERIFY2(std::string(problem.what()).find("taken") != std::string::npos, problem.what());
        }
    }
};

FOLDMETER_TEST(tst_job_draft)
#include "tst_job_draft.moc"
