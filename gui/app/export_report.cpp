#include "gui/app/export_report.h"

#include "base/error.h"
#include "gui/report/page_text.h"
#include "publish/report.h"
#include "viz/vector/vector_picture.h"

#include <QCoreApplication>

namespace foldmeter::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ExportReport)
};

}  // namespace

void exportReport(const std::filesystem::path& file, const std::vector<std::filesystem::path>& folders, std::size_t baseline, const std::vector<std::string>& names) {
    const publish::ReportFormat format = publish::formatOf(file);
    std::vector<compare::Side> sides;
    for (std::size_t i = 0; i < folders.size(); ++i) sides.push_back(compare::readSide(folders[i], i < names.size() ? names[i] : std::string()));
    const publish::ReportOptions options{[](const structure::Structure& structure) { return viz::drawVectorPicture(structure); }, baseline};
    if (format == publish::ReportFormat::Pdf) reports::writePdf(publish::makeDocument(sides, options), file);
    else publish::writeReport(sides, file, format, options);
}

QString reportFilters() {
    return Words::tr("Web page (*.html);;PDF (*.pdf);;Markdown (*.md);;Table (*.csv);;JSON (*.json);;Google Benchmark (*.gbench.json);;hyperfine (*.hyperfine.json);;Chrome trace (*.trace.json);;Perfetto trace (*.pftrace)");
}

bool isReportName(const std::filesystem::path& file) {
    try {
        publish::formatOf(file);
        return true;
    } catch (const InputError&) {
        return false;
    }
}

}  // namespace foldmeter::app
