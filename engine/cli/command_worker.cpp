// foldmeter worker: the engine as a process. What it says goes to the stdout it was started with; whatever a library
// prints there is sent to stderr, so that no stray text breaks the stream.
#include "base/error.h"
#include "base/message.h"
#include "cli/command.h"
#include "worker/server/server.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace foldmeter::cli {

int runWorker(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    if (!arguments.positional().empty()) throw UsageError(message("usage.worker"));
    std::signal(SIGINT, SIG_IGN);    // Ctrl-C in a terminal is for whoever started the worker
    std::signal(SIGTERM, SIG_DFL);
    std::fflush(stdout);
    const int output = ::dup(STDOUT_FILENO);
    if (output < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) throw DeviceError(message("worker.pipe"), errno);
    const worker::Form form = arguments.has("text") ? worker::Form::Lines : worker::Form::Frames;
    return worker::serve(STDIN_FILENO, output, {.form = form, .lowPriority = arguments.has("low-priority")});
}

}  // namespace foldmeter::cli
