// Instructions that touch memory: loads, stores, atomics, address conversions, asynchronous copies. Every access is checked
// against the allocation it falls into and against its alignment.
#include "virtual_gpu/lanes.h"

#include <algorithm>

namespace foldmeter::vgpu {

std::uint64_t GlobalMemory::allocate(std::size_t bytes) {
    const std::uint64_t address = m_next;
    m_next += (bytes + 4095) / 4096 * 4096 + 4096;   // a guard behind it
    m_blocks[address].bytes.assign(bytes, 0xff);
    m_lastEnd = 0;
    m_lastBegin = 1;
    return address;
}

void GlobalMemory::release(std::uint64_t address) {
    if (m_blocks.erase(address) == 0) throw Fault("freed what is no allocation, or twice");
    m_lastEnd = 0;
    m_lastBegin = 1;
}

std::uint8_t* GlobalMemory::at(std::uint64_t address, std::size_t bytes) {
    if (address < m_lastBegin || address + bytes > m_lastEnd) {
        auto found = m_blocks.upper_bound(address);
        if (found == m_blocks.begin()) throw Fault("outside of every allocation");
        --found;
        if (address + bytes > found->first + found->second.bytes.size())
            throw Fault("outside of every allocation; the one before has " + std::to_string(found->second.bytes.size()) + " bytes and begins " +
                        std::to_string(address - found->first) + " bytes earlier");
        m_lastBegin = found->first;
        m_lastEnd = found->first + found->second.bytes.size();
        m_lastData = found->second.bytes.data();
    }
    return m_lastData + (address - m_lastBegin);
}

void SharedShadow::clear() {
    std::fill(writer.begin(), writer.end(), std::int16_t{-1});
    std::fill(readers.begin(), readers.end(), 0u);
}

namespace {

void checkRace(Warp& warp, const Step& step, std::uint64_t offset, std::size_t bytes, bool write) {
    auto& shadow = warp.block->shadow;
    const std::uint32_t self = 1u << warp.number;
    for (std::size_t byte = offset; byte < offset + bytes; ++byte) {
        const bool otherWrote = shadow.writer[byte] >= 0 && shadow.writer[byte] != warp.number;
        const bool otherRead = (shadow.readers[byte] & ~self) != 0;
        if (otherWrote || (write && otherRead))
            fail(warp, step, "shared memory at " + std::to_string(byte) + " is touched by two warps without a barrier between");
        if (write) shadow.writer[byte] = static_cast<std::int16_t>(warp.number);
        else shadow.readers[byte] |= self;
    }
}

std::uint64_t addressOf(Warp& warp, const Step& step, int operand, int lane) {
    const std::int32_t slot = step.slots[static_cast<std::size_t>(operand)];
    const std::uint64_t base = step.wide[static_cast<std::size_t>(operand)] ? warp.slot<std::uint64_t>(slot)[lane] : warp.slot<std::uint32_t>(slot)[lane];
    return base + static_cast<std::uint64_t>(step.offset);
}

}  // namespace

std::uint8_t* access(Warp& warp, const Step& step, const std::string& space, std::uint64_t address, std::size_t bytes, int lane, bool write) {
    const bool generic = space.empty();
    if (address % std::min<std::size_t>(bytes, 16) != 0) fail(warp, step, "lane " + std::to_string(lane) + ": address " + std::to_string(address) + " is not aligned to " + std::to_string(bytes));
    if (space == "shared" || (generic && address >= sharedWindow && address < localWindow)) {
        const std::uint64_t offset = address >= sharedWindow ? address - sharedWindow : address;
        if (offset + bytes > warp.block->shared.size())
            fail(warp, step, "lane " + std::to_string(lane) + ": shared memory at " + std::to_string(offset) + " is outside of " + std::to_string(warp.block->shared.size()) + " bytes");
        if (warp.block->findRaces) checkRace(warp, step, offset, bytes, write);
        return warp.block->shared.data() + offset;
    }
    if (space == "local" || (generic && address >= localWindow)) {
        const std::uint64_t offset = address >= localWindow ? address - localWindow : address;
        if (offset + bytes > static_cast<std::uint64_t>(warp.kernel->localBytes)) fail(warp, step, "local memory at " + std::to_string(offset) + " does not exist");
        return warp.local.data() + lane * warp.kernel->localBytes + static_cast<std::int64_t>(offset);
    }
    try {
        return warp.block->memory->at(address, bytes);
    } catch (const Fault& fault) {
        fail(warp, step, "lane " + std::to_string(lane) + ": global memory at " + std::to_string(address) + ": " + fault.what());
    }
}

namespace {

std::string spaceOf(const Mnemonic& m) {
    for (const char* space : {"global", "shared", "local", "param", "const"})
        if (std::find(m.begin(), m.end(), space) != m.end()) return space;
    return "";
}

void loadElement(Warp& warp, const Step& step, const std::uint8_t* from, int element, int lane) {
    const auto slot = step.slots[static_cast<std::size_t>(element)];
    std::uint64_t raw = 0;
    std::memcpy(&raw, from + element * step.width, step.width);
    if (step.signedLoad && step.width < 8 && (raw >> (step.width * 8 - 1) & 1)) raw |= ~std::uint64_t{0} << (step.width * 8);
    if (step.wide[static_cast<std::size_t>(element)]) warp.slot<std::uint64_t>(slot)[lane] = raw;
    else warp.slot<std::uint32_t>(slot)[lane] = static_cast<std::uint32_t>(raw);
}
void storeElement(Warp& warp, const Step& step, std::uint8_t* to, int element, int lane) {
    const auto slot = step.slots[static_cast<std::size_t>(element + 1)];
    const std::uint64_t raw = step.wide[static_cast<std::size_t>(element + 1)] ? warp.slot<std::uint64_t>(slot)[lane] : warp.slot<std::uint32_t>(slot)[lane];
    std::memcpy(to + element * step.width, &raw, step.width);
}

enum class Space { Generic, Global, Shared, Local };
template <Space space> const std::string& nameOf() {
    static const std::string name = space == Space::Global ? "global" : space == Space::Shared ? "shared" : space == Space::Local ? "local" : "";
    return name;
}

// slots: destinations, then the address.
template <Space space> const Step* load(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane) {
        if (!(lanes >> lane & 1)) continue;
        const std::uint8_t* from = access(warp, step, nameOf<space>(), addressOf(warp, step, step.count, lane), std::size_t{step.width} * step.count, lane, false);
        for (int element = 0; element < step.count; ++element) loadElement(warp, step, from, element, lane);
    }
    return following(step);
}
// slots: the address, then sources.
template <Space space> const Step* store(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane) {
        if (!(lanes >> lane & 1)) continue;
        std::uint8_t* to = access(warp, step, nameOf<space>(), addressOf(warp, step, 0, lane), std::size_t{step.width} * step.count, lane, true);
        for (int element = 0; element < step.count; ++element) storeElement(warp, step, to, element, lane);
    }
    return following(step);
}
// The address of a parameter is its place; loads of a computed place have it in a register.
const Step* loadParameter(Warp& warp, const Step& step, std::uint32_t lanes) {
    const auto& parameters = *warp.block->parameters;
    for (int lane = 0; lane < 32; ++lane) {
        if (!(lanes >> lane & 1)) continue;
        const std::uint64_t at = addressOf(warp, step, step.count, lane);
        if (at + std::size_t{step.width} * step.count > parameters.size()) fail(warp, step, "a parameter at " + std::to_string(at) + " does not exist");
        for (int element = 0; element < step.count; ++element) loadElement(warp, step, parameters.data() + at, element, lane);
    }
    return following(step);
}

