// Colours and depths out of a VTK window that has just been drawn. For this folder's and the widget's .cpp files.
#pragma once

#include "viz/still.h"

class vtkRenderWindow;

namespace foldmeter::viz {

// Everything of a frame but the camera.
Frame readFrame(vtkRenderWindow* window, int width, int height);

}  // namespace foldmeter::viz
