#include "gui/timeline/span_table_view.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/span_table_model.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::gui {

SpanTableView::SpanTableView(QWidget* parent)
    : QWidget(parent), m_kind(new QComboBox), m_filter(new QLineEdit), m_empty(new QLabel), m_tree(new QTreeView), m_model(new SpanTableModel(this)), m_sorted(new QSortFilterProxyModel(this)) {
    m_kind->addItems({tr("From the top down"), tr("From the bottom up"), tr("By kernel"), tr("By module"), tr("By pass")});
    m_kind->setAccessibleName(tr("Table"));
    m_filter->setPlaceholderText(tr("Filter rows"));
    m_filter->setAccessibleName(tr("Filter rows"));
    m_filter->setClearButtonEnabled(true);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SpanTableModel::SortRole);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_sorted->setFilterKeyColumn(SpanTableModel::Name);
    m_sorted->setRecursiveFilteringEnabled(true);
    m_sorted->setAutoAcceptChildRows(true);
    m_tree->setModel(m_sorted);
    m_tree->setSortingEnabled(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIconSize(QSize(look::grid, look::grid));
    m_tree->setIndentation(look::grid * 3 / 2);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->setAccessibleName(tr("Spans of the range"));
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setMinimumSectionSize(5 * look::grid);
    look::setTextSize(m_tree, look::TextSize::Small);
    look::setMuted(m_empty);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    auto* line = new QHBoxLayout;
    line->addWidget(m_kind);
    line->addWidget(m_filter, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, look::grid / 2, 0, 0);
    layout->setSpacing(look::grid / 2);
    layout->addLayout(line);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_tree, 1);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &SpanTableView::fill);
    connect(m_filter, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& index) { Q_EMIT spanAsked(index.data(SpanTableModel::LongestRole).toInt()); });
    auto* copyKey = new QShortcut(QKeySequence::Copy, m_tree, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &SpanTableView::copy);
    fill();
}

void SpanTableView::setSummary(std::shared_ptr<const RangeSummary> summary) {
    m_summary = std::move(summary);
    fill();
}

void SpanTableView::setLimits(const MachineLimits& limits) {
    m_limits = limits;
    fill();
}

void SpanTableView::setKind(timeline::TableKind kind) { m_kind->setCurrentIndex(static_cast<int>(kind)); }
timeline::TableKind SpanTableView::kind() const { return static_cast<timeline::TableKind>(m_kind->currentIndex()); }
void SpanTableView::setFilter(const QString& text) { m_filter->setText(text); }

void SpanTableView::fill() {
    const bool bottomUp = kind() == timeline::TableKind::BottomUp;
    const bool work = kind() == timeline::TableKind::ByKernel || kind() == timeline::TableKind::ByModule;
    timeline::SpanTable table;
    if (m_summary) table = timeline::makeTable(kind(), m_summary->tree, m_summary->list->kernels);
    const bool none = table.rows.empty();
    m_empty->setText(!m_summary                                      ? tr("No timeline is shown.")
                     : kind() == timeline::TableKind::ByPass         ? tr("No pass of the compiler ran in this range: with a filled cache none has to.")
                     : kind() == timeline::TableKind::ByModule       ? tr("Which modules the kernels belong to is in the timing file of a finished run of this program.")
                                                                     : tr("No spans lie in this range, or the filter leaves none."));
    m_empty->setVisible(none);
    m_tree->setVisible(!none);
    m_model->setColours(stageColours(look::themeOf(this)));
    m_model->setTable(std::move(table), m_summary ? m_summary->to - m_summary->from : 1, bottomUp, m_limits);
    for (const int column : {SpanTableModel::Rate, SpanTableModel::Bandwidth, SpanTableModel::OfLimit}) m_tree->setColumnHidden(column, !work);
    m_tree->setColumnHidden(SpanTableModel::Stage, true);   // its colour stands before the name
    m_copiesStage = !work && kind() != timeline::TableKind::ByPass;
    m_tree->sortByColumn(bottomUp ? SpanTableModel::Self : SpanTableModel::Total, Qt::DescendingOrder);
    for (int column = 1; column < SpanTableModel::ColumnCount; ++column) m_tree->resizeColumnToContents(column);
    fitName();
    // What has only one child is opened, so that the first choice there is stands on the screen.
    for (QModelIndex row = m_sorted->index(0, 0); row.isValid() && m_sorted->rowCount(row.parent()) == 1; row = m_sorted->index(0, 0, row)) m_tree->expand(row);
}

// Names get what the numbers leave, and never less than can be read.
void SpanTableView::fitName() {
    int numbers = 0;
    for (int column = 1; column < SpanTableModel::ColumnCount; ++column)
        if (!m_tree->isColumnHidden(column)) numbers += m_tree->columnWidth(column);
    m_tree->setColumnWidth(SpanTableModel::Name, std::max(18 * look::grid, m_tree->viewport()->width() - numbers));
}

void SpanTableView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitName();
}

void SpanTableView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) fill();   // another scheme's colours
}

bool SpanTableView::isCopied(int column) const { return column == SpanTableModel::Stage ? m_copiesStage : !m_tree->isColumnHidden(column); }

void SpanTableView::appendRows(QString& text, const QModelIndex& parent, int level) const {
    for (int row = 0; row < m_sorted->rowCount(parent); ++row) {
        QStringList cells;
        for (int column = 0; column < SpanTableModel::ColumnCount; ++column) {
            if (!isCopied(column)) continue;
            const QModelIndex index = m_sorted->index(row, column, parent);
            const QVariant value = index.data(SpanTableModel::SortRole);
            if (column <= SpanTableModel::Stage) cells << (column == SpanTableModel::Name ? QString(2 * level, u' ') : QString()) + value.toString().simplified();
            else cells << (value.toDouble() < 0 ? QString() : look::exactly(value.toDouble()));
        }
        text += cells.join(u'\t') + u'\n';
        appendRows(text, m_sorted->index(row, 0, parent), level + 1);
    }
}

QString SpanTableView::copyText() const {
    QStringList head;
    for (int column = 0; column < SpanTableModel::ColumnCount; ++column)
        if (isCopied(column)) head << m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QString text = head.join(u'\t') + u'\n';
    appendRows(text, {}, 0);
    return text;
}

void SpanTableView::copy() const { QApplication::clipboard()->setText(copyText()); }

}  // namespace foldmeter::gui
