// Reports on runs in every format, made from their folders only. The ending of the file's name says the format, or a name.
#pragma once

#include "compare/side.h"
#include "publish/document.h"
#include "publish/run_document.h"

#include <filesystem>
#include <string>
#include <vector>

namespace foldmeter::publish {

enum class ReportFormat { Html, Pdf, Markdown, Csv, Json, GoogleBenchmark, Hyperfine, ChromeTrace, PerfettoTrace };

// .html .pdf .md .csv .json; .gbench.json, .hyperfine.json; .trace.json and .chrome.json (Chrome); .pftrace and .perfetto-trace. InputError names what there is.
ReportFormat formatOf(const std::filesystem::path& file);
// html, pdf, md, csv, json, google-benchmark, hyperfine, chrome, perfetto.
ReportFormat formatNamed(const std::string& name);
std::string formatNames();                                   // separated by commas

struct ReportOptions {
    DrawStructure draw;                                      // none: the page says that no picture was drawn
    std::size_t baseline = 0;
};

// What the pages say: HTML, Markdown and PDF are written from it. Several sides are compared.
Document makeDocument(const std::vector<compare::Side>& sides, const ReportOptions& options);
// The file's whole content. PDF is set and printed by the window's program: InputError says how.
std::string makeReport(const std::vector<compare::Side>& sides, ReportFormat format, const ReportOptions& options = {});
void writeReport(const std::vector<compare::Side>& sides, const std::filesystem::path& file, ReportFormat format, const ReportOptions& options = {});

}  // namespace foldmeter::publish
