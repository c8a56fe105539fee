// A molecule drawn flat, from a SMILES or a component code; made beside the event loop, the last request wins. What
// cannot be drawn is said in words in its place.
#pragma once

#include "gui/job/component_library.h"

#include <QByteArray>
#include <QThreadPool>
#include <QTimer>
#include <QWidget>

namespace foldmeter::job {

class DepictionView : public QWidget {
    Q_OBJECT

public:
    DepictionView(ComponentLibrary& library, QWidget* parent = nullptr);
    ~DepictionView() override;

    void showSmiles(const QString& smiles);
    void showComponent(const QString& code);
    void clear();
    QString caption() const { return m_caption; }   // formula, or what is wrong
    bool hasDrawing() const { return !m_svg.isEmpty(); }
    QSize sizeHint() const override { return {200, 150}; }

Q_SIGNALS:
    void drawn();                                   // or refused

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void request(const QString& text, bool component);
    void start();

    ComponentLibrary& m_library;
    QString m_text, m_caption;
    bool m_component = false, m_running = false, m_wanted = false, m_failed = false;
    QByteArray m_svg;
    QTimer m_rest;
    QThreadPool m_pool;
};

}  // namespace foldmeter::job
