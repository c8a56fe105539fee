#include "runtime/memory_budget.h"

#include "base/error.h"
#include "base/file.h"
#include "ir/cost.h"
#include "runtime/workspace.h"

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

std::string listOf(const ir::Sizes& sizes) {
    std::string text;
    for (const auto& [symbol, size] : sizes) text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", symbol, size);
    return text;
}

std::string gib(std::int64_t bytes) { return fmt::format("{:.2f} GiB", static_cast<double>(bytes) / (1 << 30)); }

constexpr std::int64_t smallestLimit = 0;

// As small as cutting makes it; scratch left out.
std::int64_t bytesAt(const Executable& executable, const ir::Sizes& sizes) {
    return static_cast<std::int64_t>(planMemoryWithin(executable.list, sizes, smallestLimit).arenaBytes());
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
    return "this would fit: " + listOf(scaled(sizes, fits));
}

std::size_t largestScratch(const MemoryPlan& plan, const LaunchList& list, const ScratchOf& scratchOf) {
    std::size_t most = 0;
    const auto meet = [&](int site, const cpu::Part& part) { most = std::max(most, scratchOf(static_cast<std::size_t>(list.sites[static_cast<std::size_t>(site)].kernel), part)); };
    for (std::size_t site = 0; site < list.sites.size(); ++site) meet(static_cast<int>(site), {});
    for (const ProductInPlace& product : plan.products) meet(product.site, {.overOperand = true});
    for (const SlicedChain& sliced : plan.chains)
        for (const ChainLink& link : sliced.chain.links)
            for (const std::int64_t slice : {std::int64_t{0}, sliced.slices - 1})
                if (!link.once) meet(link.step->site, partOf(sliced, link, slice));
    return most;
}

}  // namespace

cpu::Part partOf(const SlicedChain& sliced, const ChainLink& link, std::int64_t slice) {
    const std::int64_t begin = slice * sliced.length;
    return {link.axis.number, link.axis.letter, begin, std::min(begin + sliced.length, sliced.chain.extent), false};
}

// What must be complete before it is read is made in a walk before; its last slice is then the first of the walk proper.
void walkParts(const SlicedChain& sliced, const std::function<void(const ChainLink& link, std::int64_t slice)>& part) {
    const auto before = static_cast<std::size_t>(sliced.chain.before);
    const std::vector<ChainLink>& links = sliced.chain.links;
    const auto walk = [&](std::int64_t slice, std::size_t from, std::size_t to, bool firstTime) {
        for (std::size_t n = from; n < to; ++n)
            if (!links[n].once || firstTime) part(links[n], slice);
    };
    for (std::int64_t slice = 0; before > 0 && slice < sliced.slices; ++slice) walk(slice, 0, before, slice == 0);
    const std::int64_t start = before > 0 ? sliced.slices - 1 : 0;
    walk(start, before, links.size(), true);
    for (std::int64_t slice = 0; slice < sliced.slices; ++slice)
        if (slice != start) walk(slice, 0, links.size(), false);
}

const SlicedChain* chainAt(const MemoryPlan& plan, const Step& step) {
    for (const SlicedChain& sliced : plan.chains)
        if (step.kind != Step::Kind::Loop && step.position >= sliced.chain.first() && step.position <= sliced.chain.last()) return &sliced;
    return nullptr;
}

bool isCut(const SlicedChain& sliced, int storage) {
    const std::vector<int>& cut = sliced.chain.cut;
    return std::find(cut.begin(), cut.end(), storage) != cut.end();
}

void tell(const MemoryPlan& plan, BindRecord& record) {
    record.slicedChains = plan.chains.size();
    record.productsInPlace = plan.products.size();
    for (const SlicedChain& sliced : plan.chains) record.slices = std::max(record.slices, static_cast<std::size_t>(sliced.slices));
}

void tell(const MemoryPlan& plan, MemoryNeed& need) {
    need.slicedChains = plan.chains.size();
    need.productsInPlace = plan.products.size();
    for (const SlicedChain& sliced : plan.chains) need.slices = std::max(need.slices, static_cast<std::size_t>(sliced.slices));
}

