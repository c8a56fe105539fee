#include "gui/engine/repeat_job.h"

#include "base/file.h"
#include "history/repeat.h"

#include <charconv>

namespace foldmeter::engine {
namespace {

std::optional<int> numberFrom(const std::string& text) {
    int number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return {};
    return number;
}

// Numbers of the prediction have their own places, the rest are compile settings.
void take(worker::PredictOptions& options, const std::string& name, const std::string& value) {
    if (name == "recycles") options.recycles = numberFrom(value);
    else if (name == "steps") options.steps = numberFrom(value);
    else if (name == "samples") options.samples = numberFrom(value);
    else if (name == "msa-rows") options.msaRows = numberFrom(value);
    else if (name == "strict-alphafold3") options.strictAlphafold3 = value == "on";
    else options.settings.set(name, value);
}

// False when the setting is none about files.
bool takeOutput(worker::OutputWishes& outputs, const std::string& name) {
    const std::pair<const char*, bool worker::OutputWishes::*> rows[] = {
        {"compress-large-output-files", &worker::OutputWishes::compress}, {"save-distogram", &worker::OutputWishes::distogram}, {"save-embeddings", &worker::OutputWishes::embeddings},
        {"save-pae-cif", &worker::OutputWishes::pairwisePae},             {"save-pdb", &worker::OutputWishes::pdb},             {"save-trajectory", &worker::OutputWishes::trajectory}};
    for (const auto& [key, member] : rows)
        if (name == key) return outputs.*member = true;
    return false;
}

}  // namespace

QueueJob repeatJob(const history::Run& run, const RepeatWish& wish) {
    const history::Repeat repeat = repeatOf(run);
    QueueJob job;
    job.name = QString::fromStdString(run.record.title);
    job.input = {readText(repeat.input), repeat.input.string()};
    job.options.model = repeat.model;
    for (const auto& [name, value] : repeat.settings)   // none has its default value: those of files are on
        if (!takeOutput(job.outputs, name)) take(job.options, name, value);
    job.options.seeds = wish.seeds.empty() ? repeat.seeds : wish.seeds;
    if (wish.samples) job.options.samples = wish.samples;
    if (wish.recycles) job.options.recycles = wish.recycles;
    job.outputParent = QString::fromStdString(run.folder.parent_path().string());
    job.resume = wish.sameRun && run.folder.filename() == run.job;   // else there is another folder of that name
    job.commandLine = QStringLiteral("foldmeter runs rerun %1").arg(run.number);
    if (!wish.seeds.empty()) {
        QStringList seeds;
        for (const std::uint32_t seed : wish.seeds) seeds << QString::number(seed);
        job.commandLine += QStringLiteral(" --seeds ") + seeds.join(QLatin1Char(','));
    }
    if (wish.samples) job.commandLine += QStringLiteral(" --samples %1").arg(*wish.samples);
    if (wish.recycles) job.commandLine += QStringLiteral(" --recycles %1").arg(*wish.recycles);
    if (job.resume) job.commandLine += QStringLiteral(" --resume");
    return job;
}

}  // namespace foldmeter::engine
