// Reports from the window: the same document that the command line writes, and as PDF, which needs Qt.
#pragma once

#include <QString>

#include <filesystem>
#include <vector>

namespace foldmeter::app {

// The ending of `file` says the format; `names`: of the sides, else their folders'. InputError, DeviceError.
void exportReport(const std::filesystem::path& file, const std::vector<std::filesystem::path>& folders, std::size_t baseline = 0, const std::vector<std::string>& names = {});
// For a file dialog: "Web page (*.html);;PDF (*.pdf);;...".
QString reportFilters();
// Whether a file of this name is a report rather than a picture.
bool isReportName(const std::filesystem::path& file);

}  // namespace foldmeter::app
