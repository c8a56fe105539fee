// One run as the history knows it. What the network gave lies in the run's folder; here stands what is needed to find,
// sort and name runs without opening it. Absent numbers are absent, never zero.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace foldmeter::history {

enum class RunState : std::uint8_t { Queued, Running, Finished, PartlyFinished, Cancelled, Failed, Imported };
std::string_view nameOf(RunState state);              // "queued", "running", "finished", "partly finished" ...
std::optional<RunState> stateFromName(std::string_view name);
bool isOver(RunState state);

// What a person or the program that ran it says about a run; the rest is read from its files.
struct RunRecord {
    std::string title;                                // shown; the job's name at first
    std::vector<std::string> tags;                    // sorted, each once
    std::string notes;
    RunState state = RunState::Running;
    std::string reason;                               // why it failed
    std::int64_t created = 0, ended = 0;              // seconds since 1970 UTC; 0: not known
    std::string input;                                // file that the job came from; may be gone
    std::string commandLine;                          // that repeats it
    std::int64_t process = 0;                         // who runs it, while it runs
    std::int64_t processStart = 0;                    // to tell that process from a later one of the same number
    std::string host;
};

struct Run {
    int number = 0;                                   // never used twice
    std::filesystem::path folder;
    bool imported = false;                            // made by another program: its folder is never written to
    bool removed = false;                             // lies in the trash
    bool missing = false;                             // its folder is gone
    RunRecord record;

    // From the folder's files
    std::string job;                                  // name of the job
    std::vector<std::uint32_t> seeds;                 // finished ones
    std::vector<std::uint32_t> wantedSeeds;           // asked for when it was last run; empty: not known
    int samples = 0;                                  // finished ones
    std::optional<double> rankingScore, ptm, iptm;    // of the best sample
    std::optional<std::int64_t> tokens, atoms;
    std::optional<double> wallSeconds, seedSeconds;   // whole job; median of a seed's execution
    std::optional<double> firstSeedOverOthers;
    std::optional<std::int64_t> peakBytes;
    std::string model, device, precision;             // empty: not known
    std::string modelFile;                            // weights, where they lay; empty: not known
    std::string settingsDigest, version;
    std::vector<std::pair<std::string, std::string>> settings;
    std::filesystem::path thumbnail;                  // empty: none drawn
    std::int64_t bytes = 0;                           // of the folder
};

}  // namespace foldmeter::history
