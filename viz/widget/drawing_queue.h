// Makes drawings one after the other on a thread of its own and hands each over in the window's thread. A request for a
// place that is still being worked on replaces it.
#pragma once

#include "viz/drawing.h"

#include <QObject>

#include <memory>

namespace foldmeter::viz {

class DrawingQueue : public QObject {
    Q_OBJECT

public:
    explicit DrawingQueue(QObject* parent);
    ~DrawingQueue() override;   // stops what is being made
    void request(int place, DrawingRequest request);
    void clear();
    bool empty() const;

Q_SIGNALS:
    void made(int place, std::shared_ptr<const foldmeter::viz::Drawing> drawing);
    void failed(int place, const QString& why);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::viz
