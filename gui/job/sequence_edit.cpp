#include "gui/job/sequence_edit.h"

#include "gui/job/residue_colours.h"
#include "gui/job/sequence_accessibility.h"
#include "gui/look/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace foldmeter::job {

namespace {
constexpr int group = 10, mostRows = 8, margin = 4, rowGap = 4;
}

SequenceEdit::SequenceEdit(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFont(look::monospace(look::TextSize::Body));
    setAccessibleName(tr("Sequence"));
    installSequenceAccessibility();
    viewport()->setCursor(Qt::IBeamCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    const QFontMetrics letters(font()), numbers(look::font(look::TextSize::Small));
    m_cell = letters.horizontalAdvance(u'W') + 2;
    m_cellHeight = letters.height() + 2;
    m_numberHeight = numbers.height();
}

void SequenceEdit::setValue(features::EntityKind kind, const std::string& letters, const std::map<int, QString>& modifications) {
    if (kind == m_kind && letters == m_letters && modifications == m_modifications) return;
    const bool longer = letters.size() != m_letters.size();
    if (letters != m_letters) {
        QAccessibleTextUpdateEvent event(this, 0, QString::fromStdString(m_letters), QString::fromStdString(letters));
        QAccessible::updateAccessibility(&event);
    }
    m_kind = kind;
    m_letters = letters;
    m_modifications = modifications;
    m_caret = std::min(m_caret, static_cast<int>(m_letters.size()));
    m_anchor = std::min(m_anchor, static_cast<int>(m_letters.size()));
    if (longer) updateGeometry();
    layOut();
    announce();
}

int SequenceEdit::perRowFor(int width) const {
    const int bar = verticalScrollBar()->sizeHint().width();
    const int groups = std::max(1, (width - 2 * margin - 2 * frameWidth() - bar) / (group * m_cell + m_gap));
    return groups * group;
}

int SequenceEdit::rowsFor(int width) const {
    const int perRow = perRowFor(width);
    return std::max(1, (static_cast<int>(m_letters.size()) + perRow) / perRow);   // room for the caret behind the last letter
}

int SequenceEdit::heightForWidth(int width) const {
    return std::min(rowsFor(width), mostRows) * (m_numberHeight + m_cellHeight + rowGap) + 2 * margin + 2 * frameWidth();
}

QSize SequenceEdit::sizeHint() const { return {40 * m_cell, heightForWidth(std::max(width(), 40 * m_cell))}; }
QSize SequenceEdit::minimumSizeHint() const { return {group * m_cell + m_gap + 40, m_numberHeight + m_cellHeight + 2 * margin + 2 * frameWidth()}; }

void SequenceEdit::layOut() {
    m_perRow = perRowFor(width());
    const int rowHeight = m_numberHeight + m_cellHeight + rowGap, rows = rowsFor(width());
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(rowHeight);
    verticalScrollBar()->setRange(0, std::max(0, rows * rowHeight + 2 * margin - viewport()->height()));
    viewport()->update();
}

int SequenceEdit::xOf(int column) const { return margin + column * m_cell + column / group * m_gap; }

QRect SequenceEdit::cellOf(int residue) const {
    const int place = residue - 1, row = place / m_perRow;
    const int top = margin + row * (m_numberHeight + m_cellHeight + rowGap) - verticalScrollBar()->value();
    return {xOf(place % m_perRow), top + m_numberHeight, m_cell, m_cellHeight};
}

int SequenceEdit::placeAt(const QPoint& point) const {
    const int rowHeight = m_numberHeight + m_cellHeight + rowGap;
    const int row = std::max(0, (point.y() + verticalScrollBar()->value() - margin) / rowHeight);
    int column = 0;
    while (column < m_perRow && point.x() > xOf(column) + m_cell / 2) ++column;
    return std::min(row * m_perRow + column, static_cast<int>(m_letters.size()));
}

int SequenceEdit::residueAt(const QPoint& place) const {
    for (const int residue : {placeAt(place), placeAt(place) + 1})
        if (residue >= 1 && residue <= static_cast<int>(m_letters.size()) && cellOf(residue).adjusted(0, -m_numberHeight, 0, 0).contains(place)) return residue;
    return 0;
}

void SequenceEdit::paintEvent(QPaintEvent* event) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(viewport());
    painter.fillRect(event->rect(), theme.window);
    painter.setFont(font());
    const int rowHeight = m_numberHeight + m_cellHeight + rowGap, rows = rowsFor(width()), scrolled = verticalScrollBar()->value();
    const int first = std::max(0, (event->rect().top() + scrolled - margin) / rowHeight);
    const int last = std::min(rows - 1, (event->rect().bottom() + scrolled - margin) / rowHeight);
    for (int row = first; row <= last; ++row) paintRow(painter, row);
    if (m_letters.empty()) {
        painter.setPen(theme.muted);
        painter.setFont(look::font(look::TextSize::Body));
        painter.drawText(viewport()->rect().adjusted(margin + 4, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, tr("Type or paste a sequence"));
    }
    if (hasFocus()) paintCaret(painter);
}

void SequenceEdit::paintRow(QPainter& painter, int row) const {
    const look::Theme& theme = look::themeOf(this);
    const bool dark = theme.window.lightnessF() < 0.5;
    const int end = std::min((row + 1) * m_perRow, static_cast<int>(m_letters.size()));
    const int selected = selectionBegin(), selectedEnd = selectionEnd();
    for (int place = row * m_perRow; place < end; ++place) {
        const QRect cell = cellOf(place + 1);
        const char letter = m_letters[static_cast<std::size_t>(place)];
        const bool isSelected = place >= selected && place < selectedEnd;
        const QColor ground = isSelected ? theme.accent : residueColour(m_kind, letter, dark);
        if (ground.alpha() > 0) painter.fillRect(cell, ground);
        painter.setPen(isSelected ? theme.onAccent : ground.alpha() > 0 ? theme.text : theme.failure);
        painter.drawText(cell, Qt::AlignCenter, QString(QLatin1Char(letter)));
        if (!m_modifications.contains(place + 1)) continue;
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cell.adjusted(1, 1, -1, -1));
    }
    paintNumbers(painter, row, cellOf(row * m_perRow + 1).top() - m_numberHeight);
}

