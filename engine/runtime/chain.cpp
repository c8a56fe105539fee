#include "runtime/chain.h"

#include "runtime/digit.h"

#include <algorithm>
#include <map>
#include <set>

namespace foldmeter::runtime {
namespace {

constexpr std::size_t longest = 8;   // launches of a chain

// One way to make a chain of the steps [first, last] of a list, or the finding that it is none.
class ChainTrial {
public:
    ChainTrial(const LaunchList& list, const ir::Sizes& sizes, const std::set<int>& outputs) : m_list(list), m_sizes(sizes), m_outputs(outputs) {}

    std::optional<Chain> make(const std::vector<Step>& steps, std::size_t first, std::size_t last, const LaunchAxis& axis) {
        m_first = steps[first].position;
        m_last = steps[last].position;
        m_chain.extent = extentOf(kernelOf(steps[first]), axis, m_sizes);
        if (m_chain.extent < 2) return std::nullopt;
        for (std::size_t n = first; n <= last; ++n)
            if (!addLink(steps[n], n == first ? std::optional(axis) : std::nullopt)) return std::nullopt;
        if (m_chain.cut.empty() || m_chain.links.back().once || !orderWhole()) return std::nullopt;
        return std::move(m_chain);
    }

private:
    struct Use {
        int link = 0;
        bool writes = false;
        std::optional<Digit> digit;
    };

    const kernels::Kernel& kernelOf(const Step& step) const {
        return m_list.kernels[static_cast<std::size_t>(m_list.sites[static_cast<std::size_t>(step.site)].kernel)].kernel;
    }
    const Storage& storage(int id) const { return m_list.storages[static_cast<std::size_t>(id)]; }
    bool isCut(int id) const { return std::find(m_chain.cut.begin(), m_chain.cut.end(), id) != m_chain.cut.end(); }

    // Lives within the chain alone, so it may be thrown away slice by slice.
    bool livesInside(const Place& place) const {
        const Storage& of = storage(place.storage);
        return of.kind == Storage::Kind::Arena && place.offsets.empty() && !m_outputs.contains(place.storage) &&
               std::all_of(of.ranges.begin(), of.ranges.end(), [&](const Range& range) { return range.begin >= m_first && range.end <= m_last; });
    }

    // The axis is the outermost digit: slices lie one after the other.
    bool slices(const kernels::Kernel& kernel, std::size_t slot, const LaunchAxis& axis) const {
        const std::optional<Digit> digit = digitOf(kernel, static_cast<int>(slot), axis, m_sizes);
        const std::int64_t elements = ir::evaluate(ir::product(kernel.arguments[slot].type.shape), m_sizes);
        return digit && digit->extent == m_chain.extent && digit->stride * digit->extent == elements;
    }

    // The axis along which a step reads what is cut; nothing when it reads nothing of that kind, or reads it otherwise.
    std::optional<LaunchAxis> axisFor(const Step& step, bool& readsCut) const {
        const kernels::Kernel& kernel = kernelOf(step);
        std::vector<std::size_t> slots;
        for (std::size_t slot = 0; slot < step.arguments.size(); ++slot)
            if (kernel.arguments[slot].role == kernels::Argument::Role::Input && isCut(step.arguments[slot].storage)) slots.push_back(slot);
        readsCut = !slots.empty();
        for (const LaunchAxis& axis : axesOf(kernel)) {
            if (!readsCut || extentOf(kernel, axis, m_sizes) != m_chain.extent) continue;
            if (std::all_of(slots.begin(), slots.end(), [&](std::size_t slot) { return slices(kernel, slot, axis); })) return axis;
        }
        return std::nullopt;
    }

