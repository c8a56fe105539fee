#include "viz/image_window.h"

#include "viz/read_frame.h"

#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>

#include <chrono>

namespace foldmeter::viz {

struct ImageWindow::State {
    vtkNew<vtkRenderWindow> window;
    vtkSmartPointer<vtkRenderer> renderer;   // of the scene drawn last
    std::array<double, 2> planes{1, 2};
    double seconds = 0;
};

ImageWindow::ImageWindow() : m_state(std::make_unique<State>()) {
    m_state->window->SetOffScreenRendering(1);
    m_state->window->SetMultiSamples(0);
    m_state->window->SetAlphaBitPlanes(1);
}
ImageWindow::~ImageWindow() {
    if (m_state->renderer) m_state->window->RemoveRenderer(m_state->renderer);
}

Frame ImageWindow::draw(Scene& scene, int width, int height) {
    drawOnly(scene, width, height);
    Frame frame = readFrame(m_state->window, width, height);
    frame.view = scene.view();
    frame.near = m_state->planes[0];
    frame.far = m_state->planes[1];
    return frame;
}

void ImageWindow::drawOnly(Scene& scene, int width, int height) {
    vtkRenderWindow* window = m_state->window;
    window->SetSize(width, height);
    if (m_state->renderer != scene.renderer()) {
        if (m_state->renderer) window->RemoveRenderer(m_state->renderer);
        window->AddRenderer(m_state->renderer = scene.renderer());
    }
    m_state->planes = scene.prepareFrame();
    const auto start = std::chrono::steady_clock::now();
    window->Render();
    window->WaitForCompletion();
    m_state->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string ImageWindow::driver() const {
    const std::string capabilities = m_state->window->ReportCapabilities(), key = "OpenGL renderer string:";
    const std::size_t at = capabilities.find(key);
    if (at == std::string::npos) return {};
    const std::size_t begin = capabilities.find_first_not_of(' ', at + key.size());
    return capabilities.substr(begin, capabilities.find('\n', begin) - begin);
}

double ImageWindow::lastFrameSeconds() const { return m_state->seconds; }

}  // namespace foldmeter::viz