template <std::uint64_t window> const Step* toGeneric(Warp& warp, const Step& step, std::uint32_t lanes) {
    forLanes<std::uint64_t, std::uint64_t>(warp, lanes, step.slots[0], [](std::uint64_t a) { return a + window; }, step.slots[1]);
    return following(step);
}
template <std::uint64_t window> const Step* fromGeneric(Warp& warp, const Step& step, std::uint32_t lanes) {
    forLanes<std::uint64_t, std::uint64_t>(warp, lanes, step.slots[0], [](std::uint64_t a) { return a - window; }, step.slots[1]);
    return following(step);
}

// cp.async: the destination is poisoned now and filled when the program has waited for it.
const Step* copyAsync(Warp& warp, const Step& step, std::uint32_t lanes) {
    for (int lane = 0; lane < 32; ++lane) {
        if (!(lanes >> lane & 1)) continue;
        PendingCopy copy;
        const auto slotOf = [&](int operand) -> std::uint64_t {
            const auto slot = step.slots[static_cast<std::size_t>(operand)];
            return step.wide[static_cast<std::size_t>(operand)] ? warp.slot<std::uint64_t>(slot)[lane] : warp.slot<std::uint32_t>(slot)[lane];
        };
        copy.to = static_cast<std::uint32_t>(slotOf(0) + static_cast<std::uint64_t>(step.offset));
        copy.from = slotOf(1);
        copy.bytes = static_cast<std::uint8_t>(warp.slot<std::uint32_t>(step.slots[2])[lane]);
        copy.taken = step.count > 3 ? static_cast<std::uint8_t>(warp.slot<std::uint32_t>(step.slots[3])[lane]) : copy.bytes;
        std::memset(access(warp, step, "shared", copy.to, copy.bytes, lane, true), 0xff, copy.bytes);
        warp.copies.push_back(copy);
    }
    return following(step);
}

}  // namespace

