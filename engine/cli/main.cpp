// The command line. Ctrl-C and SIGTERM ask the running command to stop at its next step; a second one ends the process.
#include "base/message.h"
#include "cli/command.h"

#include <csignal>

namespace {

foldmeter::CancelFlag cancelFlag;

extern "C" void onSignal(int signal) {
    cancelFlag.request();
    std::signal(signal, SIG_DFL);
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    std::signal(SIGPIPE, SIG_IGN);
    foldmeter::setLanguage(foldmeter::languageOfEnvironment());
    return foldmeter::cli::runCommandLine({argv + 1, argv + argc}, cancelFlag);
}
