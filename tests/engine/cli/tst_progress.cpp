#include "support/test_main.h"

#include "cli/progress.h"

using namespace foldmeter;
using namespace foldmeter::cli;

class tst_progress : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void styles() {
        QCOMPARE(progressStyle("json", true), ProgressStyle::Json);
        QCOMPARE(progressStyle("plain", false), ProgressStyle::Plain);
        QCOMPARE(progressStyle("plain", true), ProgressStyle::None);
        QCOMPARE(progressStyle("none", false), ProgressStyle::None);
    }
};
FOLDMETER_TEST(tst_progress)
#include "tst_progress.moc"
