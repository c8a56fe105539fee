#include "gui/run/sequence_view.h"

#include "gui/look/focus_frame.h"
#include "gui/look/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <map>

namespace foldmeter::gui {
namespace {

constexpr int gutter = 52, chainGap = 28, numbersHeight = 18, lettersHeight = 20, lowest = 4, rightMargin = 8;

QString letterOf(const std::string& component) {
    static const std::map<std::string, char> kLetters = {{"ALA", 'A'}, {"ARG", 'R'}, {"ASN", 'N'}, {"ASP", 'D'}, {"CYS", 'C'}, {"GLN", 'Q'}, {"GLU", 'E'}, {"GLY", 'G'}, {"HIS", 'H'}, {"ILE", 'I'},
                                                         {"LEU", 'L'}, {"LYS", 'K'}, {"MET", 'M'}, {"PHE", 'F'}, {"PRO", 'P'}, {"SER", 'S'}, {"THR", 'T'}, {"TRP", 'W'}, {"TYR", 'Y'}, {"VAL", 'V'},
                                                         {"A", 'A'},   {"C", 'C'},   {"G", 'G'},   {"U", 'U'},   {"DA", 'A'},  {"DC", 'C'},  {"DG", 'G'},  {"DT", 'T'}};
    const auto found = kLetters.find(component);
    return found == kLetters.end() ? QStringLiteral("◦") : QString(QLatin1Char(found->second));
}

}  // namespace

SequenceView::SequenceView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Sequence and pLDDT"));
    setAccessibleDescription(tr("Arrow keys walk along the residues, Shift extends the selection, Escape clears it."));
}

void SequenceView::setSample(std::shared_ptr<const LoadedSample> sample) {
    m_sample = std::move(sample);
    m_cells.clear();
    m_chainsBefore.clear();
    m_selected.clear();
    m_anchor = m_current = -1;
    int chains = 0;
    for (int i = 0; m_sample && m_sample->structure && i < static_cast<int>(m_sample->structure->residues.size()); ++i) {
        const structure::Structure& s = *m_sample->structure;
        const structure::StructureResidue& residue = s.residues[static_cast<std::size_t>(i)];
        double sum = 0;
        for (int atom = residue.firstAtom; atom < residue.firstAtom + residue.atoms; ++atom) sum += s.bFactors[static_cast<std::size_t>(atom)];
        const bool starts = i == 0 || s.residues[static_cast<std::size_t>(i - 1)].chain != residue.chain;
        chains += starts ? 1 : 0;
        m_cells.push_back({i, letterOf(residue.name), residue.atoms > 0 ? sum / residue.atoms : 0, starts});
        m_chainsBefore.push_back(chains);
    }
    layOut();
    viewport()->update();
}

void SequenceView::layOut() {
    const double gaps = m_chainsBefore.empty() ? 0 : m_chainsBefore.back() * chainGap;
    const double room = viewport()->width() - gutter - gaps - rightMargin;
    m_cellWidth = m_cells.empty() ? 12 : std::clamp(room / static_cast<double>(m_cells.size()), 11.0, 18.0);
    const double whole = m_cells.empty() ? 0 : leftOf(residues() - 1) + m_cellWidth + rightMargin;
    horizontalScrollBar()->setRange(0, std::max(0, static_cast<int>(whole) - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(m_cellWidth));
}

double SequenceView::leftOf(int cell) const { return gutter + cell * m_cellWidth + m_chainsBefore[static_cast<std::size_t>(cell)] * chainGap; }

QRect SequenceView::cellArea(int cell) const {
    return QRectF(leftOf(cell) - horizontalScrollBar()->value(), numbersHeight, m_cellWidth, viewport()->height() - numbersHeight).toRect();
}

int SequenceView::cellAt(const QPoint& place) const {
    const double x = place.x() + horizontalScrollBar()->value();
    const auto after = std::partition_point(m_cells.begin(), m_cells.end(), [&](const Cell& cell) { return leftOf(static_cast<int>(&cell - m_cells.data())) <= x; });
    const int cell = static_cast<int>(after - m_cells.begin()) - 1;
    return cell >= 0 && x < leftOf(cell) + m_cellWidth ? cell : -1;
}

QString SequenceView::letters() const {
    QString text;
    for (const Cell& cell : m_cells) text += (cell.chainStarts && !text.isEmpty() ? QStringLiteral("|") : QString()) + cell.letter;
    return text;
}

void SequenceView::resizeEvent(QResizeEvent*) { layOut(); }

void SequenceView::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.window);
    painter.setFont(look::font(look::TextSize::Small));
    if (m_cells.empty()) {
        painter.setPen(theme.muted);
        painter.drawText(viewport()->rect(), Qt::AlignCenter, m_sample ? tr("The structure of this sample could not be read") : tr("No sample is shown"));
        return;
    }
    const int scrolled = horizontalScrollBar()->value();
    const auto first = std::partition_point(m_cells.begin(), m_cells.end(), [&](const Cell& cell) { return leftOf(static_cast<int>(&cell - m_cells.data())) + m_cellWidth < scrolled; });
    for (int cell = static_cast<int>(first - m_cells.begin()); cell < residues(); ++cell) {
        const double x = leftOf(cell) - scrolled;
        if (x > viewport()->width() + chainGap) break;
        paintCell(painter, cell, x);
    }
    paintScale(painter);
    look::paintFocusFrame(painter, this, viewport()->rect());
}

