// The page of one run. It opens with the two questions that people come with: why was the first seed slow, what would
// help; what does it look like, may I trust it. Then every number with its conditions, then what was not measured.
#pragma once

#include "publish/document.h"
#include "publish/run_contents.h"

#include <functional>

namespace foldmeter::publish {

// Draws a structure as vector graphics, coloured by pLDDT; given by whoever can draw.
using DrawStructure = std::function<std::string(const structure::Structure&)>;

// `level`: of the run's own heading; 1 where the page is about this run alone.
void addRun(Document& document, const RunContents& contents, const DrawStructure& draw, int level);

}  // namespace foldmeter::publish
