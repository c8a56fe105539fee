// The state behind the driver's functions: one device, its memory, its streams and what waits in them. Work runs as late as
// the program allows, so that a missing wait shows as stale data; events read a clock that only work moves.
#pragma once

#include "virtual_gpu/driver/control.h"
#include "virtual_gpu/machine.h"

#pragma GCC visibility push(default)
#include <cuda.h>
#pragma GCC visibility pop

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>

namespace foldmeter::vgpu {

struct LoadedModule {
    std::unique_ptr<Module> code;
    std::map<std::string, std::int64_t> allowedShared;   // by kernel: dynamic bytes a launch may ask for
};
struct LoadedFunction {
    std::shared_ptr<LoadedModule> module;
    const Kernel* kernel = nullptr;
};

struct KernelWork {
    const LoadedFunction* function = nullptr;
    Extent grid, block;
    std::size_t shared = 0;
    std::vector<std::uint8_t> parameters;
};
struct CopyWork {
    enum class Kind { ToDevice, ToHost, OnDevice } kind = Kind::ToDevice;
    std::uint64_t to = 0, from = 0;        // addresses of host or device
    std::size_t bytes = 0;
    std::vector<std::uint8_t> kept;        // what pageable memory held at the call
};
struct FillWork {
    std::uint64_t to = 0;
    std::uint8_t value = 0;
    std::size_t bytes = 0;
};
using Work = std::variant<KernelWork, CopyWork, FillWork, LibraryWork>;

struct RecordedGraph {
    std::vector<Work> nodes;
};

struct VirtualStream;
struct VirtualEvent {
    VirtualStream* stream = nullptr;       // where it was recorded last
    std::uint64_t time = 0;                // nanoseconds of the virtual clock
    int pending = 0;                       // records that the device has not come to
    bool recorded = false;
};
struct VirtualStream {
    std::deque<std::function<void()>> queue;
    std::unique_ptr<RecordedGraph> capture;
    bool captureBroken = false;
};

struct Faults {
    std::int64_t memory = 0, launch = 0, resources = 0, lost = 0;   // counted down; 0: none
    std::int64_t memoryRefusals = 1;
    bool noDevice = false, noProducts = false;
    int code = 0, ptx = 0, driver = 0;
    std::string absent;
    std::uint32_t order = 0;
    std::optional<std::uint64_t> room;
};

struct DeviceRecord {
    std::string name = "Virtual GPU";
    int capability = 80, multiprocessors = 4;
    std::uint64_t memory = std::uint64_t{8} << 30;
    int l2 = 4 << 20, sharedPerMultiprocessor = 102400, sharedPerBlock = 101376, threads = 1536, blocks = 16;
};

class Gpu {
public:
    static Gpu& instance();

    std::recursive_mutex mutex;
    DeviceRecord device;
    Faults faults;
    Statistics statistics;
    GlobalMemory memory;
    std::map<std::uint64_t, std::size_t> allocations;             // living by the host's reckoning
    std::map<std::uintptr_t, std::size_t> pinned;
    std::map<std::uint64_t, std::string> knownCode;               // digest of machine code -> PTX
    std::map<void*, std::shared_ptr<LoadedModule>> modules;
    std::map<void*, std::unique_ptr<LoadedFunction>> functions;
    std::map<void*, std::unique_ptr<VirtualStream>> streams;
    std::map<void*, std::unique_ptr<VirtualEvent>> events;
    std::map<void*, std::unique_ptr<RecordedGraph>> graphs, executables;
    std::uint64_t clock = 0;
    int retained = 0;
    CUresult lost = CUDA_SUCCESS;                                 // every later call says the same
    std::string lastFault;
    bool started = false;

    void start();                                                 // reads the environment
    void order(const std::string& text);
    void reset();
    std::uint64_t room() const { return faults.room.value_or(device.memory); }
    VirtualStream& streamOf(CUstream stream);
    bool isPinned(std::uintptr_t address, std::size_t bytes) const;

    void put(VirtualStream& stream, Work work, bool inGraph);     // or into its recording
    void drain(VirtualStream& stream);
    void drainUntil(VirtualEvent& event);
    void drainAll();
    CUresult synchronize(const std::function<void()>& drains);

private:
    void perform(const Work& work, bool inGraph);
    void perform(const KernelWork& work, bool inGraph);
    void perform(const CopyWork& work);
    void lose(CUresult result, const std::string& why);
    VirtualStream m_null;
};

std::uint64_t digestOfBytes(const void* bytes, std::size_t count);
std::size_t machineCodeBytes(const void* image);   // of an ELF image whose length is not told

}  // namespace foldmeter::vgpu

// A driver function: nothing happens in a lost context, nor while a control function is at work.
#define VGPU_ENTRY extern "C" __attribute__((visibility("default"))) CUresult
#define VGPU_LOCK(gpu)                                                 \
    foldmeter::vgpu::Gpu& gpu = foldmeter::vgpu::Gpu::instance();      \
    const std::lock_guard lock(gpu.mutex);                             \
    if (gpu.lost != CUDA_SUCCESS) return gpu.lost
