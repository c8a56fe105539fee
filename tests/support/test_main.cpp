#include "support/test_main.h"

#ifdef FOLDMETER_TEST_WIDGETS
#include <QApplication>
#include <QSurfaceFormat>
#else
#include <QCoreApplication>
#endif

#include <cstdlib>
#include <iostream>

namespace foldmeter::test {

std::map<std::string, TestFactory>& registeredTests() {
    static std::map<std::string, TestFactory> tests;
    return tests;
}

namespace {
std::string fromEnvironment(const char* variable, const std::string& fallback) {
    const char* value = std::getenv(variable);
    return value ? value : fallback;
}
}  // namespace

std::string sourcePath(const std::string& relative) { return fromEnvironment("FOLDMETER_SOURCE", ".") + "/" + relative; }

std::string dataPath(const std::string& relative) {
    return fromEnvironment("FOLDMETER_TEST_DATA", sourcePath("tests/data")) + "/" + relative;
}

std::string programPath(const std::string& program) {
    return fromEnvironment("FOLDMETER_BIN", sourcePath("build/release/bin")) + "/" + program;
}

}  // namespace foldmeter::test

// Usage: tst_folder [class [QtTest options]]; without a class all classes run one after the other.
int main(int argc, char** argv) {
#ifdef FOLDMETER_TEST_WIDGETS
    QSurfaceFormat format;   // what VTK draws with; it must be set before the application is made
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setAlphaBufferSize(8);
    format.setSamples(0);
    QSurfaceFormat::setDefaultFormat(format);
    QApplication application(argc, argv);
#else
    QCoreApplication application(argc, argv);
#endif
    const auto& tests = foldmeter::test::registeredTests();
    if (argc > 1 && argv[1][0] != '-') {
        const auto found = tests.find(argv[1]);
        if (found == tests.end()) {
            std::cerr << "no test class " << argv[1] << "\n";
            return 2;
        }
        std::vector<char*> rest{argv[0]};
        rest.insert(rest.end(), argv + 2, argv + argc);
        const auto object = found->second();
        return QTest::qExec(object.get(), static_cast<int>(rest.size()), rest.data());
    }
    int failures = 0;
    for (const auto& [name, factory] : tests) failures += QTest::qExec(factory().get(), argc, argv);
    return failures;
}