const ProductInPlace* productAt(const MemoryPlan& plan, int position) {
    const auto found = std::find_if(plan.products.begin(), plan.products.end(), [&](const ProductInPlace& each) { return each.position == position; });
    return found == plan.products.end() ? nullptr : &*found;
}

ScratchOf scratchOfLaunches(const Executable& executable, const ir::Sizes& sizes, std::function<cpu::Launch&(std::size_t kernel)> launchOf) {
    const auto threads = static_cast<std::size_t>(executable.pool->threads());
    return [threads, sizes, launchOf = std::move(launchOf)](std::size_t kernel, const cpu::Part& part) { return threads * launchOf(kernel).bindPart(sizes, part)->scratchBytesPerThread; };
}

MemoryChoice chooseMemory(const Executable& executable, const ir::Sizes& sizes, const ScratchOf& scratchOf, const BindOptions& options, bool inPlace) {
    const std::size_t limit = options.workspaceLimit;
    MemoryChoice choice{planMemory(executable.list, sizes, options.keepOutputs), 0};
    choice.scratchBytes = largestScratch(choice.plan, executable.list, scratchOf);
    for (int again = 0; again < 3 && choice.workspaceBytes() > limit; ++again) {   // what is cut may want other scratch
        choice.plan = planMemoryWithin(executable.list, sizes, limit - std::min(limit, choice.scratchBytes), options.keepOutputs, inPlace);
        choice.scratchBytes = largestScratch(choice.plan, executable.list, scratchOf);
    }
    return choice;
}

double extraFlops(const Executable& executable, const MemoryPlan& plan, const ir::Sizes& sizes) {
    double flops = 0;
    for (const SlicedChain& sliced : plan.chains) {
        for (int n = 0; n < sliced.chain.before; ++n) {
            const ChainLink& link = sliced.chain.links[static_cast<std::size_t>(n)];
            double rounds = 1;
            for (const Loop& loop : executable.list.loops)
                if (loop.entry < link.step->position && link.step->position < loop.exit) rounds *= static_cast<double>(loop.count);
            if (!link.once) flops += rounds * ir::evaluate(executable.costs[static_cast<std::size_t>(link.step->site)], sizes).flops * static_cast<double>(sliced.slices - 1) / static_cast<double>(sliced.slices);
        }
    }
    return flops;
}

// For what a program keeps and its workspace; the workspace that is there already stands in the ledger and may be used.
std::int64_t bytesLeft(const Executable& executable) {
    const Context& context = executable.context;
    return budgetOf(executable).bytes - context.ledger->bytes + static_cast<std::int64_t>(context.workspace->bytes());
}

std::size_t workspaceRoom(const Executable& executable, std::size_t kept) {
    return static_cast<std::size_t>(std::max<std::int64_t>(0, bytesLeft(executable) - static_cast<std::int64_t>(kept)));
}

void requireMemory(const Executable& executable, const ir::Sizes& sizes, const MemoryChoice& choice, std::size_t workspaceLimit) {
    const auto needed = static_cast<std::int64_t>(choice.plan.keptBytes + choice.workspaceBytes());
    const std::int64_t allowed = bytesLeft(executable);
    if (needed <= allowed && choice.workspaceBytes() <= workspaceLimit) return;
    const Budget budget = budgetOf(executable);
    const bool limited = workspaceLimit != noLimit;
    const std::int64_t left = limited ? std::min(allowed, static_cast<std::int64_t>(choice.plan.keptBytes + workspaceLimit)) : allowed;
    throw DeviceError(fmt::format("program {} needs {} at {}, cut as far as it can be; {} of {} are left; {}", executable.name(),
                                  gib(needed), listOf(sizes), gib(left),
                                  budget.given ? "the memory budget of " + gib(budget.bytes) : "the memory that is free",
                                  whatFits(executable, sizes, left)));
}

}  // namespace foldmeter::runtime