// A number above every tenth letter; the code of a modified residue above it, where there is room.
void SequenceEdit::paintNumbers(QPainter& painter, int row, int top) const {
    const look::Theme& theme = look::themeOf(this);
    const int begin = row * m_perRow, end = std::min(begin + m_perRow, static_cast<int>(m_letters.size()));
    painter.save();
    painter.setFont(look::font(look::TextSize::Small));
    std::vector<QRect> taken;
    const auto label = [&](int place, const QString& text, const QColor& colour) {
        const int wide = painter.fontMetrics().horizontalAdvance(text) + 2;
        QRect rect(xOf(place % m_perRow) + m_cell / 2 - wide / 2, top, wide, m_numberHeight);
        rect.moveLeft(std::max(rect.left(), 0));
        if (std::any_of(taken.begin(), taken.end(), [&](const QRect& other) { return other.adjusted(-2, 0, 2, 0).intersects(rect); })) return;
        taken.push_back(rect);
        painter.setPen(colour);
        painter.drawText(rect, Qt::AlignCenter, text);
    };
    for (int place = begin / group * group + group - 1; place < end; place += group) label(place, QString::number(place + 1), theme.muted);
    for (auto at = m_modifications.lower_bound(begin + 1); at != m_modifications.end() && at->first <= end; ++at) label(at->first - 1, at->second, theme.accent);
    painter.restore();
}

void SequenceEdit::paintCaret(QPainter& painter) const {
    const bool behind = m_caret > 0 && m_caret % m_perRow == 0 && m_caret == static_cast<int>(m_letters.size());
    QRect cell = cellOf(behind ? m_caret : m_caret + 1);
    if (behind) cell.translate(m_cell, 0);
    painter.fillRect(cell.left() - 1, cell.top() - 1, 2, cell.height() + 2, look::themeOf(this).text);
}

