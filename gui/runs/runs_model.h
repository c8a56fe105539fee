// The history as a table: one row a run, columns that sort by their values and show them as people read them.
#pragma once

#include "history/run.h"

#include <QAbstractTableModel>

#include <vector>

namespace foldmeter::runs {

class RunsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Number, Title, State, When, Seeds, Samples, Score, Iptm, Tokens, Wall, SeedTime, Memory, Precision, Model, Tags, ColumnCount };
    enum Role { RunNumber = Qt::UserRole, SortValue };

    using QAbstractTableModel::QAbstractTableModel;
    // Keeps rows that stay, so that selection and scroll position do.
    void setRuns(std::vector<history::Run> runs);
    const history::Run* run(int row) const;
    int rowOf(int number) const;                      // -1: none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant sortValue(const history::Run& run, int column) const;
    QString text(const history::Run& run, int column) const;
    QString toolTip(const history::Run& run, int column) const;

    std::vector<history::Run> m_runs;
};

QString stateText(const history::Run& run);           // "finished", "failed", "folder is gone" ...
QString whenText(std::int64_t seconds);

}  // namespace foldmeter::runs
