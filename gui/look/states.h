// What a pane shows when it has no content to show, in one look for all panes: empty (what to do, one button), loading
// (skeleton, progress with numbers), failed (what, where, what is kept, what to try, copy details). A pane that has
// content but not all of it, or content made with other settings, carries a NoteBar above it: partial or stale.
#pragma once

#include <QFrame>
#include <QString>

#include <cstdint>
#include <optional>

class QAction;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedLayout;

namespace foldmeter::look {

struct Empty {
    QString what;        // "No runs yet"
    QString todo;        // "Predict an example, or import a folder AlphaFold 3 wrote."
    QString button;      // "Predict Trp-cage"; empty: no button
};

struct Loading {
    QString what;                            // "Reading the timeline"
    std::optional<std::int64_t> done, total; // shown as numbers when known
    QString unit;                            // "spans"
    QString button;                          // "Cancel"; empty: no button
};

struct Failed {
    QString what;        // "The structure could not be read"
    QString where;       // file and place
    QString kept;        // what is not lost
    QString attempt;     // what to try
    QString details;     // copied by "Copy details"
    QString button;      // "Try again"; empty: only Copy details
};

// One widget for the three; stands in for the pane's content.
class StatePane : public QFrame {
    Q_OBJECT

public:
    explicit StatePane(QWidget* parent = nullptr);
    void show(const Empty& state);
    void show(const Loading& state);
    void show(const Failed& state);
    QString text() const;                    // all words on it, for tests and screen readers

Q_SIGNALS:
    void buttonPressed();

private:
    void setTexts(const QString& title, const QStringList& lines, const QString& button);

    QLabel* m_title;
    QLabel* m_body;
    QProgressBar* m_progress;
    QPushButton* m_button;
    QPushButton* m_copy;
    QString m_details;
};

// Content with a StatePane behind it; exactly one of them is seen.
class StateStack : public QWidget {
    Q_OBJECT

public:
    explicit StateStack(QWidget* content, QWidget* parent = nullptr);
    template <typename State> void show(const State& state) {
        m_pane->show(state);
        showPane(true);
    }
    void showContent() { showPane(false); }
    bool showsContent() const;
    StatePane* pane() const { return m_pane; }

private:
    void showPane(bool pane);

    QStackedLayout* m_stack;
    StatePane* m_pane;
};

// A strip above content: "3 of 5 seeds finished" (partial) or "settings changed since this run" (stale), with at most
// one button. Empty text hides it.
class NoteBar : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Partial, Stale, Notice };
    explicit NoteBar(QWidget* parent = nullptr);
    void setNote(Kind kind, const QString& text, const QString& button = {});
    void clear() { setNote(Kind::Notice, {}); }
    QString text() const;

Q_SIGNALS:
    void buttonPressed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Kind m_kind = Kind::Notice;
    QLabel* m_text;
    QPushButton* m_button;
};

}  // namespace foldmeter::look
