// The GL surface of the structure widget: VTK's render window inside Qt's context. It draws when told to and reports the
// mouse; what it draws is the scene's, what the mouse means is the widget's.
#pragma once

#include "viz/pixels.h"

#include <QOpenGLWidget>

#include <functional>
#include <memory>

namespace foldmeter::viz {

class Scene;

class GlView : public QOpenGLWidget {
    Q_OBJECT

public:
    GlView(Scene& scene, QWidget* parent);
    ~GlView() override;

    QString problem() const;                 // why there is no picture; empty when there is one
    double lastFrameSeconds() const;
    // Draws the scene at another size into memory, with the present context; empty without GL.
    Pixels drawOffscreen(int width, int height);
    // The picture that stands for the scene from now on (a refined still); null: the scene itself.
    void setStill(std::shared_ptr<const Pixels> still);

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
