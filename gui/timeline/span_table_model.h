// A table of spans as Qt's views read it: rows hang under each other, numbers are shown short and sorted by their value.
#pragma once

#include "gui/timeline/machine_limits.h"
#include "gui/timeline/row_painter.h"
#include "timeline/span_table.h"

#include <QAbstractItemModel>

#include <vector>

namespace foldmeter::gui {

class SpanTableModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Name, Stage, Calls, Total, Self, Share, Rate, Bandwidth, OfLimit, ColumnCount };
    enum Role { SortRole = Qt::UserRole, LongestRole, ScopeRole };

    using QAbstractItemModel::QAbstractItemModel;
    // `wall`: of the range, in nanoseconds; what shares are of. `bySelf`: shares of self time rather than of the total.
    void setTable(timeline::SpanTable table, std::int64_t wall, bool bySelf, const MachineLimits& limits);
    void setColours(const StageColours& colours) { m_colours = colours; }   // of the stages, shown before the names
    const timeline::SpanTable& table() const { return m_table; }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const std::vector<int>& childrenOf(const QModelIndex& parent) const;
    double valueOf(const timeline::TableRow& row, int column) const;      // NaN: not measured
    QString textOf(const timeline::TableRow& row, int column) const;

    timeline::SpanTable m_table;
    std::vector<std::vector<int>> m_children;                             // by row + 1; the first: of the root
    std::vector<int> m_placeInParent;
    std::int64_t m_wall = 1;
    bool m_bySelf = false;
    MachineLimits m_limits;
    StageColours m_colours{};
};

}  // namespace foldmeter::gui
