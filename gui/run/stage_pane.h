// Where did the time go, why was the first seed slow? The two stage strips and under them the answer card in words; every
// sentence leads to the spans that prove it.
#pragma once

#include "gui/commands/shared_selection.h"
#include "report/answer.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;

namespace foldmeter::look {
class StateStack;
}

namespace foldmeter::gui {

class StageStrips;

class StagePane : public QWidget {
    Q_OBJECT

public:
    explicit StagePane(QWidget* parent = nullptr);
    // `timing` absent: the run goes on, strips only.
    void setRun(std::shared_ptr<const timeline::Timeline> timeline, const std::optional<report::Timing>& timing);
    void clear();
    StageStrips* strips() const { return m_strips; }
    const report::Answer& answer() const { return m_answer; }
    QString answerText() const;                       // all words, without marks
    void follow(const QString& link);                 // "stage:0", "reason:1": as if its sentence was clicked

Q_SIGNALS:
    void spansSelected(const std::vector<foldmeter::commands::SelectedSpan>& spans);
    void rangeAsked(std::int64_t from, std::int64_t to);

protected:
    void changeEvent(QEvent* event) override;

private:
    void write();
    void select(const std::vector<int>& spans);

    std::shared_ptr<const timeline::Timeline> m_timeline;
    bool m_explained = false;
    report::Answer m_answer;
    std::vector<report::SeedStages> m_seeds;
    look::StateStack* m_states;
    StageStrips* m_strips;
    QLabel* m_words;
};

}  // namespace foldmeter::gui
