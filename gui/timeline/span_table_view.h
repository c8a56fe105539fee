// The tables of a range: which one, a line to filter by, the rows; sorted by any column, copied as tab-separated text.
#pragma once

#include "gui/timeline/machine_limits.h"
#include "gui/timeline/range_summary.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace foldmeter::gui {

class SpanTableModel;

class SpanTableView : public QWidget {
    Q_OBJECT

public:
    explicit SpanTableView(QWidget* parent = nullptr);
    void setSummary(std::shared_ptr<const RangeSummary> summary);
    void setLimits(const MachineLimits& limits);
    void setKind(timeline::TableKind kind);
    timeline::TableKind kind() const;
    void setFilter(const QString& text);
    QString copyText() const;                         // the rows as they are sorted and filtered, with a head line
    void copy() const;
    QTreeView* tree() const { return m_tree; }

Q_SIGNALS:
    void spanAsked(int span);                         // a row was opened: the longest of its spans

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void fitName();
    bool isCopied(int column) const;
    void appendRows(QString& text, const QModelIndex& parent, int level) const;

    std::shared_ptr<const RangeSummary> m_summary;
    MachineLimits m_limits;
    QComboBox* m_kind;
    QLineEdit* m_filter;
    QLabel* m_empty;
    QTreeView* m_tree;
    SpanTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    bool m_copiesStage = true;
};

}  // namespace foldmeter::gui
