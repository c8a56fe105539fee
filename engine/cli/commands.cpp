#include "cli/command.h"

#include "base/message.h"
#include "base/version.h"
#include "cli/common_options.h"
#include "cli/translation.h"
#include "predict/run_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <new>

namespace foldmeter::cli {
namespace {

using Groups = std::vector<OptionGroup>;

Groups predictOptions() {
    return {{"Output",
             {{"output,o", "DIR", "folder for the results; each job gets a folder of its own in it", "", ""},
              {"overwrite", "", "write into an existing folder of the job instead of one with the time in its name", "", "off"},
              {"resume", "", "do not repeat finished seeds of the same input and settings", "", "off"},
              {"report", "FILE", "report on all jobs: .html .md .csv .json .gbench.json .hyperfine.json .trace.json .pftrace", "", ""},
              {"timeline", "FILE", "timeline of the (one) job as a Chrome trace (.json) or Perfetto's (.pftrace)", "", ""},
              {"progress", "HOW", "progress on stderr", "auto,plain,json,none", "auto"},
              {"no-history", "", "do not enter the run into the history", "", "off"},
              {"dry-run", "", "say what would be done, predict nothing", "", "off"},
              {"save-embeddings", "", "write the trunk's single and pair embeddings of each seed (.npz)", "", "off"},
              {"save-distogram", "", "write the distogram's logits of each seed (.npz)", "", "off"},
              {"save-trajectory", "", "write the denoiser's guess after every step, one mmCIF with a model a step for each sample", "", "off"},
              {"save-pae-cif", "", "write each model also with the PAE of all pairs of residues in it, for viewers that draw it", "", "off"},
              {"save-pdb", "", "write each model also as PDB, where the format can hold it", "", "off"},
              {"compress-large-output-files", "", "pack models, confidences and trajectories with zstd (.zst)", "", "off"},
              {"conformers", "FILE", "reference conformers to use instead of computing them", "", ""},
              {"save-conformers", "FILE", "write the reference conformers that were used", "", ""}}},
            inputOptions(), modelOptions(), seedOptions(), sizeOptions(), settingOptions()};
}
Groups validateOptions() { return {inputOptions()}; }
Groups convertOptions() { return {inputOptions(), {"Output", {{"output,o", "FILE", "file of the job, - for the standard output (one job); several jobs become FILE-1.json, FILE-2.json, ...", "", ""}}}}; }
Groups planOptions() {
    return {{"Output", {{"json", "", "as JSON", "", "off"},
                        {"calibrate", "", "measure this machine first, with jobs of several sizes, each in a process of its own; about a minute", "", "off"},
                        {"save-trajectory", "", "count the memory of the trajectories that a prediction would keep", "", "off"}}},
            inputOptions(), modelOptions(), seedOptions(), sizeOptions(), settingOptions()};
}
Groups featuresOptions() {
    return {inputOptions(),
            {"Output", {{"output,o", "FILE", "writes FILE.bin and FILE.tsv", "", ""}, {"seed", "N", "seed of the reference conformers", "", "the input's first"}}},
            {"Padding", {{"bucket", "RULE", "exact, alphafold3 or a list of sizes", "exact,alphafold3", "exact"}}}};
}
Groups compileOptions() {
    return {{"Sizes", {{"sizes", "LIST", "numbers of tokens to prepare for, e.g. 64,256", "", ""}}}, modelOptions(), sizeOptions(), settingOptions()};
}
Option programOption() { return {"program", "NAME", "program of the network", "embed,trunk,distogram,condition,denoise,confidence", ""}; }
Groups graphOptions() {
    return {{"Graph",
             {programOption(),
              {"after", "PASS", "stop after this pass; none: as traced", "", "all passes"},
              {"format", "NAME", "form of the text", "text,dot", "text"},
              {"passes", "", "list the passes and why each exists", "", "off"}}},
            modelOptions(), settingOptions()};
}
Groups kernelsOptions() {
    return {{"Kernels", {programOption(), {"show", "WHAT", "what to print of each kernel", "source,ir,asm,candidates", "a table"}}}, modelOptions(), sizeOptions(), settingOptions()};
}
Groups compareOptions() {
    return {{"Comparison", {{"fail-above", "SHARE", "exit code 6 when a run is slower than the baseline by more, e.g. 5%", "", ""},
                            {"baseline", "N", "which of the runs the others are held against", "", "1"},
                            {"spans", "N", "hold the timelines of two runs against each other too: the N paths of spans that differ most", "", ""},
                            {"no-drift", "", "do not compare the structures", "", "off"},
                            {"json", "", "as JSON", "", "off"}}}};
}
Groups reportOptions() {
    return {{"Output",
             {{"output,o", "FILE", ".html .md .csv .json, .gbench.json (Google Benchmark), .hyperfine.json, .trace.json (Chrome), .pftrace (Perfetto); without it the report goes to stdout", "", ""},
              {"format", "NAME", "format, whatever the file's name", "html,md,csv,json,google-benchmark,hyperfine,chrome,perfetto", "by the file's ending, else md"},
              {"baseline", "N", "which of several runs the others are held against", "", "1"}}}};
}
Groups benchOptions() {
    return {{"Benchmark",
             {{"matrix", "TEXT", "settings to cross, e.g. \"precision=f32,bf16 fusion=on,off\"; recording=on,off tells what the timeline costs", "", ""},
              {"repeat", "N", "measured runs of each", "", "5"},
              {"demo", "", "predict the bundled examples and compare them with their true structures", "", "off"},
              {"json", "", "as JSON", "", "off"}}},
            modelOptions(), sizeOptions(), settingOptions()};
}
Groups cacheOptions() { return {{"Cache", {{"cache-dir", "DIR", "folder of the compile cache", "", "FOLDMETER_CACHE, else the XDG cache folder"}, {"yes", "", "do not ask before code is imported", "", "off"}}}}; }
Groups modelCommandOptions() {
    return {{"Synthesize",
             {{"like", "NAME", "which network's shapes", "af3,demo", "af3"}, {"seed", "N", "seed of the numbers", "", "1"}, {"json", "", "show as JSON", "", "off"}}}};
}
Groups devicesOptions() { return {{"Output", {{"json", "", "as JSON", "", "off"}, {"threads", "N", "threads to use", "", "all processors"}}}}; }
Groups selftestOptions() { return {{"Self-test", {{"gpu", "", "test predictions on an NVIDIA GPU", "", "off"}, {"quick", "", "only one short run, set against the interpreter; no fidelity, no speed", "", "off"}, {"output,o", "FILE", "write the report there as well", "", ""}}}, {"Model", {{"threads", "N", "threads to use", "", "all processors"}}}}; }
Groups runsOptions() {
    return {{"History",
             {{"json", "", "as JSON (list, show)", "", "off"},
              {"trash", "", "those that were removed (list)", "", "off"},
              {"output,o", "DIR", "where the results go (rerun) or the copies (export)", "", "rerun: beside the run"},
              {"resume", "", "keep the finished seeds and add the others to the same folder (rerun)", "", "off"}}},
            seedOptions(), sizeOptions()};
}
Groups workerOptions() {
    return {{"Engine process",
             {{"text", "", "requests and events as lines of JSON instead of frames, for hands and eyes", "", "off"},
              {"low-priority", "", "step back behind other programs", "", "off"}}}};
}
Groups noOptions() { return {}; }

std::string oneLine(const std::string& name, const std::string& summary) { return fmt::format("  {:<12} {}\n", name, summary); }

void printError(const std::exception& problem) { fmt::print(stderr, "foldmeter: {}\n", problem.what()); }

Log stderrLog(bool quiet) {
    return [quiet](LogLevel level, const std::string& text) {
        if (level == LogLevel::Debug || (quiet && level == LogLevel::Info)) return;
        fmt::print(stderr, "{}{}\n", level == LogLevel::Warning ? message("log.warning") : "", text);
    };
}

const Command* findCommand(const std::string& name) {
    const auto& all = commands();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Command& command) { return command.name == name; });
    return found == all.end() ? nullptr : &*found;
}

