#include "gui/app/rail.h"

#include "gui/look/theme.h"

namespace foldmeter::app {

Rail::Rail(QWidget* parent) : QToolBar(tr("Pages"), parent) {
    setObjectName(QStringLiteral("rail"));
    setFixedWidth(11 * look::grid);
    setMovable(false);
    setOrientation(Qt::Vertical);
    setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    setIconSize(QSize(3 * look::grid, 3 * look::grid));
    setContextMenuPolicy(Qt::PreventContextMenu);
    setAccessibleName(tr("Pages"));
    look::setTextSize(this, look::TextSize::Small);
    auto* gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    m_gap = addWidget(gap);
}

void Rail::addPage(QAction* action) {
    insertAction(m_gap, action);
    if (QWidget* button = widgetForAction(action)) button->setFixedSize(11 * look::grid - 1, 7 * look::grid);
}

void Rail::addBelow(QAction* action) {
    addAction(action);
    if (QWidget* button = widgetForAction(action)) button->setFixedSize(11 * look::grid - 1, 7 * look::grid);
}

}  // namespace foldmeter::app
