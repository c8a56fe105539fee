// The program's one window, which is made anew when its language changes: everything it shows is built again in the other
// language, and what was open stays open (page, run, comparison, the job with what is not saved of it, panes, places).
// Steps that could be undone are forgotten with the widgets they acted on.
#pragma once

#include <QObject>

#include <memory>

namespace foldmeter::app {

class MainWindow;
class Workbench;

class OpenWindow : public QObject {
    Q_OBJECT

public:
    explicit OpenWindow(Workbench& workbench, QObject* parent = nullptr);
    ~OpenWindow() override;
    MainWindow& window() { return *m_window; }
    QString whyNotNow() const;             // why the language cannot change now; empty: it can

Q_SIGNALS:
    void restartWanted();
    void made();                           // another window stands for the one before

private:
    struct Open;                           // what is seen
    void make();
    void changeLanguage();
    Open whatIsOpen() const;
    void openAgain(const Open& open);

    Workbench& m_workbench;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace foldmeter::app
