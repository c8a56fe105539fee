// Runs the program in a process of its own, with a folder and a compile cache of its own.
#pragma once

#include "support/test_main.h"

#include "base/file.h"

#include <QProcess>
#include <QTemporaryDir>

namespace foldmeter::test {

struct Outcome {
    int code = -1;
    QString output, errors;
};

inline QString example(const char* name) { return QString::fromStdString(sourcePath("resources/examples/")) + name + ".json"; }

class ProgramRunner {
public:
    QString path(const QString& name) const { return m_folder.filePath(name); }

    void prepare(QProcess& process) const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("FOLDMETER_CACHE", path("cache"));
        environment.insert("FOLDMETER_HISTORY", path("history"));
        environment.remove("FOLDMETER_MODEL");
        process.setProcessEnvironment(environment);
    }
    Outcome run(const QStringList& arguments) const {
        QProcess process;
        prepare(process);
        process.start(QString::fromStdString(programPath("foldmeter")), arguments);
        if (!process.waitForFinished(120000)) return {};
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    QString written(const QString& name, const QString& text) const {
        writeAtomically(path(name).toStdString(), text.toStdString());
        return path(name);
    }

private:
    QTemporaryDir m_folder;
};

}  // namespace foldmeter::test
