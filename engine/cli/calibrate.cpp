#include "cli/calibrate.h"

#include "base/error.h"
#include "base/file.h"
#include "base/paths.h"
#include "cli/common_options.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <iterator>
#include <set>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Size {
    int residues, alignmentRows;
    bool ligand;
};
// Alone and with alignments and a ligand, so that the costs of tokens, rows and atoms can be told apart.
constexpr Size sizes[] = {{24, 1, false}, {64, 256, false}, {48, 1, true}, {96, 1, false}, {64, 1, false}, {96, 700, true}, {128, 1, false},
                          {160, 300, false}, {192, 1, false}, {192, 1000, true}, {256, 1, false}, {256, 500, false}, {384, 1, false}};
constexpr double enoughSeconds = 65;
constexpr std::size_t rounds = 2;   // all sizes again while there is time: what the machine did meanwhile shows in the spread
constexpr int manySteps = 20, fewSteps = 4;   // structures settle in many; a slow model has no time for them at every size
constexpr std::size_t fewest = 5;   // of the sizes, whatever they take

char residueAt(std::size_t i) { return "ACDEFGHIKLMNPQRSTVWY"[i * 7 % 20]; }

// The query and rows that differ from it here and there.
std::string alignmentOf(const std::string& sequence, int rows) {
    std::string text = ">query\n" + sequence + "\n";
    for (int row = 1; row < rows; ++row) {
        std::string other = sequence;
        for (std::size_t c = static_cast<std::size_t>(row) % 3; c < other.size(); c += 3) other[c] = residueAt(c * static_cast<std::size_t>(row + 1) + 1);
        text += fmt::format(">row{}\n{}\n", row, other);
    }
    return text;
}

std::string jobOf(const Size& size, const std::string& name) {
    std::string sequence;
    for (int i = 0; i < size.residues; ++i) sequence += residueAt(static_cast<std::size_t>(i));
    const std::string alignment = size.alignmentRows > 1 ? alignmentOf(sequence, size.alignmentRows) : std::string();
    nlohmann::ordered_json job = {{"name", name}, {"modelSeeds", {1, 2}}, {"dialect", "alphafold3"}, {"version", 2}};
    job["sequences"].push_back({{"protein", {{"id", "A"}, {"sequence", sequence}, {"unpairedMsa", alignment}, {"pairedMsa", ""}, {"templates", nlohmann::ordered_json::array()}}}});
    if (size.ligand) job["sequences"].push_back({{"ligand", {{"id", "B"}, {"ccdCodes", {"HEM"}}}}});
    return job.dump();
}

// A folder that is gone when the work is done.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string name = (fs::temp_directory_path() / "foldmeter-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw DeviceError("cannot make a temporary folder in " + fs::temp_directory_path().string(), errno);
        m_path = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

// Options of the call that decide model, settings and sizes; recycles and steps are the calibration's own.
std::vector<std::string> sharedOptions(const Arguments& arguments) {
    static const std::set<std::string> own = {"recycles", "steps"};
    std::vector<std::string> words;
    for (const OptionGroup& group : {modelOptions(), sizeOptions(), settingOptions()})
        for (const Option& option : group.options) {
            const std::string name = longName(option);
            if (own.contains(name) || !arguments.has(name)) continue;
            words.push_back("--" + name);
            if (!option.value.empty()) words.push_back(arguments.text(name));
        }
    return words;
}

// Starts this program; its answers go to `errors`.
pid_t started(std::vector<std::string> words, const fs::path& errors) {
    const std::string program = executablePath().string(), file = errors.string();
    std::vector<char*> pointers = {const_cast<char*>(program.c_str())};
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t process = 0;
    const int failure = ::posix_spawn(&process, program.c_str(), &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) throw DeviceError("cannot start " + program, failure);
    return process;
}

// The exit code; Cancelled, the process told to stop and waited for, when the user stops.
int waitedFor(pid_t process, const CancelFlag& cancel) {
    constexpr auto pause = std::chrono::milliseconds(20);
    int status = 0;
    bool told = false;
    for (;;) {
        const pid_t ended = ::waitpid(process, &status, WNOHANG);
        if (ended < 0 && errno != EINTR) throw DeviceError("cannot wait for a prediction", errno);
        if (ended == process) break;
        if (cancel.requested() && !told) {
            ::kill(process, SIGTERM);
            told = true;
        }
        std::this_thread::sleep_for(pause);
    }
    cancel.throwIfRequested();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}

void predictOnce(const Invocation& invocation, const fs::path& folder, const Size& size, int steps, const std::string& name) {
    const fs::path job = folder / (name + ".json"), errors = folder / "errors.txt";
    writeAtomically(job, std::string_view(jobOf(size, name)));
    std::vector<std::string> words = {"predict", job.string(), "-o", folder.string(), "--overwrite", "--quiet", "--no-history", "--recycles", "1", "--steps", std::to_string(steps)};
    for (const std::string& word : sharedOptions(invocation.arguments)) words.push_back(word);
    const int code = waitedFor(started(std::move(words), errors), invocation.cancel);
    if (code == 0) return;
    const std::string text = readText(errors);
    if (code == 2) throw InputError(text);
    if (code == 3) throw DeviceError(text, 0);
    throw Error(text);
}

}  // namespace

void calibrate(const Invocation& invocation, predict::Session& session) {
    const ScratchFolder folder;
    const int most = predictSettingsFrom(invocation.arguments, session).steps;
    const auto begin = Clock::now();
    const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
    for (std::size_t done = 0; done < rounds * std::size(sizes); ++done) {
        const Size& size = sizes[done % std::size(sizes)];
        const double before = seconds();
        if (done >= fewest && before > enoughSeconds) return;
        const std::string name = fmt::format("calibration-{}-{}", size.residues, size.alignmentRows);
        predictOnce(invocation, folder.path(), size, std::min(most, before < enoughSeconds * 2 / 3 ? manySteps : fewSteps), name);
        note(invocation.log, LogLevel::Info, fmt::format("{}: {:.2f} s", name, seconds() - before));
    }
}

}  // namespace foldmeter::cli
