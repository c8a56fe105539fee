// The pages that hold runs against each other: which setting is faster, is it sure, what does it cost in memory,
// compilation and accuracy; then stage by stage and seed by seed.
#pragma once

#include "compare/comparison.h"
#include "publish/document.h"

namespace foldmeter::publish {

void addComparison(Document& document, const compare::Comparison& comparison, int level);

}  // namespace foldmeter::publish
