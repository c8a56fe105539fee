// A JAX profile (the Chrome trace that jax.profiler writes) asked for what a person compares with our stages: how long a
// program was traced, lowered, compiled, and each of its runs. The spans alone answer; what JAX logged beside the profile
// (jax_log_compiles) is read too, so that both can be shown side by side.
#pragma once

#include "timeline/timeline.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::interop {

struct ForeignStage {
    std::string name;                          // trace, lower, compile, run
    timeline::Category category = timeline::Category::Other;
    std::int64_t start = 0, end = 0;           // nanoseconds on the trace's clock
    std::optional<double> logged;              // seconds that the log states
    double seconds() const { return static_cast<double>(end - start) * 1e-9; }
};

// In the order of time; empty when this is no JAX profile.
std::vector<ForeignStage> jaxStages(const timeline::Timeline& timeline);

// One line of the log: "Finished XLA compilation of jit(apply_fn) in 19.18 sec".
struct LoggedStage {
    std::string stage, function;               // trace, lower, compile
    double seconds = 0;
};
std::vector<LoggedStage> readJaxLog(std::string_view text);
// Gives each stage the logged one of its kind that is nearest to it, if it is within a quarter.
void addLogged(std::vector<ForeignStage>& stages, const std::vector<LoggedStage>& logged);

// Puts the stages on a first track "stages", the compiler's own passes in them, and gives every other span the category of
// the stage that it lies in.
void colourByStage(timeline::Timeline& timeline, const std::vector<ForeignStage>& stages);

}  // namespace foldmeter::interop
