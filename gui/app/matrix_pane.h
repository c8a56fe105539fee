// Where a matrix of compile settings is defined and followed: inputs, settings with the values to cross (as boxes, or as
// the line that the command line takes), repeats; beside it a table that fills while the runs are made.
#pragma once

#include "gui/app/matrix_run.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;
class QTableWidget;
class QTreeWidget;

namespace foldmeter::app {

class Workbench;

class MatrixPane : public QWidget {
    Q_OBJECT

public:
    explicit MatrixPane(Workbench& workbench, QWidget* parent = nullptr);

    void setMatrix(const QString& text);                      // "precision=f32,bf16 fusion=on,off"
    void setInputs(const std::vector<std::filesystem::path>& files);   // chosen, and no others
    void setRepeats(int repeats, int seeds);
    QString matrix() const;
    QString whyNotRun() const;                                // empty: it can run
    void run();
    void stop();
    const MatrixRun* current() const { return m_run.get(); }  // that was started last; null: none
    QTableWidget* table() const { return m_table; }
    QString summary() const;

Q_SIGNALS:
    void measured();                                          // another run of the matrix is there
    void over();

private:
    QWidget* makeDefinition();
    QWidget* makeProgress();
    QWidget* makeInputs();
    void fillSettings();
    void addInput(const std::filesystem::path& file, const QString& name, bool chosen);
    void takeBoxes();                                         // into the line
    void takeLine();                                          // into the boxes
    void show();                                              // what can be run, and why not
    void showRun();
    std::vector<std::filesystem::path> inputs() const;
    MatrixPlan plan() const;                                  // InputError

    Workbench& m_workbench;
    QListWidget* m_inputs;
    QTreeWidget* m_settings;
    QLineEdit *m_line, *m_model;
    QSpinBox *m_repeats, *m_seeds;
    QCheckBox* m_anew;
    QLabel *m_summary, *m_state;
    QPushButton *m_start, *m_stop;
    QTableWidget* m_table;
    std::unique_ptr<MatrixRun> m_run;
    bool m_taking = false;
};

}  // namespace foldmeter::app