void SequenceEdit::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void SequenceEdit::setCaret(int place, bool select) {
    m_caret = std::clamp(place, 0, static_cast<int>(m_letters.size()));
    if (!select) m_anchor = m_caret;
    const QRect cell = cellOf(m_caret + 1).adjusted(0, -m_numberHeight, 0, 0);
    QScrollBar* bar = verticalScrollBar();
    if (cell.top() < 0) bar->setValue(bar->value() + cell.top());
    else if (cell.bottom() > viewport()->height()) bar->setValue(bar->value() + cell.bottom() - viewport()->height() + margin);
    viewport()->update();
    announce();
    QAccessibleTextCursorEvent event(this, m_caret);
    QAccessible::updateAccessibility(&event);
}

// For screen readers: where the caret is and what stands there.
void SequenceEdit::announce() {
    QString words = tr("%n residue(s)", nullptr, static_cast<int>(m_letters.size()));
    if (m_caret < static_cast<int>(m_letters.size())) {
        words += tr("; before residue %1, %2").arg(m_caret + 1).arg(QLatin1Char(m_letters[static_cast<std::size_t>(m_caret)]));
        if (const auto modified = m_modifications.find(m_caret + 1); modified != m_modifications.end()) words += tr(", modified: %1").arg(modified->second);
    }
    if (selectionEnd() > selectionBegin()) words += tr("; %1 to %2 selected").arg(selectionBegin() + 1).arg(selectionEnd());
    setAccessibleDescription(words);
}

void SequenceEdit::insert(const QString& text) {
    const int begin = selectionBegin(), removed = selectionEnd() - begin;
    if (text.isEmpty() && removed == 0) return;
    m_caret = m_anchor = begin;
    Q_EMIT edited(begin, removed, text);
    setCaret(begin + static_cast<int>(text.size()));
}

void SequenceEdit::remove(int begin, int end) {
    begin = std::max(begin, 0);
    end = std::min(end, static_cast<int>(m_letters.size()));
    if (begin >= end) return;
    m_caret = m_anchor = begin;
    Q_EMIT edited(begin, end - begin, QString());
    setCaret(begin);
}

QString SequenceEdit::lettersOf(const QString& text) {
    QString letters;
    for (const QString& line : text.split(u'\n')) {
        if (line.startsWith(u'>') || line.startsWith(u';')) continue;
        for (const QChar c : line)
            if (!c.isSpace() && !c.isDigit() && c != u'*') letters += c.toUpper();
    }
    return letters;
}

void SequenceEdit::paste() {
    const QString text = QApplication::clipboard()->text();
    const QString start = text.trimmed();
    const bool severalRecords = text.count(QStringLiteral("\n>")) + (start.startsWith(u'>') ? 1 : 0) > 1;
    if (severalRecords || start.startsWith(u'{') || start.startsWith(u'[')) Q_EMIT textPasted(text);
    else insert(lettersOf(text));
}

void SequenceEdit::copy() const {
    if (selectionEnd() == selectionBegin()) return;
    QApplication::clipboard()->setText(QString::fromStdString(m_letters.substr(static_cast<std::size_t>(selectionBegin()), static_cast<std::size_t>(selectionEnd() - selectionBegin()))));
}

bool SequenceEdit::moveCaret(QKeyEvent* event) {
    const int size = static_cast<int>(m_letters.size()), rowStart = m_caret / m_perRow * m_perRow;
    const bool whole = event->modifiers() & Qt::ControlModifier, select = event->modifiers() & Qt::ShiftModifier;
    int place = m_caret;
    switch (event->key()) {
        case Qt::Key_Left: place = whole ? (m_caret - 1) / group * group : !select && selectionEnd() > selectionBegin() ? selectionBegin() : m_caret - 1; break;
        case Qt::Key_Right: place = whole ? (m_caret / group + 1) * group : !select && selectionEnd() > selectionBegin() ? selectionEnd() : m_caret + 1; break;
        case Qt::Key_Up: place = m_caret - m_perRow; break;
        case Qt::Key_Down: place = m_caret + m_perRow; break;
        case Qt::Key_Home: place = whole ? 0 : rowStart; break;
        case Qt::Key_End: place = whole ? size : std::min(rowStart + m_perRow - 1, size); break;
        case Qt::Key_PageUp: place = m_caret - m_perRow * mostRows; break;
        case Qt::Key_PageDown: place = m_caret + m_perRow * mostRows; break;
        default: return false;
    }
    setCaret(place, select);
    return true;
}

