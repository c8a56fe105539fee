// What reports need besides the runs: who draws the structures. Without a display the same cartoon is drawn as vectors.
#pragma once

#include "publish/report.h"

namespace foldmeter::cli {

publish::ReportOptions reportOptions(std::size_t baseline = 0);

}  // namespace foldmeter::cli
