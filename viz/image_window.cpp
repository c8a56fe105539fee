#include "viz/image_window.h"

#include "viz/scene.h"

#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <chrono>
#include <cstring>

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

Pixels ImageWindow::draw(Scene& scene, int width, int height) {
    vtkRenderWindow* window = m_state->window;
    window->SetSize(width, height);
    window->AddRenderer(scene.renderer());
    scene.prepareFrame();
    const auto start = std::chrono::steady_clock::now();
    window->Render();
    window->WaitForCompletion();
    m_state->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    Pixels pixels{width, height, {}};
    vtkNew<vtkUnsignedCharArray> rgba;
    window->GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, rgba);
    pixels.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    std::memcpy(pixels.rgba.data(), rgba->GetPointer(0), pixels.rgba.size());
    window->RemoveRenderer(scene.renderer());
    return pixels;
}

double ImageWindow::lastFrameSeconds() const { return m_state->seconds; }

}  // namespace foldmeter::viz