void SequenceEdit::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::SelectAll)) {
        setCaret(0);
        return setCaret(static_cast<int>(m_letters.size()), true);
    }
    if (event->matches(QKeySequence::Copy)) return copy();
    if (event->matches(QKeySequence::Paste)) return paste();
    if (event->matches(QKeySequence::Cut)) {
        copy();
        return remove(selectionBegin(), selectionEnd());
    }
    if (moveCaret(event)) return;
    const bool selected = selectionEnd() > selectionBegin();
    if (event->key() == Qt::Key_Backspace) return selected ? remove(selectionBegin(), selectionEnd()) : remove(m_caret - 1, m_caret);
    if (event->key() == Qt::Key_Delete) return selected ? remove(selectionBegin(), selectionEnd()) : remove(m_caret, m_caret + 1);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F2) {
        if (m_caret < static_cast<int>(m_letters.size())) Q_EMIT modificationWanted(m_caret + 1);
        return;
    }
    const QString text = event->text();
    const bool letter = text.size() == 1 && text[0].unicode() < 128 && text[0].isLetter() && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (letter) return insert(text.toUpper());
    QAbstractScrollArea::keyPressEvent(event);
}

void SequenceEdit::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) setCaret(placeAt(event->pos()), event->modifiers() & Qt::ShiftModifier);
}

void SequenceEdit::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) setCaret(placeAt(event->pos()), true);
}

void SequenceEdit::mouseDoubleClickEvent(QMouseEvent* event) {
    const int residue = residueAt(event->pos());
    if (residue == 0) return;
    setCaret(residue - 1);
    Q_EMIT modificationWanted(residue);
}

void SequenceEdit::contextMenuEvent(QContextMenuEvent* event) {
    const int residue = event->reason() == QContextMenuEvent::Mouse ? residueAt(event->pos()) : m_caret + 1;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (residue >= 1 && residue <= static_cast<int>(m_letters.size())) {
        const QString name = QStringLiteral("%1%2").arg(QLatin1Char(m_letters[static_cast<std::size_t>(residue - 1)])).arg(residue);
        menu->addAction(tr("Modify %1…").arg(name), this, [this, residue] { Q_EMIT modificationWanted(residue); });
        if (m_modifications.contains(residue)) menu->addAction(tr("Remove the modification of %1").arg(name), this, [this, residue] { Q_EMIT modificationUnwanted(residue); });
        menu->addSeparator();
    }
    menu->addAction(tr("Copy"), this, [this] { copy(); })->setEnabled(selectionEnd() > selectionBegin());
    menu->addAction(tr("Paste"), this, [this] { paste(); });
    menu->popup(event->globalPos());
}

// Keys that mean something here are not taken by shortcuts of the window.
bool SequenceEdit::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool letter = key->modifiers() == Qt::NoModifier || key->modifiers() == Qt::ShiftModifier;
        if (key->matches(QKeySequence::Paste) || key->matches(QKeySequence::Copy) || key->matches(QKeySequence::Cut) || key->matches(QKeySequence::SelectAll) ||
            (letter && key->key() != Qt::Key_Escape && key->key() < Qt::Key_F1)) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

bool SequenceEdit::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int residue = residueAt(help->pos());
        if (residue == 0) {
            QToolTip::hideText();
            return true;
        }
        QString words = tr("Residue %1: %2").arg(residue).arg(QLatin1Char(m_letters[static_cast<std::size_t>(residue - 1)]));
        if (const auto modified = m_modifications.find(residue); modified != m_modifications.end()) words += tr(", modified to %1").arg(modified->second);
        QToolTip::showText(help->globalPos(), words + u'\n' + tr("Double-click or Enter to modify it"), this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void SequenceEdit::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void SequenceEdit::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void SequenceEdit::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) viewport()->update();
}

}  // namespace foldmeter::job
