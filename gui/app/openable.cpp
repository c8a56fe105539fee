#include "gui/app/openable.h"

#include "base/error.h"
#include "interop/open_timeline.h"
#include "results/prediction.h"

#include <QCoreApplication>
#include <QString>

#include <algorithm>
#include <charconv>

namespace foldmeter::app {
namespace {

namespace fs = std::filesystem;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Openable)
};

[[noreturn]] void refuse(const fs::path& path, const QString& text) {
    throw InputError(QStringLiteral("%1: %2").arg(QString::fromStdString(path.string()), text).toStdString());
}

bool endsWith(const fs::path& path, std::string_view ending) { return path.filename().string().ends_with(ending); }

bool holdsRuns(const fs::path& folder) {
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed))
        if (entry.is_directory(failed) && results::isPredictionFolder(entry.path())) return true;
    return false;
}

// Files that a run's folder holds beside its structures.
bool belongsToRun(const fs::path& file) {
    static constexpr std::string_view endings[] = {"_timing.json", "_settings.json", "_ranking_scores.csv", "_model.cif", "_confidences.json", "_summary_confidences.json"};
    const bool named = std::any_of(std::begin(endings), std::end(endings), [&](std::string_view ending) { return endsWith(file, ending); });
    return named && results::isPredictionFolder(file.parent_path());
}

int runNumber(const std::string& text) {
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? number : 0;
}

}  // namespace

Openable recognise(const std::string& text) {
    const fs::path path = fs::absolute(text).lexically_normal();
    std::error_code failed;
    if (!fs::exists(path, failed)) {
        if (const int number = runNumber(text); number > 0) return {Openable::Kind::Run, {}, number};
        refuse(text, Words::tr("there is no such file, folder or run"));
    }
    if (fs::is_directory(path, failed)) {
        if (results::isPredictionFolder(path)) return {Openable::Kind::RunFolder, path};
        if (holdsRuns(path)) return {Openable::Kind::FolderOfRuns, path};
        refuse(path, Words::tr("neither a prediction's folder nor a folder of such; a job's folder holds files such as NAME_model.cif"));
    }
    if (endsWith(path, ".timeline") && results::isPredictionFolder(path.parent_path())) return {Openable::Kind::RunFolder, path.parent_path()};
    if (belongsToRun(path)) return {Openable::Kind::RunFolder, path.parent_path()};
    if (interop::looksLikeTimeline(path)) return {Openable::Kind::Timeline, path};
    for (const char* ending : {".timeline", ".trace.json", ".trace.json.gz", ".pftrace", ".perfetto-trace"})
        if (endsWith(path, ending)) refuse(path, Words::tr("by its name this is a timeline, but it holds neither a Foldmeter timeline nor a Chrome or Perfetto trace"));
    for (const char* ending : {".nsys-rep", ".html", ".pdf"})
        if (endsWith(path, ending)) refuse(path, Words::tr("files of this kind are not opened by this version"));
    return {Openable::Kind::Job, path};
}

}  // namespace foldmeter::app
