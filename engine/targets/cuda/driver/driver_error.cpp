#include "targets/cuda/driver/driver_error.h"

#include "base/message.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::cuda {
namespace {

std::string textOf(int result, const std::string& call, const std::string& detail) {
    const ResultFacts& facts = factsOf(result);
    std::string text = fmt::format("{}: {} ({}): {}", call, facts.name, result, message(facts.remedy));
    if (!detail.empty()) text += "\n  " + detail;
    return text;
}

}  // namespace

const std::vector<ResultFacts>& allResults() {
    static const std::vector<ResultFacts> table = {
#define FOLDMETER_RESULT(number, name, remedy, sticky) {number, #name, remedy, sticky},
#include "targets/cuda/driver/results.inc"
#undef FOLDMETER_RESULT
    };
    return table;
}

const ResultFacts& factsOf(int result) {
    static const ResultFacts unknown{0, "a result that this version does not know", "cuda.system", false};
    const auto& table = allResults();
    const auto found = std::find_if(table.begin(), table.end(), [&](const ResultFacts& facts) { return facts.result == result; });
    return found == table.end() ? unknown : *found;
}

DriverError::DriverError(int result, const std::string& call, const std::string& detail) : DeviceError(textOf(result, call, detail), result) {}

}  // namespace foldmeter::cuda
