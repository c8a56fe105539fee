#include "gui/run/value_table.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QShortcut>

#include <algorithm>
#include <cmath>

namespace foldmeter::gui {

TableCell cellOf(std::optional<double> value, int decimals) {
    if (!value || std::isnan(*value)) return {QStringLiteral("–"), look::notMeasured(), {}, false, true};
    return {QString::number(*value, 'f', decimals), look::exactly(*value), *value};
}
TableCell cellOf(const QString& text) { return {text, {}, {}}; }

class ValueTable::Model : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;
    std::vector<TableColumn> columns;
    std::vector<std::vector<TableCell>> cells;

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(cells.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(columns.size()); }
    const TableCell& cell(const QModelIndex& index) const { return cells[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())]; }
    QVariant data(const QModelIndex& index, int role) const override {
        const TableCell& shown = cell(index);
        switch (role) {
            case Qt::DisplayRole: return shown.text;
            case Qt::ToolTipRole: return shown.tooltip.isEmpty() ? QVariant() : QVariant(shown.tooltip);
            case Qt::TextAlignmentRole: return QVariant(columns[static_cast<std::size_t>(index.column())].number ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
            case Qt::FontRole: return shown.strong ? QVariant(look::font(look::TextSize::Body, true)) : QVariant();
            case Qt::ForegroundRole: return shown.absent ? QVariant(look::themeOf(static_cast<const QWidget*>(QObject::parent())).muted) : QVariant();
            default: return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal) return {};
        const TableColumn& column = columns[static_cast<std::size_t>(section)];
        if (role == Qt::DisplayRole) return column.title;
        if (role == Qt::ToolTipRole && !column.explanation.isEmpty()) return column.explanation;
        if (role == Qt::InitialSortOrderRole) return QVariant::fromValue(column.greaterFirst ? Qt::DescendingOrder : Qt::AscendingOrder);
        return {};
    }
    void reset(std::vector<std::vector<TableCell>> rows) {
        beginResetModel();
        cells = std::move(rows);
        endResetModel();
    }
    void resetColumns(std::vector<TableColumn> given) {
        beginResetModel();
        columns = std::move(given);
        cells.clear();
        endResetModel();
    }
    void put(int row, int column, TableCell given) {
        cells[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = std::move(given);
        Q_EMIT dataChanged(index(row, column), index(row, column));
    }
};

class ValueTable::Sorter : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override {
        const auto* model = static_cast<const Model*>(sourceModel());
        const TableCell &a = model->cell(left), &b = model->cell(right);
        if (a.absent != b.absent) return sortOrder() == Qt::AscendingOrder ? b.absent : a.absent;
        if (a.value && b.value) return *a.value < *b.value;
        return QString::localeAwareCompare(a.text, b.text) < 0;
    }
};

ValueTable::ValueTable(QWidget* parent) : QTableView(parent), m_model(new Model(this)), m_sorter(new Sorter(this)) {
    m_sorter->setSourceModel(m_model);
    setModel(m_sorter);
    setSortingEnabled(true);
    m_sorter->sort(-1);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setFrameShape(NoFrame);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(24);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(24);
    horizontalHeader()->setFont(look::font(look::TextSize::Small));
    horizontalHeader()->setSortIndicator(-1, Qt::DescendingOrder);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!m_quiet) Q_EMIT rowsChosen(selectedRows());
    });
    auto* copyKey = new QShortcut(QKeySequence::Copy, this, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &ValueTable::copy);
}

void ValueTable::setColumns(std::vector<TableColumn> columns) { m_model->resetColumns(std::move(columns)); }

void ValueTable::setRows(std::vector<std::vector<TableCell>> rows) {
    m_quiet = true;
    m_model->reset(std::move(rows));
    m_quiet = false;
    fitColumns();
}

// As narrow as titles and cells allow: docks are small, and the header's own wish leaves room for much more.
void ValueTable::fitColumns() {
    const QFontMetrics cells(look::font(look::TextSize::Body, true)), titles(horizontalHeader()->font());
    for (int column = 0; column < m_model->columnCount(); ++column) {
        int width = titles.horizontalAdvance(m_model->columns[static_cast<std::size_t>(column)].title) + 20;
        for (std::size_t row = 0; row < std::min<std::size_t>(m_model->cells.size(), 200); ++row)
            width = std::max(width, cells.horizontalAdvance(m_model->cells[row][static_cast<std::size_t>(column)].text) + 14);
        setColumnWidth(column, width);
    }
    hideWhatDoesNotFit();
}

void ValueTable::setLeastColumns(int least) {
    m_leastColumns = least;
    hideWhatDoesNotFit();
}

void ValueTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    hideWhatDoesNotFit();
}

void ValueTable::hideWhatDoesNotFit() {
    if (m_leastColumns == 0) return;
    QStringList hidden;
    int taken = 0;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        setColumnHidden(column, false);   // a hidden one has no width
        taken += columnWidth(column);
        const bool fits = column < m_leastColumns || (hidden.isEmpty() && taken <= viewport()->width());
        if (!fits) hidden << m_model->columns[static_cast<std::size_t>(column)].title;
        setColumnHidden(column, !fits);
    }
    horizontalHeader()->setToolTip(hidden.isEmpty() ? QString() : tr("A wider pane shows also: %1").arg(hidden.join(QStringLiteral(", "))));
}

void ValueTable::setCell(int row, int column, TableCell cell) { m_model->put(row, column, std::move(cell)); }

int ValueTable::rows() const { return m_model->rowCount(); }

std::vector<int> ValueTable::selectedRows() const {
    std::vector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows()) rows.push_back(m_sorter->mapToSource(index).row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void ValueTable::selectRows(const std::vector<int>& rows) {
    if (rows == selectedRows()) return;
    QItemSelection selection;
    for (const int row : rows) {
        const QModelIndex first = m_sorter->mapFromSource(m_model->index(row, 0)), last = m_sorter->mapFromSource(m_model->index(row, m_model->columnCount() - 1));
        selection.select(first, last);
    }
    m_quiet = true;
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (!rows.empty()) {
        const QModelIndex first = m_sorter->mapFromSource(m_model->index(rows.front(), 0));
        selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
        scrollTo(first);
    }
    m_quiet = false;
}

QString ValueTable::textAt(int row, int column) const { return m_model->cells.at(static_cast<std::size_t>(row)).at(static_cast<std::size_t>(column)).text; }

QString ValueTable::asText() const {
    QStringList lines, titles;
    for (const TableColumn& column : m_model->columns) titles << column.title;
    lines << titles.join(u'\t');
    for (int row = 0; row < m_sorter->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_sorter->columnCount(); ++column) cells << m_sorter->index(row, column).data().toString();
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

void ValueTable::copy() const { QApplication::clipboard()->setText(asText()); }

}  // namespace foldmeter::gui
