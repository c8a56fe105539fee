// The compare page: runs held against a baseline. The report that people take away stands on the left as they will see it
// (which setting is faster, is it sure, what does it cost), the structures of two runs on the right under one camera.
#pragma once

#include "compare/comparison.h"
#include "publish/document.h"

#include <QWidget>

#include <filesystem>
#include <memory>
#include <vector>

class QComboBox;
class QPushButton;
class QSplitter;
class QTextBrowser;
class QTextDocument;

namespace foldmeter::commands {
class CommandRegistry;
}
namespace foldmeter::look {
class StateStack;
}

namespace foldmeter::app {

class LinkedStructures;

class ComparePage : public QWidget {
    Q_OBJECT

public:
    explicit ComparePage(commands::CommandRegistry& registry, QWidget* parent = nullptr);

    void showRuns(const std::vector<std::filesystem::path>& folders);   // the first is the baseline
    const std::vector<std::filesystem::path>& folders() const { return m_folders; }
    void setBaseline(int which);
    int baseline() const { return m_baseline; }
    const compare::Comparison* comparison() const { return m_comparison.get(); }
    LinkedStructures* structures() const { return m_structures; }
    QTextBrowser* text() const { return m_text; }
    QString problem() const;                          // why there is no comparison; empty when there is one

Q_SIGNALS:
    void shown();                                     // the comparison that was asked for, or why there is none
    void pairShown();                                 // both structures, or why not
    void runsWanted();                                // to choose some

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeBar(commands::CommandRegistry& registry);
    void compareRuns();
    void showPair();
    void write();                                     // the document in the colours of the scheme

    std::vector<std::filesystem::path> m_folders;
    int m_baseline = 0, m_asked = 0;                  // what comes later than the last question is dropped
    std::shared_ptr<const compare::Comparison> m_comparison;
    publish::Document m_document;
    std::unique_ptr<QTextDocument> m_page;
    QComboBox *m_baselineChoice, *m_other;
    QTextBrowser* m_text;
    LinkedStructures* m_structures;
    look::StateStack* m_stack;
};

}  // namespace foldmeter::app
