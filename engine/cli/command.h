// One row a command: its name, how it is called, what it does, its options and the function that does it. The table of
// commands is the table of contents of the program.
#pragma once

#include "base/cancel.h"
#include "base/log.h"
#include "cli/arguments.h"

#include <string>
#include <vector>

namespace foldmeter::cli {

// What a running command may use besides its arguments.
struct Invocation {
    const Arguments& arguments;
    const CancelFlag& cancel;
    Log log;                    // to stderr, obeying --quiet
    std::string commandLine;    // for settings files
};

struct Command {
    std::string name;
    std::string synopsis;       // "INPUT... -o DIR"
    std::string summary;        // one sentence
    std::vector<OptionGroup> (*options)();
    int (*run)(const Invocation&);
};
const std::vector<Command>& commands();

std::vector<OptionGroup> allOptionsOf(const Command& command);   // with --help and --quiet
std::string helpOf(const Command& command);
std::string overview();

// One function a command; each stands in a file of its own (command_NAME.cpp).
int runPredict(const Invocation&);
int runValidate(const Invocation&);
int runConvert(const Invocation&);
int runPlan(const Invocation&);
int runFeatures(const Invocation&);
int runCompile(const Invocation&);
int runGraph(const Invocation&);
int runKernels(const Invocation&);
int runCompare(const Invocation&);
int runReport(const Invocation&);
int runBench(const Invocation&);
int runCache(const Invocation&);
int runModel(const Invocation&);
int runDevices(const Invocation&);
int runSelftest(const Invocation&);
int runRuns(const Invocation&);
int runWorker(const Invocation&);
int runGui(const Invocation&);
int runHelp(const Invocation&);
int runVersion(const Invocation&);
int runCompletion(const Invocation&);
int runManual(const Invocation&);

// Parses, runs, catches: the exit code of the process. words: without the program's name.
int runCommandLine(const std::vector<std::string>& words, const CancelFlag& cancel);

}  // namespace foldmeter::cli
