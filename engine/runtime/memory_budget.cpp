// Is there room for a program at these sizes, and if not, what would fit?
#include "base/error.h"
#include "base/file.h"
#include "runtime/bound_program.h"

#include <fmt/format.h>

#include <set>

namespace foldmeter::runtime {
namespace {

// Bytes the system would give without swapping; 0 when it does not say.
std::int64_t availableBytes() {
    const std::string text = readText("/proc/meminfo");
    const std::size_t at = text.find("MemAvailable:");
    return at == std::string::npos ? 0 : std::stoll(text.substr(at + 13)) * 1024;
}

// Bytes for all programs of the context, and whether the user named them.
struct Budget {
    std::int64_t bytes = 0;
    bool given = false;
};
Budget budgetOf(const Executable& executable) {
    if (executable.settings().memoryBudget > 0) return {executable.settings().memoryBudget, true};
    constexpr double most = 0.9;   // of what is free now; what the context holds already is not free any more
    const std::int64_t available = availableBytes();
    if (available == 0) return {std::int64_t{1} << 62, false};
    return {executable.context.ledger->bytes + static_cast<std::int64_t>(most * static_cast<double>(available)), false};
}

// Sizes with everything that grows with the input scaled down; counts that the user chooses stay.
ir::Sizes scaled(const ir::Sizes& sizes, double factor) {
    static const std::set<std::string> chosen{"samples", "templates", "msa_rows"};
    ir::Sizes result = sizes;
    for (auto& [symbol, size] : result)
        if (!chosen.contains(symbol)) size = std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(size) * factor));
    return result;
}

std::string textOf(const ir::Sizes& sizes) {
    std::string text;
    for (const auto& [symbol, size] : sizes) text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", symbol, size);
    return text;
}

std::string gib(std::int64_t bytes) { return fmt::format("{:.2f} GiB", static_cast<double>(bytes) / (1 << 30)); }

std::int64_t bytesAt(const Executable& executable, const ir::Sizes& sizes) {
    return static_cast<std::int64_t>(planMemory(executable.list, sizes).arenaBytes);
}

std::string whatFits(const Executable& executable, const ir::Sizes& sizes, std::int64_t room) {
    if (const auto samples = sizes.find("samples"); samples != sizes.end() && samples->second > 1) {
        ir::Sizes fewer = sizes;
        for (fewer["samples"] = samples->second - 1; fewer["samples"] > 0; --fewer["samples"])
            if (bytesAt(executable, fewer) <= room) return fmt::format("--samples-per-batch {} would fit", fewer["samples"]);
    }
    double fits = 0, tooMuch = 1;
    for (int step = 0; step < 20; ++step) {
        const double middle = (fits + tooMuch) / 2;
        (bytesAt(executable, scaled(sizes, middle)) <= room ? fits : tooMuch) = middle;
    }
    if (bytesAt(executable, scaled(sizes, fits)) > room) return "nothing would fit: the weights alone take the budget";
    return "this would fit: " + textOf(scaled(sizes, fits));
}

}  // namespace

void requireMemory(const Executable& executable, const ir::Sizes& sizes, std::size_t bytes) {
    const Budget budget = budgetOf(executable);
    const std::int64_t held = executable.context.ledger->bytes;
    if (held + static_cast<std::int64_t>(bytes) <= budget.bytes) return;
    const std::int64_t room = budget.bytes - held;
    throw DeviceError(fmt::format("program {} needs {} at {}; {} of {} are left; {}", executable.name(), gib(static_cast<std::int64_t>(bytes)),
                                  textOf(sizes), gib(room),
                                  budget.given ? "the memory budget of " + gib(budget.bytes) : "the memory that is free",
                                  whatFits(executable, sizes, room)));
}

}  // namespace foldmeter::runtime
