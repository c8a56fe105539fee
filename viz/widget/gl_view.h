// The GL surface of the structure widget: VTK's render window inside Qt's context. It draws when told to and reports the
// mouse; what it draws is the scene's, what the mouse means is the widget's.
#pragma once

#include "viz/still.h"

#include <QOpenGLWidget>

#include <functional>
#include <memory>

namespace foldmeter::viz {

class GlView : public QOpenGLWidget {
    Q_OBJECT

public:
    // Why this display cannot have one; empty when it can. Qt must not be given a GL surface where there is no GL.
    static QString obstacle();
    GlView(Scene& scene, QWidget* parent);
    ~GlView() override;

    QString problem() const;                 // why there is no picture; empty when there is one
    double lastFrameSeconds() const;
    // Draws the scene into memory, at any size GL can do; empty without GL.
    Frame drawFrame(int width, int height);

Q_SIGNALS:
    void framePainted(double seconds);

protected:
    void initializeGL() override;
    void resizeGL(int width, int height) override;
    void paintGL() override;

private:
    void releaseGl();
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::viz