[[noreturn]] void refuseUnknown(const std::string& name) {
    throw UsageError(message("usage.unknown_command", {name}));
}

std::string quotedLine(const std::vector<std::string>& words) {
    std::string line = "foldmeter";
    for (const std::string& word : words) {
        const bool plain = !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./,:%+@") == std::string::npos;
        std::string escaped;
        for (const char c : word) escaped += c == '\'' ? std::string("'\\''") : std::string(1, c);
        line += plain ? " " + word : " '" + escaped + "'";
    }
    return line;
}

int dispatch(const std::vector<std::string>& words, const CancelFlag& cancel) {
    if (words.empty() || words[0] == "--help" || words[0] == "-h") {
        fmt::print("{}", overview());
        return words.empty() ? 1 : 0;
    }
    const std::string name = words[0] == "--version" ? "version" : words[0];
    const Command* command = findCommand(name);
    if (!command) refuseUnknown(name);
    const Arguments arguments = Arguments::parse(allOptionsOf(*command), {words.begin() + 1, words.end()});
    if (arguments.has("help")) {
        fmt::print("{}", helpOf(*command));
        return 0;
    }
    return command->run({arguments, cancel, stderrLog(arguments.has("quiet")), quotedLine(words)});
}

}  // namespace

const std::vector<Command>& commands() {
    static const std::vector<Command> table = {
        {"predict", "INPUT... -o DIR", "predict structures and say where the time went", predictOptions, runPredict},
        {"validate", "INPUT...", "name every problem of the inputs with its place; predict nothing", validateOptions, runValidate},
        {"convert", "INPUT -o OUT.json", "write a job of any dialect in AlphaFold 3's", convertOptions, runConvert},
        {"plan", "[INPUT...]", "sizes, peak memory and expected time before anything is run", planOptions, runPlan},
        {"features", "INPUT -o FILE", "write the arrays that the network would read", featuresOptions, runFeatures},
        {"compile", "[INPUT...]", "fill the compile cache, predict nothing", compileOptions, runCompile},
        {"graph", "--program NAME", "print a program's graph before or after any pass", graphOptions, runGraph},
        {"kernels", "[INPUT] --program NAME", "list the kernels of a program", kernelsOptions, runKernels},
        {"compare", "RUN RUN...", "stage by stage and seed by seed, each run (number, name or output folder) against the first", compareOptions, runCompare},
        {"report", "RUN... [-o FILE]", "make a report on runs (numbers, names or output folders)", reportOptions, runReport},
        {"bench", "[INPUT]", "measure settings against each other, or the examples against the truth", benchOptions, runBench},
        {"cache", "list|verify|clear|export FILE|import FILE", "look after the compile cache", cacheOptions, runCache},
        {"model", "list|show FILE|check FILE|synthesize FILE", "look at weight files, or make one of random numbers", modelCommandOptions, runModel},
        {"devices", "", "what this machine offers", devicesOptions, runDevices},
        {"selftest", "", "check results and speed on this machine", selftestOptions, runSelftest},
        {"runs", "list|show|rerun|rename|tag|note|remove|restore|export|import|rebuild", "the history of runs", runsOptions, runRuns},
        {"worker", "", "the engine as a process: requests on stdin, events on stdout; not for hands", workerOptions, runWorker},
        {"gui", "[FILE...]", "open the desktop window", noOptions, runGui},
        {"help", "[TOPIC]", "the help pages", noOptions, runHelp},
        {"version", "", "the version of the program", noOptions, runVersion},
        {"completion", "bash|zsh", "print completions for a shell", noOptions, runCompletion},
        {"manual", "", "print the manual page (roff)", noOptions, runManual},
    };
    return table;
}

