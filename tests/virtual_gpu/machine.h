// A GPU in software, for tests: executes kernels from their PTX, one warp instruction at a time over 32 lanes. What the
// rules of the language forbid is a fault that names kernel, PTX line, block, warp and address; what they leave open (order
// of warps and blocks, content of fresh memory, the moment an asynchronous copy arrives) is taken at its worst.
//
// Nothing here tells of speed, of the assembler's doings or of bits of tensor-core sums.
#pragma once

#include "virtual_gpu/ptx_text.h"

#include <array>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace foldmeter::vgpu {

class Fault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Memory of the device: allocations with a guard around each; addresses are never used again.
class GlobalMemory {
public:
    std::uint64_t allocate(std::size_t bytes);            // filled with 0xff: NaN, -1
    void release(std::uint64_t address);                  // Fault when it is no allocation, or twice
    // Host view of device bytes. Fault when they are not wholly inside one living allocation.
    std::uint8_t* at(std::uint64_t address, std::size_t bytes);
    std::size_t living() const { return m_blocks.size(); }

private:
    struct Block {
        std::vector<std::uint8_t> bytes;
    };
    std::map<std::uint64_t, Block> m_blocks;
    std::uint64_t m_next = 0x7000000000;
    std::uint64_t m_lastBegin = 1, m_lastEnd = 0;         // of the last hit
    std::uint8_t* m_lastData = nullptr;
};

struct Warp;
struct Step;
using Handler = const Step* (*)(Warp& warp, const Step& step, std::uint32_t lanes);

// A decoded instruction. Operands are places in the warp's register file; constants and special registers are, too.
struct Step {
    Handler run = nullptr;
    std::array<std::int32_t, 16> slots{};   // bytes into the register file
    std::array<std::uint8_t, 16> wide{};    // operand is 8 bytes a lane
    std::int32_t guard = -1;
    bool guardNegated = false;
    std::uint8_t width = 4, count = 1;      // bytes an element, elements of a memory access
    bool signedLoad = false;
    std::int64_t offset = 0;
    int target = -1;                        // branch
    int index = 0;                          // of this step
    const Instruction* source = nullptr;
};

struct Kernel {
    KernelText text;
    std::vector<Step> steps;                // one more than instructions: the end
    std::int64_t registerBytes = 0, localBytes = 0, sharedBytes = 0, parameterBytes = 0;
    std::map<std::string, std::int64_t> parameterPlaces;
    std::vector<std::pair<std::int32_t, std::uint64_t>> constants;   // slot, bits (8 bytes a lane where the slot is wide)
    std::vector<std::uint8_t> constantWide;
    std::map<std::string, std::int32_t> specials;                    // "%tid.x" -> slot
    int maximumThreads = 1024;
};

class Module {
public:
    // PTX text. Throws std::runtime_error naming line and text of what is not known.
    explicit Module(const std::string& ptx, GlobalMemory& memory);
    const Kernel& kernel(const std::string& name) const;    // std::runtime_error when absent
    const std::string& target() const { return m_target; }
    const std::map<std::string, std::unique_ptr<Kernel>>& kernels() const { return m_kernels; }

private:
    std::string m_target;
    std::map<std::string, std::unique_ptr<Kernel>> m_kernels;
};

struct Extent {
    std::uint32_t x = 1, y = 1, z = 1;
    std::uint64_t count() const { return std::uint64_t{x} * y * z; }
};
struct LaunchOptions {
    std::uint32_t order = 0;            // other than 0: warps and blocks in an order drawn from it
    bool findRaces = false;             // between warps, in shared memory
    std::uint64_t budget = 4'000'000'000;   // warp instructions
};
struct LaunchResult {
    std::uint64_t warpInstructions = 0;
};
// `parameters`: as the kernel lists them, packed by their natural alignment.
LaunchResult launch(const Kernel& kernel, GlobalMemory& memory, const Extent& grid, const Extent& block, std::size_t dynamicShared,
                    const std::vector<std::uint8_t>& parameters, const LaunchOptions& options = {});

// Decoding, by family of instructions: nullptr when the family does not know the mnemonic.
Handler arithmeticHandler(const Instruction& instruction, Step& step);
Handler conversionHandler(const Instruction& instruction, Step& step);
Handler memoryHandler(const Instruction& instruction, Step& step);
Handler warpHandler(const Instruction& instruction, Step& step);

// --- a warp at work (used by the handlers) ---------------------------------------------------------------------------

inline constexpr std::uint64_t sharedWindow = 0x1'0000'0000'0000, localWindow = 0x2'0000'0000'0000;

// Who touched each byte of shared memory since the last barrier.
struct SharedShadow {
    std::vector<std::int16_t> writer;        // warp, -1 none
    std::vector<std::uint32_t> readers;      // bit a warp
    void clear();
};
struct PendingCopy {
    std::uint64_t from = 0;                  // device address
    std::uint32_t to = 0;                    // shared offset
    std::uint8_t bytes = 16, taken = 16;
    int group = -1;                          // -1: not committed yet
};
struct BlockState {
    std::vector<std::uint8_t> shared;
    SharedShadow shadow;
    bool findRaces = false;
    Extent index, grid, extent;
    GlobalMemory* memory = nullptr;
    const std::vector<std::uint8_t>* parameters = nullptr;
};
struct Group {
    int place = 0;
    std::uint32_t lanes = 0;
    bool blocked = false;                    // at a step that needs lanes which are elsewhere
};
struct Warp {
    const Kernel* kernel = nullptr;
    BlockState* block = nullptr;
    int number = 0;
    std::uint32_t alive = 0, active = 0;
    std::vector<Group> waiting;
    std::vector<std::uint8_t> storage;
    std::uint8_t* registers = nullptr;       // aligned to 64
    std::vector<std::uint8_t> local;         // 32 lanes
    std::vector<PendingCopy> copies;
    int committed = 0;
    bool atBarrier = false, done = false;
    std::uint64_t executed = 0;

    template <typename T> T* slot(std::int32_t place) { return reinterpret_cast<T*>(registers + place); }
};
[[noreturn]] void fail(const Warp& warp, const Step& step, const std::string& why);
// Bytes of one lane's access: generic, global, shared or local by `space` ("" = generic). write: for the race check.
std::uint8_t* access(Warp& warp, const Step& step, const std::string& space, std::uint64_t address, std::size_t bytes, int lane, bool write);
void copyArrived(Warp& warp, const Step& step, const PendingCopy& copy);

}  // namespace foldmeter::vgpu
