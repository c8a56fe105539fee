// A table of values: sorted by any column by the value rather than its text, full precision in the tooltip, copied as
// tab-separated text with Ctrl+C. What is absent says so, and sorts last either way.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <optional>
#include <vector>

namespace foldmeter::gui {

struct TableCell {
    QString text, tooltip;
    std::optional<double> value;      // to sort by; absent: by the text
    bool strong = false;
    bool absent = false;              // muted, sorts last
};
TableCell cellOf(std::optional<double> value, int decimals);   // NaN counts as absent
TableCell cellOf(const QString& text);

struct TableColumn {
    QString title, explanation;
    bool number = true;               // right-aligned
    bool greaterFirst = true;         // at the first click
};

class ValueTable : public QTableView {
    Q_OBJECT

public:
    explicit ValueTable(QWidget* parent = nullptr);
    void setColumns(std::vector<TableColumn> columns);
    // In a narrow pane columns from the right hide rather than scroll, down to the first `least`.
    void setLeastColumns(int least);
    void setRows(std::vector<std::vector<TableCell>> rows);   // keeps sorting; the selection is cleared
    void setCell(int row, int column, TableCell cell);
    int rows() const;
    std::vector<int> selectedRows() const;                     // as given, whatever the sorting
    void selectRows(const std::vector<int>& rows);             // without a signal
    QString textAt(int row, int column) const;
    QString asText() const;                                    // as shown, tab-separated, with titles
    void copy() const;

Q_SIGNALS:
    void rowsChosen(const std::vector<int>& rows);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();
    void hideWhatDoesNotFit();

    class Model;
    class Sorter;
    Model* m_model;
    Sorter* m_sorter;
    bool m_quiet = false;
    int m_leastColumns = 0;           // 0: all are shown, and scroll
};

}  // namespace foldmeter::gui
