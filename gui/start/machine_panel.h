// What this machine offers for predicting, as the engine says: processor, vector units, memory, GPU or why there is
// none, the model in use, the state of the compile cache.
#pragma once

#include "worker/protocol/events.h"

#include <QFrame>

#include <map>

class QLabel;
class QPushButton;

namespace foldmeter::look {
class ModelBadge;
class StateStack;
}

namespace foldmeter::start {

class MachinePanel : public QFrame {
    Q_OBJECT

public:
    explicit MachinePanel(QWidget* parent = nullptr);
    void setWaiting();
    void setFailed(const QString& reason);
    void setDevices(const worker::DevicesEvent& devices);
    void setModel(const QString& name, const QString& note);   // in use unless a job names another
    void setEngineName(const QString& name);                   // "this machine", "ssh cluster"
    QString text() const;

Q_SIGNALS:
    void askAgain();
    void measureWanted();

private:
    QLabel* addLine(const QString& name);

    look::StateStack* m_stack;
    QWidget* m_content;
    QLabel *m_title, *m_cpu, *m_units, *m_peak, *m_memory, *m_gpu, *m_model, *m_cache;
    look::ModelBadge* m_badge;
    QPushButton* m_measure;
};

}  // namespace foldmeter::start
