// Options that several commands share, and the values made from them.
#pragma once

#include "cli/command.h"
#include "dialects/any_input.h"
#include "features/fold_input.h"
#include "predict/session.h"

#include <filesystem>
#include <vector>

namespace foldmeter::cli {

OptionGroup modelOptions();        // --model, --msa-rows, --threads
OptionGroup seedOptions();         // --seeds, --num-seeds
OptionGroup sizeOptions();         // --recycles, --steps, --samples, --samples-per-batch
OptionGroup settingOptions();      // compile settings

CompileSettings settingsFrom(const Arguments& arguments);
predict::SessionOptions sessionOptionsFrom(const Arguments& arguments);
// The same without --target: for what is done for a device that is not here.
predict::SessionOptions sessionOptionsBesidesTarget(const Arguments& arguments);
// The model's recommendation where an option is absent.
predict::PredictSettings predictSettingsFrom(const Arguments& arguments, predict::Session& session);

OptionGroup inputOptions();        // --job-per-record, --strict-alphafold3
dialects::AnyOptions readingOptions(const Arguments& arguments);

// Files as given; a folder stands for the jobs in it (.json .yaml .yml .fasta .fa), sorted. UsageError when nothing was given.
std::vector<std::filesystem::path> inputFiles(const Arguments& arguments);
// Reads the jobs of a file of any dialect (warnings and what was dropped or assumed to the log) and applies --seeds and
// --num-seeds.
std::vector<features::FoldInput> readInputs(const Invocation& invocation, const std::filesystem::path& file);
// The only job of a file.
features::FoldInput readInput(const Invocation& invocation, const std::filesystem::path& file);

// The bundled input that commands use when none is given.
std::filesystem::path exampleInput();
// A protein of `tokens` residues, all twenty kinds in turn: for warm-ups at a size.
features::FoldInput syntheticInput(int tokens);

}  // namespace foldmeter::cli
