// foldmeter gui: the desktop window, which is a program of its own beside this one (it links GL and Qt, this does not).
#include "base/error.h"
#include "base/message.h"
#include "base/paths.h"
#include "cli/command.h"

#include <cerrno>
#include <filesystem>
#include <unistd.h>
#include <vector>

namespace foldmeter::cli {

int runGui(const Invocation& invocation) {
    const std::string program = (executablePath().parent_path() / "foldmeter-workbench").string();
    if (!std::filesystem::exists(program)) throw DeviceError(message("gui.missing", {program}), ENOENT);
    std::vector<std::string> words{program};
    for (const std::string& file : invocation.arguments.positional()) words.push_back(file);
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execv(program.c_str(), pointers.data());
    throw DeviceError(message("gui.failed", {program}), errno);
}

}  // namespace foldmeter::cli