void SequenceView::paintCell(QPainter& painter, int index, double x) const {
    const look::Theme& theme = look::themeOf(this);
    const Cell& cell = m_cells[static_cast<std::size_t>(index)];
    const structure::StructureResidue& residue = m_sample->structure->residues[static_cast<std::size_t>(cell.residue)];
    const int plotTop = numbersHeight + lettersHeight + 2, plotHeight = viewport()->height() - plotTop - lowest;
    const bool selected = m_selected.contains(index);
    if (selected) {
        QColor fill = theme.accent;
        fill.setAlphaF(0.25f);
        painter.fillRect(QRectF(x, numbersHeight, m_cellWidth, viewport()->height() - numbersHeight), fill);
    }
    if (cell.chainStarts) {
        painter.setPen(theme.muted);
        painter.setFont(look::font(look::TextSize::Body, true));
        painter.drawText(QRectF(x - chainGap, numbersHeight, chainGap - 4, lettersHeight), Qt::AlignRight | Qt::AlignVCenter,
                         QString::fromStdString(m_sample->structure->chains[static_cast<std::size_t>(residue.chain)].id));
        painter.setFont(look::font(look::TextSize::Small));
    }
    if (residue.number % 10 == 0 || cell.chainStarts) {
        painter.setPen(theme.muted);
        painter.drawText(QRectF(x - 20, 0, m_cellWidth + 40, numbersHeight), Qt::AlignCenter, QString::number(residue.number));
    }
    painter.setPen(selected ? theme.accent : theme.text);
    painter.setFont(look::monospace(look::TextSize::Body));
    painter.drawText(QRectF(x, numbersHeight, m_cellWidth, lettersHeight), Qt::AlignCenter, cell.letter);
    painter.setFont(look::font(look::TextSize::Small));
    const double height = std::max(1.0, cell.plddt / 100 * plotHeight);
    painter.fillRect(QRectF(x + 0.5, plotTop + plotHeight - height, m_cellWidth - 1, height), look::plddtColour(cell.plddt));
    if (index != m_current || !hasFocus()) return;
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(x, numbersHeight, m_cellWidth - 1, viewport()->height() - numbersHeight - 2));
}

// Lines at the bands' borders, and their numbers at the left, which stay while the residues scroll.
void SequenceView::paintScale(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    const int plotTop = numbersHeight + lettersHeight + 2, plotHeight = viewport()->height() - plotTop - lowest;
    painter.fillRect(0, 0, gutter - 4, viewport()->height(), theme.window);
    painter.setPen(theme.muted);
    painter.drawText(QRect(0, numbersHeight, gutter - 8, lettersHeight), Qt::AlignRight | Qt::AlignVCenter, tr("pLDDT"));
    int last = plotTop - 100;
    for (const int level : {90, 70, 50}) {
        const int y = plotTop + plotHeight - plotHeight * level / 100;
        QColor line = theme.text;
        line.setAlphaF(0.25f);
        painter.setPen(QPen(line, 1, Qt::DotLine));
        painter.drawLine(gutter, y, viewport()->width(), y);
        if (y - last < 12) continue;   // no room for its number
        last = y;
        painter.setPen(theme.muted);
        painter.drawText(QRect(0, y - 8, gutter - 8, 16), Qt::AlignRight | Qt::AlignVCenter, QString::number(level));
    }
}

