// Two runs on one scale: the timelines over each other, in words what made the difference, the flame graph of it below.
#pragma once

#include "gui/timeline/timeline_pair.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace foldmeter::look {
class StateStack;
}

namespace foldmeter::gui {

class DifferenceFlame;
class PairView;

class PairPane : public QWidget {
    Q_OBJECT

public:
    explicit PairPane(QWidget* parent = nullptr);
    void setPair(std::shared_ptr<const TimelinePair> pair, const QString& firstName, const QString& secondName);
    void setWaiting();
    void clear(const QString& why);                // why there is nothing to show
    void setAxis(PairAxis axis);
    const TimelinePair* pair() const { return m_pair.get(); }
    PairView* view() const { return m_view; }
    DifferenceFlame* flame() const { return m_flame; }
    QString words() const;
    QString problem() const;                       // empty: a pair is shown

private:
    QString summary() const;

    std::shared_ptr<const TimelinePair> m_pair;
    QComboBox* m_axis;
    PairView* m_view;
    DifferenceFlame* m_flame;
    QLabel* m_words;
    look::StateStack* m_states;
};

}  // namespace foldmeter::gui
