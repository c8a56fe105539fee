// foldmeter-workbench [FILE|FOLDER|RUN...]: the desktop window. With --export FILE RUN it makes a picture without one.
#include "base/error.h"
#include "base/paths.h"
#include "base/version.h"
#include "gui/app/main_window.h"
#include "gui/app/preferences.h"
#include "gui/app/watchdog.h"
#include "gui/app/workbench.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QProcess>
#include <QSettings>
#include <QSurfaceFormat>
#include <QTimer>

#include <cstdio>
#include <iostream>

namespace {

using namespace foldmeter;

// What VTK draws with; it must be set before the application is made.
void setSurfaceFormat() {
    QSurfaceFormat format;
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setAlphaBufferSize(8);
    format.setSamples(0);
    QSurfaceFormat::setDefaultFormat(format);
}

// GLEW, which VTK loads GL with, fails on Wayland: X11 is used there too, unless the person says otherwise.
void choosePlatform() {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")) qputenv("QT_QPA_PLATFORM", "xcb");
}

std::unique_ptr<QSettings> openStore() {
    return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("foldmeter"), QStringLiteral("workbench"));
}

int showWindow(QApplication& application, QSettings& store, const QStringList& toOpen) {
    app::Workbench workbench(store, historyFolder());
    app::MainWindow window(workbench);
#ifndef QT_NO_DEBUG
    app::Watchdog watchdog;
    QObject::connect(&watchdog, &app::Watchdog::stalled, [](const QString& text) { std::cerr << text.toStdString() << "\n"; });
#endif
    bool restart = false;
    QObject::connect(&window, &app::MainWindow::restartWanted, &window, [&] {
        restart = true;
        window.close();
    });
    window.show();
    for (const QString& path : toOpen) window.open(path);
    QTimer::singleShot(0, &workbench, [&workbench] { workbench.askDevices(); });   // after the first frame
    const int code = application.exec();
    if (restart) QProcess::startDetached(QCoreApplication::applicationFilePath(), {});
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    setSurfaceFormat();
    choosePlatform();
    const std::unique_ptr<QSettings> store = openStore();
    const int scale = app::keptScale(*store);
    if (scale != app::leastScale && qEnvironmentVariableIsEmpty("QT_SCALE_FACTOR")) qputenv("QT_SCALE_FACTOR", QByteArray::number(scale / 100.0));
    QApplication application(argc, argv);
    application.setProperty("scale", scale);
    QApplication::setApplicationName(QStringLiteral("Foldmeter"));
    QApplication::setApplicationVersion(QString::fromUtf8(foldmeter::version));
    look::applyScheme(application, look::chosenScheme(app::keptScheme(*store), application));
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("main", "The desktop window of Foldmeter: predict, watch, look."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QCoreApplication::translate("main", "a job, a prediction's folder, a timeline, or a run's number"), QStringLiteral("[FILE...]"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);
    try {
        return showWindow(application, *store, parser.positionalArguments());
    } catch (const std::exception& problem) {
        std::cerr << "foldmeter-workbench: " << problem.what() << "\n";
        return 70;
    }
}