void copyArrived(Warp& warp, const Step& step, const PendingCopy& copy) {
    std::uint8_t* to = access(warp, step, "shared", copy.to, copy.bytes, 0, true);
    std::memset(to, 0, copy.bytes);
    if (copy.taken > 0) std::memcpy(to, access(warp, step, "global", copy.from, copy.taken, 0, false), copy.taken);
}

namespace {

const Step* commitCopies(Warp& warp, const Step& step, std::uint32_t) {
    for (PendingCopy& copy : warp.copies)
        if (copy.group < 0) copy.group = warp.committed;
    ++warp.committed;
    return following(step);
}
// Groups older than the last n arrive, at the latest moment the rules allow.
const Step* waitForCopies(Warp& warp, const Step& step, std::uint32_t) {
    const int kept = step.slots[0] < 0 ? 0 : static_cast<int>(warp.slot<std::uint32_t>(step.slots[0])[0]);
    const bool all = step.slots[0] < 0;
    for (auto copy = warp.copies.begin(); copy != warp.copies.end();) {
        const bool arrives = all || (copy->group >= 0 && copy->group < warp.committed - kept);
        if (arrives) copyArrived(warp, step, *copy);
        copy = arrives ? warp.copies.erase(copy) : copy + 1;
    }
    return following(step);
}

}  // namespace

Handler memoryHandler(const Instruction& instruction, Step& step) {
    const Mnemonic& m = instruction.mnemonic;
    const std::string space = spaceOf(m);
    if (m[0] == "ld" || m[0] == "st") {
        step.width = static_cast<std::uint8_t>(bytesOfType(m.back()));
        step.signedLoad = m.back()[0] == 's';
        step.count = std::find(m.begin(), m.end(), "v4") != m.end() ? 4 : std::find(m.begin(), m.end(), "v2") != m.end() ? 2 : 1;
        if (space == "param") return m[0] == "ld" ? loadParameter : nullptr;
        const bool loads = m[0] == "ld";
        if (space == "global" || space == "const") return loads ? load<Space::Global> : store<Space::Global>;
        if (space == "shared") return loads ? load<Space::Shared> : store<Space::Shared>;
        if (space == "local") return loads ? load<Space::Local> : store<Space::Local>;
        return loads ? load<Space::Generic> : store<Space::Generic>;
    }
    if (m[0] == "cvta") {
        const bool to = m[1] == "to";
        if (space == "shared") return to ? fromGeneric<sharedWindow> : toGeneric<sharedWindow>;
        if (space == "local") return to ? fromGeneric<localWindow> : toGeneric<localWindow>;
        return to ? fromGeneric<0> : toGeneric<0>;
    }
    if (m[0] == "cp" && m.size() > 2 && m[1] == "async") {
        if (m[2] == "commit_group") return commitCopies;
        if (m[2] == "wait_group" || m[2] == "wait_all") {
            if (m[2] == "wait_all") step.slots[0] = -1;
            return waitForCopies;
        }
        step.count = static_cast<std::uint8_t>(instruction.operands.size());
        return copyAsync;
    }
    return nullptr;
}

}  // namespace foldmeter::vgpu
