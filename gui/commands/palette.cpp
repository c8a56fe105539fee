#include "gui/commands/palette.h"

#include "gui/commands/fuzzy_match.h"
#include "gui/commands/registry.h"
#include "gui/look/icons.h"
#include "gui/look/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::commands {
namespace {

enum Role { Id = Qt::UserRole, Keys, Reason, Places };

// Title with the matched letters in bold on the left, keys on the right, both muted when it cannot be done now.
class LineDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem ground = option;
        initStyleOption(&ground, index);
        const QString title = ground.text;
        ground.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
        const bool possible = index.data(Reason).toString().isEmpty();
        const bool selected = option.state & QStyle::State_Selected;
        const QColor ink = option.palette.color(possible || selected ? QPalette::Active : QPalette::Disabled,
                                                selected ? QPalette::HighlightedText : QPalette::Text);
        painter->setPen(ink);
        const int left = look::grid + option.decorationSize.width() + look::grid;
        QRect place = option.rect.adjusted(left, 0, -look::grid, 0);
        painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter, index.data(Keys).toString());
        drawTitle(painter, place, title, index.data(Places).toList());
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return QStyledItemDelegate::sizeHint(option, index).expandedTo({0, option.fontMetrics.height() + look::grid});
    }

private:
    static void drawTitle(QPainter* painter, const QRect& place, const QString& title, const QVariantList& matched) {
        QTextLayout layout(title, painter->font());
        QList<QTextLayout::FormatRange> bold;
        QTextCharFormat format;
        format.setFontWeight(QFont::Bold);
        for (const QVariant& at : matched) bold.push_back({at.toInt(), 1, format});
        layout.setFormats(bold);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        line.setLineWidth(1e6);
        layout.endLayout();
        painter->save();
        painter->setClipRect(place);
        layout.draw(painter, QPointF(place.left(), place.center().y() - line.height() / 2));
        painter->restore();
    }
};

}  // namespace

CommandPalette::CommandPalette(CommandRegistry& registry, QWidget* parent)
    : QFrame(parent), m_registry(registry), m_field(new QLineEdit), m_list(new QListWidget), m_about(new QLabel) {
    setFrameShape(QFrame::Box);
    setAutoFillBackground(true);
    setAccessibleName(tr("Command palette"));
    m_field->setPlaceholderText(tr("Type a command"));
    m_field->setAccessibleName(tr("Command"));
    m_field->addAction(look::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_list->setItemDelegate(new LineDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("Matching commands"));
    look::setTextSize(m_about, look::TextSize::Small);
    look::setMuted(m_about);
    m_about->setWordWrap(true);
    m_about->setMinimumHeight(m_about->fontMetrics().height() * 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_about);
    m_field->installEventFilter(this);
    parent->installEventFilter(this);
    connect(m_field, &QLineEdit::textEdited, this, &CommandPalette::fill);
    connect(m_list, &QListWidget::currentRowChanged, this, &CommandPalette::describeCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    hide();
}

void CommandPalette::open() {
    m_focusBefore = QApplication::focusWidget();
    m_field->clear();
    m_registry.refresh();   // reasons as they are now
    fill();
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::close() {
    hide();
    if (m_focusBefore && m_focusBefore->isVisible()) m_focusBefore->setFocus();
    m_focusBefore = nullptr;
}

QString CommandPalette::currentId() const {
    const QListWidgetItem* item = m_list->currentItem();
    return item ? item->data(Id).toString() : QString();
}

void CommandPalette::fill() {
    struct Line {
        QString id;
        FuzzyMatch match;
    };
    std::vector<Line> lines;
    for (const QString& id : m_registry.ids())
        if (auto match = fuzzyMatch(m_field->text(), m_registry.fullTitle(id))) lines.push_back({id, *match});
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.match.score > b.match.score; });
    m_list->clear();
    for (const Line& line : lines) {
        const QAction* action = m_registry.action(line.id);
        auto* item = new QListWidgetItem(action->icon(), m_registry.fullTitle(line.id), m_list);
        item->setData(Id, line.id);
        item->setData(Keys, action->shortcut().toString(QKeySequence::NativeText));
        item->setData(Reason, m_registry.whyNot(line.id));
        item->setData(Places, QVariantList(line.match.places.begin(), line.match.places.end()));
    }
    m_list->setCurrentRow(lines.empty() ? -1 : 0);
    describeCurrent();
}

void CommandPalette::describeCurrent() {
    const QString id = currentId();
    if (id.isEmpty()) return m_about->setText(tr("No command has these letters in this order."));
    const QString reason = m_registry.whyNot(id), line = m_registry.commandLine(id);
    if (!reason.isEmpty()) return m_about->setText(tr("Not possible now: %1").arg(reason));
    if (!line.isEmpty()) return m_about->setText(tr("Ctrl+C copies: %1").arg(line));
    m_about->setText(m_registry.command(id)->explanation);
}

void CommandPalette::runCurrent() {
    const QString id = currentId();
    if (id.isEmpty() || !m_registry.whyNot(id).isEmpty()) return;
    close();
    m_registry.invoke(id);
}

void CommandPalette::place() {
    const QWidget* over = parentWidget();
    const int width = std::min(80 * look::grid, over->width() - 4 * look::grid);
    const int height = std::min(56 * look::grid, over->height() - 12 * look::grid);
    setGeometry((over->width() - width) / 2, 6 * look::grid, width, std::max(height, 12 * look::grid));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) place();
    if (watched != m_field) return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible()) {
        hide();
        m_focusBefore = nullptr;
        return false;
    }
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) return false;
    auto* key = static_cast<QKeyEvent*>(event);
    const bool copies = key->matches(QKeySequence::Copy) && m_field->selectedText().isEmpty();
    const bool ours = copies || key->key() == Qt::Key_Escape || key->key() == Qt::Key_Up || key->key() == Qt::Key_Down ||
                      key->key() == Qt::Key_PageUp || key->key() == Qt::Key_PageDown || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (!ours) return false;
    event->accept();
    if (event->type() == QEvent::ShortcutOverride) return true;
    if (copies)
        QGuiApplication::clipboard()->setText(m_registry.commandLine(currentId()));
    else if (key->key() == Qt::Key_Escape)
        close();
    else if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)
        runCurrent();
    else
        QApplication::sendEvent(m_list, event);
    return true;
}

}  // namespace foldmeter::commands
