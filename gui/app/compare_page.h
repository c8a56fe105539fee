// The compare page: runs held against a baseline. Its first tab is the report that people take away (which setting is
// faster, is it sure, what does it cost) with the structures of two sides under one camera; the second their timelines on
// one scale; the third defines a matrix of settings, runs it and lets the first one fill in.
#pragma once

#include "compare/comparison.h"
#include "compare/side.h"
#include "publish/document.h"

#include <QWidget>

#include <filesystem>
#include <memory>
#include <vector>

class QComboBox;
class QTabWidget;
class QTextBrowser;
class QTextDocument;

namespace foldmeter::gui {
class PairPane;
}
namespace foldmeter::look {
class StateStack;
}

namespace foldmeter::app {

class LinkedStructures;
class MatrixPane;
class Workbench;

class ComparePage : public QWidget {
    Q_OBJECT

public:
    explicit ComparePage(Workbench& workbench, QWidget* parent = nullptr);

    void showRuns(const std::vector<std::filesystem::path>& folders);   // the first is the baseline
    // A folder of runs a side, under names of their own.
    void showSides(const std::vector<std::filesystem::path>& folders, const std::vector<std::string>& names, int baseline = 0);
    const std::vector<std::filesystem::path>& folders() const { return m_folders; }
    const std::vector<std::string>& names() const { return m_names; }   // empty: the folders'
    enum Tab { Report, Timelines, Matrix };
    void showTab(Tab tab);
    gui::PairPane* timelines() const { return m_timelines; }
    MatrixPane* matrix() const { return m_matrix; }
    void setBaseline(int which);
    int baseline() const { return m_baseline; }
    // Which runs of the two sides are seen: a side may have several inputs, and repeats of each. Places in compare::Side::runs.
    void setRuns(int ofBaseline, int ofOther);
    QString runOfBaseline() const;                    // "repeat-2/insulin"; empty: the side has only one
    QString runOfOther() const;
    const compare::Comparison* comparison() const { return m_comparison.get(); }
    LinkedStructures* structures() const { return m_structures; }
    QTextBrowser* text() const { return m_text; }
    QString problem() const;                          // why there is no comparison; empty when there is one

Q_SIGNALS:
    void shown();                                     // the comparison that was asked for, or why there is none
    void pairShown();                                 // both structures, or why not
    void timelinesShown();                            // both timelines, or why not
    void runsWanted();                                // to choose some

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeReport();
    void compareRuns();
    void compareMatrix();
    struct Compared;
    static Compared compareFolders(const std::vector<std::filesystem::path>& folders, const std::vector<std::string>& names, int baseline);
    void take(const Compared& compared);
    void fillChoices();
    void fillRuns();
    void fillRuns(QComboBox* box, int side);
    void followBaselineRun();                         // the same input and repeat on the other side, where it has it
    int otherSide() const;
    void showPair();                                  // structures and timelines of the baseline and the run beside it
    void showTimelines(const report::RunFolder& first, const report::RunFolder& second);
    const report::RunFolder& chosenRun(const QComboBox* box, int side) const;
    QString nameOf(int side) const;
    void write();                                     // the document in the colours of the scheme

    Workbench& m_workbench;
    std::vector<std::filesystem::path> m_folders;
    std::vector<std::string> m_names;
    int m_baseline = 0, m_asked = 0;                  // what comes later than the last question is dropped
    int m_pairAsked = 0;
    std::shared_ptr<const compare::Comparison> m_comparison;
    std::vector<compare::Side> m_sides;
    publish::Document m_document;
    std::unique_ptr<QTextDocument> m_page;
    QComboBox *m_baselineChoice, *m_baselineRun, *m_other, *m_otherRun;
    QTextBrowser* m_text;
    LinkedStructures* m_structures;
    look::StateStack* m_stack;
    gui::PairPane* m_timelines;
    MatrixPane* m_matrix;
    QTabWidget* m_tabs;
    bool m_comparing = false, m_compareAgain = false; // more runs of a matrix came while one comparison was made
};

}  // namespace foldmeter::app
