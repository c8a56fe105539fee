// A still picture of a structure as vector graphics, made without a display: the cartoon of the window, its triangles
// painted from the back to the front, ligands as balls and sticks. For reports that the command line writes.
#pragma once

#include "structure/structure.h"

#include <string>

namespace foldmeter::viz {

struct VectorPicture {
    int width = 360, height = 320;     // of the SVG; the structure is turned so that it fills it best
};
// An <svg> element without background, coloured by pLDDT (B factors). Empty when there is nothing to draw.
std::string drawVectorPicture(const structure::Structure& structure, const VectorPicture& picture = {});

}  // namespace foldmeter::viz
