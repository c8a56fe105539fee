#include "support/test_main.h"

#include "base/file.h"
#include "base/version.h"

class tst_version : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isTheProjects() {
        const std::string project = "project(foldmeter VERSION " + std::string(foldmeter::version) + " ";
        QVERIFY(foldmeter::readText(foldmeter::test::sourcePath("CMakeLists.txt")).find(project) != std::string::npos);
    }
};
FOLDMETER_TEST(tst_version)
#include "tst_version.moc"
