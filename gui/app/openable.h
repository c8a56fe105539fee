// What a path given as argument, dropped or chosen in a dialog is to the window: a job to edit, a run's folder, a
// timeline, a folder of runs. Decided by what lies there, not by where it came from.
#pragma once

#include <filesystem>
#include <string>

namespace foldmeter::app {

struct Openable {
    enum class Kind { Job, Run, RunFolder, FolderOfRuns, Timeline } kind = Kind::Job;
    std::filesystem::path path;      // of a RunFolder: the folder, also when a file in it was named
    int run = 0;                     // of a Run: its number in the history
};

// `text`: a path, or a run's number. InputError says what was expected and what is not opened by this version.
Openable recognise(const std::string& text);

}  // namespace foldmeter::app
