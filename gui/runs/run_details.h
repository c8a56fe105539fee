// What the history knows of one run, and what people write about it: title, tags and notes can be changed here, and more
// seeds, samples or recycles asked for.
#pragma once

#include "gui/runs/run_again.h"
#include "history/run.h"

#include <QScrollArea>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace foldmeter::look {
class ModelBadge;
}

namespace foldmeter::runs {

class RunDetails : public QScrollArea {
    Q_OBJECT

public:
    explicit RunDetails(QWidget* parent = nullptr);
    void setRun(const history::Run& run);             // what is being typed is not overwritten
    void commit();                                    // what was typed and not told yet
    int number() const { return m_run.number; }
    QString text() const;                             // all words, for tests and screen readers

Q_SIGNALS:
    void titleTyped(int number, const QString& title);
    void tagsTyped(int number, const QStringList& tags);
    void notesTyped(int number, const QString& notes);
    void runAgainWanted(const foldmeter::runs::RunAgain& wish);
    void openWanted(int number);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;   // notes are told when the pen is laid down

private:
    QWidget* makeWords();
    QWidget* makeAgain();
    void addFact(const QString& name, const QString& value, const QString& toolTip = {});
    void showFacts();
    void showAgain();
    void tellAgain();

    history::Run m_run;
    QLabel *m_picture, *m_state;
    look::ModelBadge* m_badge;
    QLineEdit *m_title, *m_tags;
    QPlainTextEdit* m_notes;
    QFormLayout* m_facts;
    QPushButton *m_open, *m_again;
    QSpinBox *m_seeds, *m_samples, *m_recycles;
    QLabel* m_againNote;
};

}  // namespace foldmeter::runs