    bool addLink(const Step& step, std::optional<LaunchAxis> axis) {
        if (step.kind != Step::Kind::Launch) return false;
        bool readsCut = false;
        if (!axis) axis = axisFor(step, readsCut);
        if (readsCut && !axis) return false;
        const int link = static_cast<int>(m_chain.links.size());
        m_chain.links.push_back({&step, axis.value_or(LaunchAxis{}), !axis});
        const kernels::Kernel& kernel = kernelOf(step);
        for (std::size_t slot = 0; slot < step.arguments.size(); ++slot) {
            const Place& place = step.arguments[slot];
            if (storage(place.storage).kind != Storage::Kind::Arena) continue;
            const bool writes = kernel.arguments[slot].role == kernels::Argument::Role::Output;
            const bool cuts = axis && writes && livesInside(place) && slices(kernel, slot, *axis);
            if (writes && isCut(place.storage) && !cuts) return false;
            if (cuts && !isCut(place.storage)) {
                if (m_uses.contains(place.storage)) return false;   // something else lay there before
                m_chain.cut.push_back(place.storage);
                m_chain.cutBytes += static_cast<std::size_t>(ir::evaluate(storage(place.storage).bytes, m_sizes));
            }
            if (isCut(place.storage)) continue;
            const bool digits = axis && place.offsets.empty();
            m_uses[place.storage].push_back({link, writes, digits ? digitOf(kernel, static_cast<int>(slot), *axis, m_sizes) : std::nullopt});
        }
        return true;
    }

    // Values that stay whole: either every launch keeps to its slice of them, or they are complete before they are read.
    bool orderWhole() {
        int earliestRead = static_cast<int>(m_chain.links.size());
        for (const auto& [id, uses] : m_uses) {
            if (std::none_of(uses.begin(), uses.end(), [](const Use& use) { return use.writes; }) || uses.size() == 1) continue;
            const bool apart = std::all_of(uses.begin(), uses.end(), [&](const Use& use) {
                return use.digit && use.digit == uses.front().digit && use.digit->extent == m_chain.extent;
            });
            if (apart) continue;
            int lastWrite = -1, lastSlicedWrite = -1, firstRead = static_cast<int>(m_chain.links.size());
            for (const Use& use : uses) {
                const bool once = m_chain.links[static_cast<std::size_t>(use.link)].once;
                if (use.writes) lastWrite = std::max(lastWrite, use.link);
                if (use.writes && !once) lastSlicedWrite = std::max(lastSlicedWrite, use.link);
                if (!use.writes) firstRead = std::min(firstRead, use.link);
            }
            if (firstRead <= lastWrite) return false;
            m_chain.before = std::max(m_chain.before, lastSlicedWrite + 1);
            if (lastSlicedWrite >= 0) earliestRead = std::min(earliestRead, firstRead);
        }
        return earliestRead >= m_chain.before && mayWalkTwice();
    }

    // Launches of the walk before run again: they may not change what they read.
    bool mayWalkTwice() const {
        for (const auto& [id, uses] : m_uses) {
            const auto before = [&](const Use& use) { return use.link < m_chain.before; };
            const bool written = std::any_of(uses.begin(), uses.end(), [&](const Use& use) { return before(use) && use.writes; });
            const bool read = std::any_of(uses.begin(), uses.end(), [&](const Use& use) { return before(use) && !use.writes; });
            if (written && read) return false;
        }
        return true;
    }

    const LaunchList& m_list;
    const ir::Sizes& m_sizes;
    const std::set<int>& m_outputs;
    int m_first = 0, m_last = 0;
    Chain m_chain;
    std::map<int, std::vector<Use>> m_uses;   // of storages that stay whole
};

class Finder {
public:
    Finder(const LaunchList& list, const ir::Sizes& sizes) : m_list(list), m_sizes(sizes) {
        for (const auto& [name, place] : list.outputs) m_outputs.insert(place.storage);
    }

    std::vector<Chain> chains() {
        walk(m_list.steps);
        return std::move(m_chains);
    }

private:
    void walk(const std::vector<Step>& steps) {
        for (std::size_t first = 0; first < steps.size();) {
            if (steps[first].kind == Step::Kind::Loop) walk(steps[first].body);
            std::optional<Chain> best;
            const std::size_t end = std::min(steps.size(), first + longest);
            for (std::size_t last = first + 1; steps[first].kind == Step::Kind::Launch && last < end; ++last) consider(steps, first, last, best);
            first += best ? best->links.size() : 1;
            if (best) m_chains.push_back(std::move(*best));
        }
    }

