// Every test file is one QtTest class, registered with FOLDMETER_TEST(class) as its last line before the moc include.
// One program holds the classes of one folder; ctest runs them one by one by name.
#pragma once

#include <QtTest>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace foldmeter::test {

using TestFactory = std::function<std::unique_ptr<QObject>()>;

std::map<std::string, TestFactory>& registeredTests();

struct Registration {
    Registration(const std::string& name, TestFactory factory) { registeredTests()[name] = std::move(factory); }
};

// Folder of test data (tests/data) and of the product's resources, from the environment ctest sets.
std::string dataPath(const std::string& relative);
std::string sourcePath(const std::string& relative);
std::string programPath(const std::string& program);

}  // namespace foldmeter::test

#define FOLDMETER_TEST(Class) \
    static const foldmeter::test::Registration registration_##Class(#Class, [] { return std::make_unique<Class>(); });
