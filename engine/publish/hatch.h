// Patterns over the stages' colours, so that a chart is told apart on paper without colour: the same ones as in the
// window's strips. They are drawn as plain lines, which every reader of vector graphics knows, hidden until printed.
#pragma once

#include "timeline/timeline.h"

#include <string>

namespace foldmeter::publish {

// An element for the rectangle; empty for a stage that stays plain (execution) and for rectangles too narrow to show one.
std::string hatchOf(timeline::Category stage, double x, double y, double width, double height);
// The style rule that shows hatches in print, and a picture for readers without style sheets whose paper it is drawn on.
std::string hatchStyle();
std::string withHatches(std::string svg);

}  // namespace foldmeter::publish
