#include "cli/report_options.h"

#include "viz/vector/vector_picture.h"

namespace foldmeter::cli {

publish::ReportOptions reportOptions(std::size_t baseline) {
    return {.draw = [](const structure::Structure& structure) { return viz::drawVectorPicture(structure); }, .baseline = baseline};
}

}  // namespace foldmeter::cli