std::vector<OptionGroup> allOptionsOf(const Command& command) {
    Groups groups = command.options();
    groups.push_back({"General", {{"quiet,q", "", "warnings and errors only", "", "off"}, {"help,h", "", "this text", "", ""}}});
    return groups;
}

std::string helpOf(const Command& command) {
    return fmt::format("foldmeter {} {}\n  {}\n{}\n{}\n", command.name, command.synopsis, translated(command.summary), helpText(allOptionsOf(command)), message("help.more", {command.name}));
}

std::string overview() {
    std::string text = message("help.overview", {std::string(version)}) + "\n\n";
    for (const Command& command : commands()) text += oneLine(command.name, translated(command.summary));
    return text + "\n" + message("help.where") + "\n";
}

int runVersion(const Invocation&) {
    fmt::print("foldmeter {}\n", version);
    return 0;
}

int runCommandLine(const std::vector<std::string>& words, const CancelFlag& cancel) {
    try {
        return dispatch(words, cancel);
    } catch (const UsageError& problem) {
        printError(problem);
        if (!words.empty() && findCommand(words[0])) fmt::print(stderr, "{}\n", message("usage.options", {words[0]}));
        return 1;
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "foldmeter: {}\n", message("memory.refused"));
        return 3;
    } catch (const std::exception& problem) {
        printError(problem);
        return predict::exitCodeOf(problem);
    }
}

}  // namespace foldmeter::cli
