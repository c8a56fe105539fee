// The pre-flight card: will it fit, how long will it take, what is cached, before anything runs. Shows what the engine's
// plan says and what would fit when it does not.
#pragma once

#include "gui/settings/plan_advice.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace foldmeter::look {
class ModelBadge;
class StateStack;
}

namespace foldmeter::settings {

class MemoryGauge;

class PreflightCard : public QFrame {
    Q_OBJECT

public:
    explicit PreflightCard(QWidget* parent = nullptr);

    void setEmpty();                                          // no job yet
    void setWaiting();                                        // the engine is asked
    void setRefused(const QString& text);                     // the engine refused the job: what and where
    void setPlan(const worker::PlanEvent& plan, const worker::PredictOptions& options);
    const std::optional<worker::PlanEvent>& plan() const { return m_plan; }
    QString text() const;                                     // all words, for tests and screen readers

Q_SIGNALS:
    void optionsWanted(const foldmeter::worker::PredictOptions& options);
    void askAgain();

private:
    void showFigures(const worker::PlanEvent& plan);
    void showAdvice(const std::vector<Advice>& advice);

    look::StateStack* m_stack;
    look::ModelBadge* m_badge;
    QWidget* m_content;
    std::vector<QLabel*> m_figures;
    MemoryGauge* m_gauge;
    QVBoxLayout* m_advice;
    std::optional<worker::PlanEvent> m_plan;
};

}  // namespace foldmeter::settings
