// Reports for programs: numbers without words.
#pragma once

#include "compare/comparison.h"
#include "publish/run_contents.h"

#include <string>
#include <vector>

namespace foldmeter::publish {

// Everything that a run tells, and the comparison if there are several sides.
std::string jsonReport(const std::vector<RunContents>& runs, const compare::Comparison* comparison);
// Long form, one number a line: what spreadsheets and data frames pivot.
std::string csvReport(const std::vector<RunContents>& runs, const compare::Comparison* comparison);
// The JSON of Google Benchmark 1.8 (--benchmark_format=json), one repetition a seed, so that its compare.py reads it.
std::string googleBenchmarkReport(const std::vector<RunContents>& runs);
// The JSON of hyperfine 1.18 (--export-json), one result a run, the seeds after the first as its times.
std::string hyperfineReport(const std::vector<RunContents>& runs);

}  // namespace foldmeter::publish