    void consider(const std::vector<Step>& steps, std::size_t first, std::size_t last, std::optional<Chain>& best) const {
        const kernels::Kernel& kernel = m_list.kernels[static_cast<std::size_t>(m_list.sites[static_cast<std::size_t>(steps[first].site)].kernel)].kernel;
        for (const LaunchAxis& axis : axesOf(kernel)) {
            std::optional<Chain> chain = ChainTrial(m_list, m_sizes, m_outputs).make(steps, first, last, axis);
            const auto rank = [](const Chain& of) { return std::pair(of.cutBytes, -of.before); };
            if (chain && (!best || rank(*best) < rank(*chain))) best = std::move(chain);
        }
    }

    const LaunchList& m_list;
    const ir::Sizes& m_sizes;
    std::set<int> m_outputs;
    std::vector<Chain> m_chains;
};

// Batch letters stand in front of all others.
bool batchOutside(const std::string& letters, const std::string& batch) {
    return !batch.empty() && letters.size() >= batch.size() && letters.compare(0, batch.size(), batch) == 0;
}

class ProductFinder {
public:
    ProductFinder(const LaunchList& list, const ir::Sizes& sizes) : m_list(list), m_sizes(sizes) {
        for (const auto& [name, place] : list.outputs) m_outputs.insert(place.storage);
    }
    std::vector<ProductInPlace> products() {
        walk(m_list.steps);
        return std::move(m_products);
    }

private:
    void walk(const std::vector<Step>& steps) {
        for (const Step& step : steps) {
            walk(step.body);
            if (step.kind == Step::Kind::Launch) consider(step);
        }
    }

    bool single(const Place& place) const {
        const Storage& storage = m_list.storages[static_cast<std::size_t>(place.storage)];
        return storage.kind == Storage::Kind::Arena && place.offsets.empty() && storage.ranges.size() == 1 && !m_outputs.contains(place.storage);
    }

    void consider(const Step& step) {
        const kernels::Kernel& kernel = m_list.kernels[static_cast<std::size_t>(m_list.sites[static_cast<std::size_t>(step.site)].kernel)].kernel;
        const auto* matmul = std::get_if<kernels::MatmulKernel>(&kernel.body);
        if (!matmul) return;
        const ir::EinsumDims dims = matmul->dims();
        const auto placeOf = [&](int slot) -> const Place& { return step.arguments[static_cast<std::size_t>(slot)]; };
        const Place& result = placeOf(matmul->result);
        const std::string batch = dims.result.substr(0, dims.batch().size());
        if (!single(result) || placeOf(matmul->left).storage == placeOf(matmul->right).storage) return;
        for (const auto& [slot, letters] : {std::pair{matmul->left, dims.left}, std::pair{matmul->right, dims.right}}) {
            const Place& operand = placeOf(slot);
            const Storage& from = m_list.storages[static_cast<std::size_t>(operand.storage)];
            if (!single(operand) || from.ranges.front().end != step.position || !batchOutside(letters, batch)) continue;
            if (!std::all_of(batch.begin(), batch.end(), [&](char letter) { return dims.batch().find(letter) != std::string::npos; })) continue;
            if (ir::evaluate(from.bytes, m_sizes) != ir::evaluate(m_list.storages[static_cast<std::size_t>(result.storage)].bytes, m_sizes)) continue;
            if (kernel.arguments[static_cast<std::size_t>(slot)].type.dtype != kernel.arguments[static_cast<std::size_t>(matmul->result)].type.dtype) continue;
            m_products.push_back({step.position, step.site, result.storage, operand.storage});
            return;
        }
    }

    const LaunchList& m_list;
    const ir::Sizes& m_sizes;
    std::set<int> m_outputs;
    std::vector<ProductInPlace> m_products;
};

}  // namespace

std::vector<Chain> findChains(const LaunchList& list, const ir::Sizes& sizes) { return Finder(list, sizes).chains(); }

std::vector<ProductInPlace> findProductsInPlace(const LaunchList& list, const ir::Sizes& sizes) { return ProductFinder(list, sizes).products(); }

}  // namespace foldmeter::runtime
