#include "viz/widget/gl_view.h"

#include "viz/read_frame.h"
#include "viz/scene.h"

#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QSurfaceFormat>

#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace foldmeter::viz {

struct GlView::State {
    explicit State(Scene& s) : scene(s) {}
    Scene& scene;
    vtkSmartPointer<vtkGenericOpenGLRenderWindow> window;
    QString problem;
    double seconds = 0;
    int width = 1, height = 1;   // device pixels
};

namespace {

QSurfaceFormat vtkFormat() {
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    format.setAlphaBufferSize(8);
    format.setSamples(0);
    return format;
}

}  // namespace

GlView::GlView(Scene& scene, QWidget* parent) : QOpenGLWidget(parent), m_state(std::make_unique<State>(scene)) {
    setFormat(vtkFormat());
    setMouseTracking(true);
}

GlView::~GlView() {
    // The context dies in the base class, when what the handler would release is gone.
    if (context()) disconnect(context(), nullptr, this, nullptr);
    if (!m_state->window) return;
    makeCurrent();
    releaseGl();
    doneCurrent();
}

QString GlView::obstacle() {
    QOpenGLContext probe;
    probe.setFormat(vtkFormat());
    if (!probe.create() || probe.format().version() < qMakePair(3, 2)) return tr("Structures need OpenGL 3.2, which this display does not offer.");
    return {};
}

QString GlView::problem() const { return m_state->problem; }
double GlView::lastFrameSeconds() const { return m_state->seconds; }

// VTK's buffers belong to one context; Qt makes another when the widget moves to another window.
void GlView::releaseGl() {
    if (!m_state->window) return;
    m_state->window->RemoveRenderer(m_state->scene.renderer());
    m_state->scene.renderer()->ReleaseGraphicsResources(m_state->window);
    m_state->window->Finalize();
    m_state->window = nullptr;
}

void GlView::initializeGL() {
    releaseGl();
    connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] {
        makeCurrent();
        releaseGl();
        doneCurrent();
    });
    if (context()->format().version() < qMakePair(3, 2)) {
        m_state->problem = tr("Structures need OpenGL 3.2; this display offers %1.%2.").arg(context()->format().majorVersion()).arg(context()->format().minorVersion());
        return;
    }
    m_state->problem.clear();
    auto window = vtkSmartPointer<vtkGenericOpenGLRenderWindow>::New();
    window->SetOwnContext(0);
    window->SetMultiSamples(0);
    window->SetAlphaBitPlanes(1);
    window->SetFrameBlitModeToNoBlit();
    window->SetReadyForRendering(true);
    // Only when another context is current: making this one current again would bind Qt's framebuffer under VTK's hands.
    vtkNew<vtkCallbackCommand> current;
    current->SetClientData(this);
    current->SetCallback([](vtkObject*, unsigned long, void* self, void*) {
        auto* view = static_cast<GlView*>(self);
        if (QOpenGLContext::currentContext() != view->context()) view->makeCurrent();
    });
    window->AddObserver(vtkCommand::WindowMakeCurrentEvent, current);
    vtkNew<vtkCallbackCommand> isCurrent;
    isCurrent->SetClientData(this);
    isCurrent->SetCallback([](vtkObject*, unsigned long, void* self, void* answer) {
        *static_cast<bool*>(answer) = QOpenGLContext::currentContext() == static_cast<GlView*>(self)->context();
    });
    window->AddObserver(vtkCommand::WindowIsCurrentEvent, isCurrent);
    window->InitializeFromCurrentContext();
    window->AddRenderer(m_state->scene.renderer());
    m_state->window = window;
}

void GlView::resizeGL(int width, int height) {
    const double ratio = devicePixelRatioF();
    m_state->width = std::max(1, static_cast<int>(std::lround(width * ratio)));
    m_state->height = std::max(1, static_cast<int>(std::lround(height * ratio)));
    if (!m_state->window) return;
    m_state->window->SetSize(m_state->width, m_state->height);
    m_state->window->SetScreenSize(m_state->width, m_state->height);
}

void GlView::paintGL() {
    if (!m_state->window) return;
    const auto start = std::chrono::steady_clock::now();
    vtkGenericOpenGLRenderWindow* window = m_state->window;
    vtkOpenGLState* gl = window->GetState();
    gl->Reset();
    gl->Push();
    gl->vtkglDepthFunc(GL_LEQUAL);
    window->SetSize(m_state->width, m_state->height);
    m_state->scene.prepareFrame();
    window->Render();
    window->GetDisplayFramebuffer()->Bind(GL_READ_FRAMEBUFFER);
    QOpenGLExtraFunctions* f = context()->extraFunctions();
    f->glBindFramebuffer(GL_DRAW_FRAMEBUFFER, defaultFramebufferObject());
    f->glDisable(GL_SCISSOR_TEST);
    f->glBlitFramebuffer(0, 0, m_state->width, m_state->height, 0, 0, m_state->width, m_state->height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    f->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
    f->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);   // the window behind must not shine through
    f->glClearColor(0, 0, 0, 1);
    f->glClear(GL_COLOR_BUFFER_BIT);
    f->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    gl->Pop();
    m_state->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    Q_EMIT framePainted(m_state->seconds);
}

Frame GlView::drawFrame(int width, int height) {
    if (!m_state->window) return {};
    makeCurrent();
    vtkGenericOpenGLRenderWindow* window = m_state->window;
    const auto start = std::chrono::steady_clock::now();
    window->GetState()->Reset();
    window->GetState()->Push();
    window->GetState()->vtkglDepthFunc(GL_LEQUAL);
    window->SetSize(width, height);
    const auto [near, far] = m_state->scene.prepareFrame();
    window->Render();
    Frame frame = readFrame(window, width, height);
    frame.view = m_state->scene.view();
    frame.near = near;
    frame.far = far;
    window->GetState()->Pop();
    doneCurrent();
    m_state->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return frame;
}

}  // namespace foldmeter::viz
