// One side of a comparison: the runs that were made with the same settings, on one or on several inputs, once or
// repeatedly. Runs of the same job on one side are repeats of each other; jobs of the same name on two sides are compared.
#pragma once

#include "report/run_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace foldmeter::compare {

struct Side {
    std::string name;
    std::filesystem::path folder;
    std::vector<report::RunFolder> runs;     // sorted by path
    bool named = false;                      // the name was given and stays
};

// All runs in a folder and in the folders below it, up to three deep: SIDE/JOB, SIDE/REPEAT/JOB. InputError when there are none.
// `name`: instead of the folder's.
Side readSide(const std::filesystem::path& path, const std::string& name = {});
// Unless all were given names: shortest ends of the sides' paths that tell them apart: "f32/insulin", "bf16/insulin".
void nameSides(std::vector<Side>& sides);

}  // namespace foldmeter::compare
