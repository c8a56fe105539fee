// A real window on a history, a cache and a store of its own, with the real engine beside it: what the tests drive.
#pragma once

#include "gui/app/main_window.h"
#include "gui/app/preferences.h"
#include "gui/app/workbench.h"
#include "gui/look/theme.h"
#include "support/test_main.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include <filesystem>
#include <memory>

namespace foldmeter::test {

class WindowFixture {
public:
    WindowFixture() {
        qputenv("FOLDMETER_CACHE", QFile::encodeName(m_folder.filePath("cache")));
        qputenv("FOLDMETER_HISTORY", QFile::encodeName(m_folder.filePath("history")));
        m_store = std::make_unique<QSettings>(m_folder.filePath("store.ini"), QSettings::IniFormat);
        look::applyScheme(*qApp, look::Scheme::Light);
        qApp->setProperty("scale", 100);
        open();
    }
    ~WindowFixture() { close(); }

    void open() {
        m_workbench = std::make_unique<app::Workbench>(*m_store, m_folder.filePath("history").toStdString());
        m_window = std::make_unique<app::MainWindow>(*m_workbench);
        m_window->setUnsavedQuestion([](const QString&) { return app::UnsavedJob::Discard; });   // no dialog waits for anybody
        m_window->resize(1280, 800);
        m_window->show();
    }
    void close() {
        if (m_window) m_window->close();
        m_window.reset();
        m_workbench.reset();
    }
    // The workbench stays: another window is opened on it.
    void endWindow() { m_window.reset(); }
    // The folder of a finished run whose every number is known: insulin, as kept with the tests.
    std::filesystem::path finishedRun() const {
        const std::filesystem::path folder = path("insulin").toStdString();
        std::filesystem::create_directories(folder);
        using Copy = std::filesystem::copy_options;
        std::filesystem::copy(dataPath("runs/insulin"), folder, Copy::recursive | Copy::skip_existing);
        return folder;
    }

    // As if the process had been killed: nothing is asked, nothing is saved.
    void endUnasked() {
        m_window.reset();
        m_workbench.reset();
    }
    app::MainWindow& window() { return *m_window; }
    app::Workbench& workbench() { return *m_workbench; }
    commands::CommandRegistry& commands() { return m_workbench->commands(); }
    QSettings& store() { return *m_store; }
    QString path(const QString& name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_store;
    std::unique_ptr<app::Workbench> m_workbench;
    std::unique_ptr<app::MainWindow> m_window;
};

}  // namespace foldmeter::test
