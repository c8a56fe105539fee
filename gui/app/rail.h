// The strip of pages on the left edge of the window.
#pragma once

#include <QToolBar>

namespace foldmeter::app {

class Rail : public QToolBar {
    Q_OBJECT

public:
    explicit Rail(QWidget* parent = nullptr);
    void addPage(QAction* action);          // a checkable action; the pages exclude each other
    void addBelow(QAction* action);         // at the lower end

private:
    QAction* m_gap;
};

}  // namespace foldmeter::app
