// The job's covalent bonds, a row each: two atoms by chain, residue and name, with what the job has to offer completed.
#pragma once

#include "gui/job/job_value.h"

#include <QWidget>

class QTableWidget;
class QToolButton;

namespace foldmeter::job {

class JobDocument;

class BondsTable : public QWidget {
    Q_OBJECT

public:
    enum Column { FirstChain, FirstResidue, FirstAtom, SecondChain, SecondResidue, SecondAtom, Columns };
    explicit BondsTable(JobDocument& document, QWidget* parent = nullptr);
    void show(const JobValue& job);
    void addBond();                                         // between the first two chains that can be bonded
    void removeBond(int row);
    QStringList choices(int row, int column) const;         // chains, or atom names of the residue
    QTableWidget* table() const { return m_table; }
    QString residueName(int row, int column) const;         // component at the row's residue; "" unknown

private:
    void takeCell(int row, int column);
    void fillRow(int row, const BondValue& bond);
    void fitHeight();

    JobDocument& m_document;
    QTableWidget* m_table;
    QToolButton *m_add, *m_remove;
    JobValue m_job;
    bool m_filling = false;
};

}  // namespace foldmeter::job
