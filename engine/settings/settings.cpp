#include "settings/settings.h"

#include "base/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <span>
#include <string_view>
#include <system_error>

namespace foldmeter {
namespace {

// The reference program's default buckets (spec timing.md, table of flags).
constexpr std::array alphafold3Buckets{128, 256, 384, 512, 768, 1024, 1280, 1536, 2048, 2560, 3072, 3584, 4096, 4608, 5120};

[[noreturn]] void refuse(const std::string& name, const std::string& value, std::string_view allowed) {
    throw InputError(fmt::format("--{}: '{}' is not a value of this setting; allowed: {}", name, value, allowed));
}

// One row a setting: its name, what it accepts (for messages and help), how it is read and how it is written.
struct Row {
    std::string_view name, allowed;
    std::function<bool(CompileSettings&, const std::string&)> read;   // false: not a value of this setting
    std::function<std::string(const CompileSettings&)> write;
};

template <typename Number> bool readNumber(std::string_view text, Number& number) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

template <typename Choice> struct Word {
    std::string_view text;
    Choice choice;
};

template <typename Choice, std::size_t n>
Row wordRow(std::string_view name, std::string_view allowed, Choice CompileSettings::*member, std::array<Word<Choice>, n> words) {
    return {name, allowed,
            [=](CompileSettings& settings, const std::string& value) {
                for (const auto& word : words)
                    if (word.text == value) return settings.*member = word.choice, true;
                return false;
            },
            [=](const CompileSettings& settings) {
                for (const auto& word : words)
                    if (word.choice == settings.*member) return std::string(word.text);
                throw InternalError("setting " + std::string(name) + " holds an unnamed value");
            }};
}

Row switchRow(std::string_view name, bool CompileSettings::*member) {
    return wordRow<bool, 2>(name, "on, off", member, {{{"on", true}, {"off", false}}});
}

Row countRow(std::string_view name, int CompileSettings::*member, int most, std::string_view allowed) {
    return {name, allowed,
            [=](CompileSettings& settings, const std::string& value) {
                int number = 0;
                if (!readNumber(value, number) || number < 0 || number > most) return false;
                settings.*member = number;
                return true;
            },
            [=](const CompileSettings& settings) { return std::to_string(settings.*member); }};
}

constexpr std::array<Word<Precision>, 4> precisionWords{
    {{"f32", Precision::F32}, {"bf16", Precision::BF16}, {"bf16-all", Precision::BF16All}, {"tf32", Precision::TF32}}};

Row precisionRow() {
    return {"precision", "f32, bf16, bf16-all, tf32, auto",
            [](CompileSettings& settings, const std::string& value) {
                if (value == "auto") return settings.precision.reset(), true;
                for (const auto& word : precisionWords)
                    if (word.text == value) return settings.precision = word.choice, true;
                return false;
            },
            [](const CompileSettings& settings) {
                for (const auto& word : precisionWords)
                    if (settings.precision == word.choice) return std::string(word.text);
                return std::string("auto");
            }};
}

bool readBuckets(CompileSettings& settings, const std::string& value) {
    if (value == "exact") {
        settings.buckets.clear();
    } else if (value == "alphafold3") {
        settings.buckets.assign(alphafold3Buckets.begin(), alphafold3Buckets.end());
    } else {
        std::vector<int> sizes;
        for (std::size_t begin = 0; begin <= value.size();) {
            const std::size_t end = std::min(value.find(',', begin), value.size());
            int size = 0;
            if (!readNumber(std::string_view(value).substr(begin, end - begin), size) || size < 1) return false;
            if (!sizes.empty() && size <= sizes.back()) return false;
            sizes.push_back(size);
            begin = end + 1;
        }
        settings.buckets = std::move(sizes);
        settings.bucketRule = "list";
        return true;
    }
    settings.bucketRule = value;
    return true;
}

std::string writeBuckets(const CompileSettings& settings) {
    if (settings.bucketRule != "list") return settings.bucketRule;
    return fmt::format("{}", fmt::join(settings.buckets, ","));
}

bool readTarget(CompileSettings& settings, const std::string& value) {
    if (value.empty()) return false;
    constexpr std::string_view numbered = "cuda:";
    const bool numberless = value.starts_with(numbered) &&
                            (value.size() == numbered.size() || value.size() > numbered.size() + 3 || value.find_first_not_of("0123456789", numbered.size()) != std::string::npos);
    if (numberless) return false;
    settings.target = value;
    return true;
}

// Bytes with an optional binary suffix: "8G", "512M", "1073741824".
bool readMemory(CompileSettings& settings, const std::string& value) {
    if (value == "auto") return settings.memoryBudget = 0, true;
    std::string_view digits = value;
    std::int64_t unit = 1;
    constexpr std::string_view suffixes = "KMGT";
    if (!digits.empty() && suffixes.find(digits.back()) != std::string_view::npos) {
        unit = std::int64_t{1} << (10 * (suffixes.find(digits.back()) + 1));
        digits.remove_suffix(1);
    }
    std::int64_t number = 0;
    if (!readNumber(digits, number) || number < 1 || number > (std::int64_t{1} << 60) / unit) return false;
    settings.memoryBudget = number * unit;
    return true;
}

Row budgetRow() {
    return {"autotune-budget", "seconds, 0 or more",
            [](CompileSettings& settings, const std::string& value) {
                double seconds = 0;
                if (!readNumber(value, seconds) || !std::isfinite(seconds) || seconds < 0) return false;
                settings.autotuneBudget = seconds;
                return true;
            },
            [](const CompileSettings& settings) { return fmt::format("{}", settings.autotuneBudget); }};
}

std::vector<Row> makeTable() {
    using A = AttentionChoice;
    using M = MatmulChoice;
    using C = CacheUse;
    return {
        wordRow<A, 4>("attention", "auto, decomposed, flash, cudnn", &CompileSettings::attention,
                      {{{"auto", A::Auto}, {"decomposed", A::Decomposed}, {"flash", A::Flash}, {"cudnn", A::Cudnn}}}),
        countRow("autotune", &CompileSettings::autotune, 4, "0, 1, 2, 3, 4"),
        budgetRow(),
        {"bucket", "exact, alphafold3, or rising sizes such as 64,128,256", readBuckets, writeBuckets},
        wordRow<C, 3>("cache", "off, read, read-write", &CompileSettings::cache,
                      {{{"off", C::Off}, {"read", C::Read}, {"read-write", C::ReadWrite}}}),
        {"cache-dir", "a folder; empty for the default one",
         [](CompileSettings& settings, const std::string& value) { return settings.cacheFolder = value, true; },
         [](const CompileSettings& settings) { return settings.cacheFolder.string(); }},
        switchRow("fusion", &CompileSettings::fusion),
        switchRow("hoist", &CompileSettings::hoist),
        wordRow<M, 3>("matmul", "auto, library, generated", &CompileSettings::matmul,
                      {{{"auto", M::Auto}, {"library", M::Library}, {"generated", M::Generated}}}),
        {"memory-budget", "bytes, with K, M, G or T behind the number if you like, or auto", readMemory,
         [](const CompileSettings& settings) {
             return settings.memoryBudget == 0 ? std::string("auto") : std::to_string(settings.memoryBudget);
         }},
        precisionRow(),
        countRow("samples-per-batch", &CompileSettings::samplesPerBatch, 1 << 20, "a number of samples; 0 for all at once"),
        switchRow("strict", &CompileSettings::strict),
        {"target", "auto, cpu, cuda, cuda:N, interpret, or a device description file", readTarget,
         [](const CompileSettings& settings) { return settings.target; }},
        countRow("threads", &CompileSettings::threads, 4096, "a number of threads; 0 for all"),
        switchRow("warm-up", &CompileSettings::warmUp),
    };
}

const std::vector<Row>& table() {
    static const std::vector<Row> rows = makeTable();
    return rows;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> CompileSettings::toPairs() const {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const Row& row : table()) pairs.emplace_back(row.name, row.write(*this));
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

void CompileSettings::set(const std::string& name, const std::string& value) {
    const auto row = std::find_if(table().begin(), table().end(), [&](const Row& r) { return r.name == name; });
    if (row == table().end()) {
        std::vector<std::string_view> names;
        for (const Row& r : table()) names.push_back(r.name);
        throw InputError(fmt::format("there is no setting '{}'; settings are: {}", name, fmt::join(names, ", ")));
    }
    if (!row->read(*this, value)) refuse(name, value, row->allowed);
}

Digest CompileSettings::digest() const {
    DigestBuilder builder;
    for (const auto& [name, value] : toPairs()) builder.add(name).add(value);
    return builder.finish();
}

namespace {

void checkForGpu(const CompileSettings& settings) {
    if (settings.precision == Precision::TF32) throw InputError("--precision tf32: kernels in TensorFloat-32 are not part of this version; choose f32, bf16 or bf16-all");
    if (settings.attention == AttentionChoice::Cudnn) throw InputError("--attention cudnn: plans of cuDNN are not part of this version; choose auto, flash or decomposed");
}

}  // namespace

void checkForTarget(const CompileSettings& settings) {
    if (settings.target == "cuda" || settings.target.starts_with("cuda:")) return checkForGpu(settings);
    if (settings.target != "auto" && settings.target != "cpu" && settings.target != "interpret")
        throw InputError(fmt::format("--target {}: a device that is described by a file is not here; only compile, kernels and plan can work for it; here choose cpu, cuda or auto", settings.target));
    if (settings.precision == Precision::TF32)
        throw InputError("--precision tf32: TensorFloat-32 exists on GPUs only; on a CPU choose f32, bf16 or bf16-all");
    if (settings.attention == AttentionChoice::Cudnn)
        throw InputError("--attention cudnn: cuDNN runs on GPUs only; on a CPU choose auto, flash or decomposed");
}

}  // namespace foldmeter
