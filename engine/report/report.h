// Reports on runs, made from their output folders only. The ending of the file name says the format.
#pragma once

#include "report/run_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace foldmeter::report {

enum class ReportFormat { Json, Csv, Markdown, ChromeTrace, PerfettoTrace };

// .json, .csv, .md; .trace.json and .chrome.json are Chrome traces, .pftrace and .perfetto-trace Perfetto's. InputError names what is there for other endings.
ReportFormat formatOf(const std::filesystem::path& file);
std::string makeReport(const std::vector<RunFolder>& runs, ReportFormat format);
void writeReport(const std::vector<RunFolder>& runs, const std::filesystem::path& file);

}  // namespace foldmeter::report
