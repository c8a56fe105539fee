// What a prediction left, as values: which samples there are, their scores and confidences, the structure of each. Read
// from an output folder laid out as AlphaFold 3 lays it out, ours or the reference's own; what is not there is absent,
// never zero. Pictures, tables, history and reports all read these. Fields: outputs.md sections 4 to 6.
#pragma once

#include "report/timing.h"
#include "structure/structure.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::results {

// Square or rectangular numbers, row by row.
struct Matrix {
    int rows = 0, columns = 0;
    std::vector<float> values;
    float at(int row, int column) const { return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)]; }
    bool empty() const { return values.empty(); }
};

// <name>_summary_confidences.json. Scores of chains are in the order of `chains`; what the file holds as null is NaN.
struct Summary {
    std::vector<std::string> chains;
    std::vector<double> chainPtm, chainIptm;
    Matrix chainPairIptm, chainPairPaeMin;       // (chains, chains); Angstrom for the second
    std::optional<double> ptm, iptm, rankingScore, fractionDisordered;
    std::optional<bool> hasClash;
};

// <name>_confidences.json, by token and by atom of the structure file.
struct Confidences {
    std::vector<double> atomPlddt;               // 0..100, in the order of the structure's atoms
    std::vector<std::string> atomChains, tokenChains;
    std::vector<int> tokenResidues;              // residue numbers
    Matrix pae, contactProbs;                    // (tokens, tokens); Angstrom for the first
};

// One sample of one seed: where its files lie. A packed file (.zst) counts as the file.
struct Sample {
    std::uint32_t seed = 0;
    int index = 0;                               // within the seed
    bool bestCopy = false;                       // only the copy at the folder's top is there; its seed is known only where the ranking file is
    std::optional<double> rankingScore;
    std::filesystem::path structure, confidences, summary, trajectory;   // empty: not there
};

struct Prediction {
    std::filesystem::path folder;
    std::string name;                            // of the job
    std::vector<Sample> samples;                 // best first; those without a score last
    std::optional<report::Timing> timing;        // absent in folders of other programs
    std::filesystem::path timeline, settings, input;                      // empty: not there
    std::vector<std::string> problems;           // damaged files in words; what they would have told is absent
};

// `path`: the folder of one job. InputError when it holds no sample, saying what was looked for. A damaged timing or
// ranking file does not hide the structures: it is told in `problems`.
Prediction readPrediction(const std::filesystem::path& path);
// Whether the folder looks like one job's output, without reading its files.
bool isPredictionFolder(const std::filesystem::path& path);

// InputError with file, place and remedy; also when the sample has no such file.
structure::Structure readSampleStructure(const Sample& sample);
Summary readSummary(const std::filesystem::path& path);
// A table of 5,000 x 5,000 tokens takes seconds: not for the thread that draws the window.
Confidences readConfidences(const std::filesystem::path& path);

}  // namespace foldmeter::results
