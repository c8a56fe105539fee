#include "viz/image_window.h"

#include "viz/read_frame.h"

#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include <chrono>

namespace foldmeter::viz {

struct ImageWindow::State {
    vtkNew<vtkRenderWindow> window;
    double seconds = 0;
};

ImageWindow::ImageWindow() : m_state(std::make_unique<State>()) {
    m_state->window->SetOffScreenRendering(1);
    m_state->window->SetMultiSamples(0);
    m_state->window->SetAlphaBitPlanes(1);
}
ImageWindow::~ImageWindow() = default;

Frame ImageWindow::draw(Scene& scene, int width, int height) {
    vtkRenderWindow* window = m_state->window;
    window->SetSize(width, height);
    window->AddRenderer(scene.renderer());
    const auto [near, far] = scene.prepareFrame();
    const auto start = std::chrono::steady_clock::now();
    window->Render();
    window->WaitForCompletion();
    m_state->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    Frame frame = readFrame(window, width, height);
    frame.view = scene.view();
    frame.near = near;
    frame.far = far;
    window->RemoveRenderer(scene.renderer());
    return frame;
}

double ImageWindow::lastFrameSeconds() const { return m_state->seconds; }

}  // namespace foldmeter::viz
