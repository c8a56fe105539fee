// foldmeter convert: a job of any dialect, written in AlphaFold 3's; one job to the standard output where the output is "-".
#include "base/file.h"
#include "base/message.h"
#include "cli/common_options.h"
#include "dialects/write_alphafold3.h"

#include <fmt/format.h>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;

// OUT.json for one job, OUT-1.json, OUT-2.json, ... for several.
fs::path placeOf(const fs::path& output, std::size_t index, std::size_t count) {
    if (count == 1) return output;
    return output.parent_path() / fmt::format("{}-{}{}", output.stem().string(), index + 1, output.extension().string());
}

}  // namespace

int runConvert(const Invocation& invocation) {
    const std::vector<fs::path> files = inputFiles(invocation.arguments);
    if (files.size() != 1) throw UsageError(message("usage.one_input"));
    if (!invocation.arguments.has("output")) throw UsageError(message("usage.no_output_file"));
    const std::vector<features::FoldInput> jobs = readInputs(invocation, files.front());
    if (invocation.arguments.text("output") == "-") {
        if (jobs.size() != 1) throw UsageError(message("convert.one_to_stdout", {std::to_string(jobs.size())}));
        fmt::print("{}", dialects::writeAlphafold3(jobs.front(), dialects::Absent::Null));
        return 0;
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const fs::path place = placeOf(invocation.arguments.text("output"), i, jobs.size());
        writeAtomically(place, dialects::writeAlphafold3(jobs[i], dialects::Absent::Null));
        fmt::print("{}\n", message("convert.written", {jobs[i].name, place.string()}));
    }
    return 0;
}

}  // namespace foldmeter::cli
