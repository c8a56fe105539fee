// How to run a run once more: its input as it was run, its model, seeds and settings, as far as its folder tells.
#pragma once

#include "history/run.h"

namespace foldmeter::history {

struct Repeat {
    std::filesystem::path input;                      // the job as it was run, NAME_data.json of the folder
    std::string model;                                // a file that is still there, else the name; empty: not known
    std::vector<std::uint32_t> seeds;                 // that were asked for
    // Names and values as the command line spells them, those that are not the default; switches have the value "on".
    std::vector<std::pair<std::string, std::string>> settings;
};
// InputError when the folder holds no job to run.
Repeat repeatOf(const Run& run);

}  // namespace foldmeter::history
