#include "support/test_main.h"

#include "base/error.h"
#include "base/paths.h"

#include <QTemporaryDir>

#include <cstdlib>

using namespace foldmeter;

class tst_paths : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsResources() {
        QVERIFY(std::filesystem::exists(resourcePath("models/foldmeter-demo.json")));
        QVERIFY(executablePath().filename().string().starts_with("tst_"));
    }
    void looksAboveTheProgramWithoutEnvironment() {
        const QByteArray kept = qgetenv("FOLDMETER_DATA");
        qunsetenv("FOLDMETER_DATA");
        try {
            resourcePath("models/there-is-no-such-model");
            qputenv("FOLDMETER_DATA", kept);
            QFAIL("found");
        } catch (const InputError& problem) {
            qputenv("FOLDMETER_DATA", kept);
            QVERIFY2(QString(problem.what()).contains("/resources"), problem.what());
        }
    }
    void obeysEnvironment() {
        QTemporaryDir folder;
        qputenv("FOLDMETER_CACHE", folder.path().toLocal8Bit());
        QCOMPARE(cacheFolder().string(), folder.path().toStdString());
        qunsetenv("FOLDMETER_CACHE");
        qputenv("XDG_CACHE_HOME", folder.path().toLocal8Bit());
        QCOMPARE(cacheFolder().string(), folder.path().toStdString() + "/foldmeter");
        qunsetenv("XDG_CACHE_HOME");
    }
};
FOLDMETER_TEST(tst_paths)
#include "tst_paths.moc"
