#include "viz/read_frame.h"

#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkUnsignedCharArray.h>

namespace foldmeter::viz {

Frame readFrame(vtkRenderWindow* window, int width, int height) {
    const auto count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    vtkNew<vtkUnsignedCharArray> rgba;
    window->GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, rgba);
    vtkNew<vtkFloatArray> depth;
    window->GetZbufferData(0, 0, width - 1, height - 1, depth);
    Frame frame;
    frame.pixels = {width, height, {rgba->GetPointer(0), rgba->GetPointer(0) + 4 * count}};
    frame.depth.assign(depth->GetPointer(0), depth->GetPointer(0) + count);
    frame.aspect = static_cast<double>(width) / height;
    return frame;
}

}  // namespace foldmeter::viz
