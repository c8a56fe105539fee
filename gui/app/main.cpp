// foldmeter-workbench [FILE|FOLDER|RUN...]: the desktop window. With --export FILE RUN it makes a picture or a report without one.
#include "base/error.h"
#include "base/paths.h"
#include "base/version.h"
#include "gui/app/export_picture.h"
#include "gui/app/export_report.h"
#include "gui/app/main_window.h"
#include "gui/app/open_window.h"
#include "gui/app/preferences.h"
#include "gui/app/watchdog.h"
#include "gui/app/workbench.h"
#include "gui/look/translation.h"
#include "history/history.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QProcess>
#include <QSettings>
#include <QSurfaceFormat>
#include <QTimer>
#include <QWindow>

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

// Says how long the window took from the program's first line until it was drawn and had nothing more to do, and ends.
void endWhenUsable(app::MainWindow& window, const QElapsedTimer& sinceStart) {
    auto* look = new QTimer(&window);
    QObject::connect(look, &QTimer::timeout, &window, [&window, sinceStart, look] {
        if (!window.windowHandle() || !window.windowHandle()->isExposed()) return;
        look->stop();
        std::cout << "usable after " << sinceStart.elapsed() << " ms\n";
        window.close();
    });
    look->start(0);   // served when nothing else waits
}

int showWindow(QApplication& application, QSettings& store, const QStringList& toOpen, const QElapsedTimer* sinceStart) {
    app::Workbench workbench(store, historyFolder());
    app::OpenWindow open(workbench);
    app::MainWindow& window = open.window();
#ifndef QT_NO_DEBUG
    app::Watchdog watchdog;
    QObject::connect(&watchdog, &app::Watchdog::stalled, [](const QString& text) { std::cerr << text.toStdString() << "\n"; });
#endif
    bool restart = false;
    QObject::connect(&open, &app::OpenWindow::restartWanted, &open, [&] { restart = open.window().close(); });
    window.show();
    for (const QString& path : toOpen) window.open(path);
    window.offerScale();
    if (toOpen.isEmpty()) QTimer::singleShot(0, &window, [&window] { window.showLastPage(); });
    QTimer::singleShot(0, &workbench, [&workbench] { workbench.askDevices(); });   // after the first frame
    if (sinceStart) endWhenUsable(window, *sinceStart);
    const int code = application.exec();
    if (restart) QProcess::startDetached(QCoreApplication::applicationFilePath(), {});
    return code;
}

QSize sizeFrom(const QString& text) {
    const QStringList sides = text.split(u'x');
    const QSize size = sides.size() == 2 ? QSize(sides[0].toInt(), sides[1].toInt()) : QSize();
    constexpr int most = 16384;
    if (size.width() < 16 || size.height() < 16 || size.width() > most || size.height() > most)
        throw InputError("--size " + text.toStdString() + ": write WIDTHxHEIGHT, each from 16 to " + std::to_string(most));
    return size;
}

int exportOne(const QCommandLineParser& parser) {
    const std::filesystem::path file = parser.value(QStringLiteral("export")).toStdString();
    if (app::isReportName(file)) {
        std::vector<std::filesystem::path> folders;
        for (const QString& run : parser.positionalArguments()) folders.push_back(history::runFolder(run.toStdString()));
        if (folders.empty()) throw InputError("--export: give one run or several: numbers, names or folders");
        app::exportReport(file, folders);
        return 0;
    }
    if (parser.positionalArguments().size() != 1) throw InputError("--export: give one run: its number, its name or its folder");
    app::PictureWish wish{sizeFrom(parser.value(QStringLiteral("size"))), parser.isSet(QStringLiteral("transparent"))};
    app::exportPicture(file, parser.positionalArguments().front().toStdString(), wish);
    return 0;
}

bool hasWord(int argc, char** argv, std::string_view word) {
    for (int i = 1; i < argc; ++i)
        if (std::string_view(argv[i]).starts_with(word)) return true;
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    QElapsedTimer sinceStart;
    sinceStart.start();
    setSurfaceFormat();
    choosePlatform();
    if (hasWord(argc, argv, "--export")) qputenv("QT_QPA_PLATFORM", "offscreen");   // no window, letters only
    const std::unique_ptr<QSettings> store = openStore();
    const int scale = app::keptScale(*store);
    if (scale != app::leastScale && qEnvironmentVariableIsEmpty("QT_SCALE_FACTOR")) qputenv("QT_SCALE_FACTOR", QByteArray::number(scale / 100.0));
    QApplication application(argc, argv);
    application.setProperty("scale", scale);
    look::applyLanguage(application, app::keptLanguage(*store));
    QApplication::setApplicationName(QStringLiteral("Foldmeter"));
    QApplication::setApplicationVersion(QString::fromUtf8(foldmeter::version));
    look::applyScheme(application, look::chosenScheme(app::keptScheme(*store), application));
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("main", "The desktop window of Foldmeter: predict, watch, look."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QCoreApplication::translate("main", "a job, a prediction's folder, a timeline, or a run's number"), QStringLiteral("[FILE...]"));
    const QString exportWords = QCoreApplication::translate("main", "writes a picture (.png) of the run given as argument, or a report (.pdf, .html and the others) on it or on several; shows no window");
    parser.addOption({QStringLiteral("export"), exportWords, QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("size"), QCoreApplication::translate("main", "of the picture"), QStringLiteral("WIDTHxHEIGHT"), QStringLiteral("1600x1200")});
    parser.addOption({QStringLiteral("transparent"), QCoreApplication::translate("main", "no background in the picture")});
    parser.addOption({QStringLiteral("start-time"), QCoreApplication::translate("main", "prints how long the window took to be usable, and closes it")});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);
    try {
        if (parser.isSet(QStringLiteral("export"))) return exportOne(parser);
        return showWindow(application, *store, parser.positionalArguments(), parser.isSet(QStringLiteral("start-time")) ? &sinceStart : nullptr);
    } catch (const InputError& problem) {
        std::cerr << "foldmeter-workbench: " << problem.what() << "\n";
        return 2;
    } catch (const DeviceError& problem) {
        std::cerr << "foldmeter-workbench: " << problem.what() << "\n";
        return 3;
    } catch (const std::exception& problem) {
        std::cerr << "foldmeter-workbench: " << problem.what() << "\n";
        return 70;
    }
}
