#include "gui/timeline/span_table_model.h"

#include "gui/look/numbers.h"

#include <cmath>
#include <limits>

namespace foldmeter::gui {

void SpanTableModel::setTable(timeline::SpanTable table, std::int64_t wall, bool bySelf, const MachineLimits& limits) {
    beginResetModel();
    m_table = std::move(table);
    m_wall = std::max<std::int64_t>(wall, 1);
    m_bySelf = bySelf;
    m_limits = limits;
    m_children.assign(m_table.rows.size() + 1, {});
    m_placeInParent.resize(m_table.rows.size());
    for (std::size_t i = 0; i < m_table.rows.size(); ++i) {
        std::vector<int>& siblings = m_children[static_cast<std::size_t>(m_table.rows[i].parent + 1)];
        m_placeInParent[i] = static_cast<int>(siblings.size());
        siblings.push_back(static_cast<int>(i));
    }
    endResetModel();
}

const std::vector<int>& SpanTableModel::childrenOf(const QModelIndex& parent) const {
    static const std::vector<int> kNone;
    const std::size_t place = parent.isValid() ? static_cast<std::size_t>(parent.internalId()) + 1 : 0;
    return place < m_children.size() ? m_children[place] : kNone;
}

QModelIndex SpanTableModel::index(int row, int column, const QModelIndex& parent) const {
    const std::vector<int>& children = childrenOf(parent);
    if (row < 0 || row >= static_cast<int>(children.size()) || column < 0 || column >= ColumnCount) return {};
    return createIndex(row, column, static_cast<quintptr>(children[static_cast<std::size_t>(row)]));
}

QModelIndex SpanTableModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    const int above = m_table.rows[static_cast<std::size_t>(child.internalId())].parent;
    return above < 0 ? QModelIndex() : createIndex(m_placeInParent[static_cast<std::size_t>(above)], 0, static_cast<quintptr>(above));
}

int SpanTableModel::rowCount(const QModelIndex& parent) const { return parent.column() > 0 ? 0 : static_cast<int>(childrenOf(parent).size()); }

double SpanTableModel::valueOf(const timeline::TableRow& row, int column) const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const double seconds = static_cast<double>(row.total) * 1e-9;
    switch (column) {
        case Calls: return static_cast<double>(row.calls);
        case Total: return seconds;
        case Self: return static_cast<double>(row.self) * 1e-9;
        case Share: return static_cast<double>(m_bySelf ? row.self : row.total) / static_cast<double>(m_wall);
        case Rate: return row.flops > 0 && seconds > 0 ? row.flops / seconds : none;
        case Bandwidth: return row.bytes > 0 && seconds > 0 ? row.bytes / seconds : none;
        case OfLimit: {
            if (row.flops <= 0 || row.bytes <= 0 || seconds <= 0) return none;
            const std::optional<double> roof = m_limits.roofAt(row.flops / row.bytes);
            return roof ? row.flops / seconds / *roof : none;
        }
        default: return none;
    }
}

QString SpanTableModel::textOf(const timeline::TableRow& row, int column) const {
    if (column == Name) return QString::fromStdString(row.name);
    if (column == Stage) return QString::fromUtf8(timeline::nameOf(row.category).data(), static_cast<qsizetype>(timeline::nameOf(row.category).size()));
    const double value = valueOf(row, column);
    if (std::isnan(value)) return {};
    switch (column) {
        case Calls: return look::count(static_cast<std::int64_t>(value));
        case Total:
        case Self: return look::duration(value);
        case Rate: return look::quantity(value, QStringLiteral("FLOP/s"));
        case Bandwidth: return look::quantity(value, QStringLiteral("B/s"));
        default: return look::percent(value);
    }
}

QVariant SpanTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const timeline::TableRow& row = m_table.rows[static_cast<std::size_t>(index.internalId())];
    const bool isText = index.column() == Name || index.column() == Stage;
    switch (role) {
        case Qt::DisplayRole: return textOf(row, index.column());
        case Qt::TextAlignmentRole: return isText ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::DecorationRole: return index.column() == Name ? QVariant(QColor(m_colours[static_cast<std::size_t>(row.category)])) : QVariant();
        case Qt::ToolTipRole:
            if (index.column() == Total || index.column() == Self) return look::exactSeconds(valueOf(row, index.column()));
            return isText ? QVariant(row.scope.empty() ? textOf(row, Name) : textOf(row, Name) + u'\n' + QString::fromStdString(row.scope)) : QVariant();
        case SortRole: {
            if (isText) return textOf(row, index.column());
            const double value = valueOf(row, index.column());
            return std::isnan(value) ? -1.0 : value;
        }
        case LongestRole: return row.longest;
        case ScopeRole: return QString::fromStdString(row.scope);
        default: return {};
    }
}

QVariant SpanTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && section > Stage) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Share) return m_bySelf ? tr("Self time over the length of the range; threads add up") : tr("Total time over the length of the range; threads add up");
    if (role == Qt::ToolTipRole && section == OfLimit) return m_limits.roofAt(1) ? tr("Operations a second over what the machine can do at most") : tr("Not known: the machine's peak was not measured for this run");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Name: return tr("span");
        case Stage: return tr("stage");
        case Calls: return tr("calls");
        case Total: return tr("total");
        case Self: return tr("self");
        case Share: return m_bySelf ? tr("self share") : tr("share");
        case Rate: return tr("work");
        case Bandwidth: return tr("moved");
        default: return tr("of the limit");
    }
}

}  // namespace foldmeter::gui