void SequenceView::setSelection(const commands::Selection& selection) {
    std::set<int> cells;
    for (int i = 0; i < residues() && !(selection.chains.empty() && selection.residues.empty()); ++i) {
        const commands::SelectedResidue residue = m_sample->residueAt(m_cells[static_cast<std::size_t>(i)].residue);
        const bool whole = std::find(selection.chains.begin(), selection.chains.end(), residue.chain) != selection.chains.end();
        if (whole || std::binary_search(selection.residues.begin(), selection.residues.end(), residue)) cells.insert(i);
    }
    if (cells == m_selected) return;
    m_selected = std::move(cells);
    if (!m_selected.empty() && !m_dragging) bringIntoView(*m_selected.begin());
    viewport()->update();
}

void SequenceView::bringIntoView(int cell) {
    const QRect area = cellArea(cell);
    if (area.left() < gutter) horizontalScrollBar()->setValue(horizontalScrollBar()->value() + area.left() - gutter - chainGap);
    else if (area.right() > viewport()->width()) horizontalScrollBar()->setValue(horizontalScrollBar()->value() + area.right() - viewport()->width() + chainGap);
}

void SequenceView::select(int from, int to, Qt::KeyboardModifiers modifiers) {
    m_selected = modifiers & Qt::ControlModifier ? m_kept : std::set<int>{};
    for (int cell = std::min(from, to); cell <= std::max(from, to); ++cell) m_selected.insert(cell);
    m_current = to;
    viewport()->update();
}

void SequenceView::tell() {
    std::vector<commands::SelectedResidue> residues;
    for (const int cell : m_selected) residues.push_back(m_sample->residueAt(m_cells[static_cast<std::size_t>(cell)].residue));
    std::sort(residues.begin(), residues.end());
    if (m_current >= 0) setAccessibleDescription(m_sample->residueText(m_cells[static_cast<std::size_t>(m_current)].residue));
    Q_EMIT residuesSelected(residues);
}

void SequenceView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const int cell = cellAt(event->position().toPoint());
    if (cell < 0) {
        if (m_selected.empty()) return;
        m_selected.clear();
        viewport()->update();
        return tell();
    }
    m_kept = m_selected;
    if (!(event->modifiers() & Qt::ShiftModifier) || m_anchor < 0) m_anchor = cell;
    m_dragging = true;
    select(m_anchor, cell, event->modifiers());
}

void SequenceView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_dragging) return;
    const int cell = cellAt(event->position().toPoint());
    if (cell >= 0 && cell != m_current) select(m_anchor, cell, event->modifiers());
}

void SequenceView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_dragging || event->button() != Qt::LeftButton) return;
    tell();
    m_dragging = false;
}

void SequenceView::keyPressEvent(QKeyEvent* event) {
    if (m_cells.empty()) return QAbstractScrollArea::keyPressEvent(event);
    int to = std::max(m_current, 0);
    switch (event->key()) {
        case Qt::Key_Left: to -= m_current < 0 ? 0 : 1; break;
        case Qt::Key_Right: to += m_current < 0 ? 0 : 1; break;
        case Qt::Key_Home: to = 0; break;
        case Qt::Key_End: to = residues() - 1; break;
        case Qt::Key_Escape:
            if (m_selected.empty()) return QAbstractScrollArea::keyPressEvent(event);
            m_selected.clear();
            viewport()->update();
            return tell();
        default: return QAbstractScrollArea::keyPressEvent(event);
    }
    to = std::clamp(to, 0, residues() - 1);
    if (!(event->modifiers() & Qt::ShiftModifier) || m_anchor < 0) m_anchor = to;
    select(m_anchor, to, Qt::NoModifier);
    bringIntoView(to);
    tell();
}

bool SequenceView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int cell = cellAt(help->pos());
        if (cell >= 0) QToolTip::showText(help->globalPos(), tr("%1: pLDDT %2").arg(m_sample->residueText(m_cells[static_cast<std::size_t>(cell)].residue)).arg(m_cells[static_cast<std::size_t>(cell)].plddt, 0, 'f', 1), viewport());
        else QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace foldmeter::gui
