// Compile settings: one value type for the form in the window, the flags on the command line and the digest in the
// store. Names, values and defaults are those of the user documentation.
#pragma once

#include "base/digest.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter {

enum class Precision : std::uint8_t { F32, BF16, BF16All, TF32 };
enum class AttentionChoice : std::uint8_t { Auto, Decomposed, Flash, Cudnn };
enum class MatmulChoice : std::uint8_t { Auto, Library, Generated };
enum class CacheUse : std::uint8_t { Off, Read, ReadWrite };

struct CompileSettings {
    std::string target = "auto";                 // auto, cpu, cuda, cuda:N, or a description file
    std::optional<Precision> precision;          // none: the model's recommendation, else bf16
    bool fusion = true;
    AttentionChoice attention = AttentionChoice::Auto;
    MatmulChoice matmul = MatmulChoice::Auto;
    bool hoist = true;
    std::string bucketRule = "exact";            // exact, alphafold3, list
    std::vector<int> buckets;                    // sizes of "alphafold3" and "list"
    int autotune = 2;                            // 0..4
    double autotuneBudget = 10;                  // seconds
    CacheUse cache = CacheUse::ReadWrite;
    std::filesystem::path cacheFolder;           // empty: the default folder
    bool warmUp = false;
    bool strict = false;
    std::int64_t memoryBudget = 0;               // bytes; 0: most of what is free
    int threads = 0;                             // 0: all
    int samplesPerBatch = 0;                     // 0: all samples at once

    // name -> value as the options spell them, all settings, sorted. Digest and reports are made from it.
    std::vector<std::pair<std::string, std::string>> toPairs() const;
    // Sets one by option name without dashes ("precision", "bf16-all"); InputError names the allowed values.
    void set(const std::string& name, const std::string& value);
    Digest digest() const;
};

// Throws InputError when a setting asks for what its target does not offer.
void checkForTarget(const CompileSettings& settings);

}  // namespace foldmeter
