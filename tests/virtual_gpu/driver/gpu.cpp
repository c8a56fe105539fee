#include "virtual_gpu/driver/gpu.h"

#include <elf.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

namespace foldmeter::vgpu {
namespace {

// The record of resources/devices that FOLDMETER_VGPU_DEVICE names.
DeviceRecord readDevice(const char* file) {
    DeviceRecord device;
    std::ifstream stream(file);
    const auto json = nlohmann::json::parse(stream);
    device.name = json.at("name");
    device.capability = json.at("compute_capability");
    device.multiprocessors = json.at("multiprocessors");
    device.memory = json.at("memory_bytes");
    device.l2 = json.at("l2_bytes");
    device.sharedPerMultiprocessor = json.at("shared_bytes_per_multiprocessor");
    device.sharedPerBlock = json.at("shared_bytes_per_block");
    device.threads = json.at("threads_per_multiprocessor");
    device.blocks = json.at("blocks_per_multiprocessor");
    return device;
}

}  // namespace

std::uint64_t digestOfBytes(const void* bytes, std::size_t count) {
    std::uint64_t digest = 14695981039346656037ull;   // FNV-1a
    for (std::size_t n = 0; n < count; ++n) digest = (digest ^ static_cast<const std::uint8_t*>(bytes)[n]) * 1099511628211ull;
    return digest;
}

std::size_t machineCodeBytes(const void* image) {
    Elf64_Ehdr header;
    std::memcpy(&header, image, sizeof header);
    const std::size_t sections = header.e_shoff + std::size_t{header.e_shnum} * header.e_shentsize;
    const std::size_t segments = header.e_phoff + std::size_t{header.e_phnum} * header.e_phentsize;
    return std::max(sections, segments);
}

Gpu& Gpu::instance() {
    static Gpu gpu;
    return gpu;
}

void Gpu::start() {
    if (started) return;
    started = true;
    if (const char* file = std::getenv("FOLDMETER_VGPU_DEVICE")) device = readDevice(file);
    if (const char* wanted = std::getenv("FOLDMETER_VGPU_FAULTS")) order(wanted);
}

void Gpu::order(const std::string& text) {
    faults = {};
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const auto colon = word.find(':');
        const std::string name = word.substr(0, colon), value = colon == std::string::npos ? "" : word.substr(colon + 1);
        const auto number = [&] { return std::strtoll(value.c_str(), nullptr, 10); };
        if (name == "memory") {
            faults.memory = number();
            const auto times = value.find('*');
            faults.memoryRefusals = value.ends_with('+') ? std::int64_t{1} << 40 : times == std::string::npos ? 1 : std::strtoll(value.c_str() + times + 1, nullptr, 10);
        }
        else if (name == "room") faults.room = static_cast<std::uint64_t>(number());
        else if (name == "launch") faults.launch = number();
        else if (name == "resources") faults.resources = number();
        else if (name == "lost") faults.lost = number();
        else if (name == "no-device") faults.noDevice = true;
        else if (name == "no-products") faults.noProducts = true;
        else if (name == "code") faults.code = static_cast<int>(number());
        else if (name == "ptx") faults.ptx = static_cast<int>(number());
        else if (name == "absent") faults.absent = value;
        else if (name == "driver") faults.driver = static_cast<int>(number());
        else if (name == "order") faults.order = static_cast<std::uint32_t>(number());
        else std::fprintf(stderr, "virtual GPU: the fault '%s' is not known\n", word.c_str()), std::abort();
    }
}

void Gpu::reset() {
    faults = {};
    statistics = {};
    functions.clear();
    modules.clear();
    graphs.clear();
    executables.clear();
    events.clear();
    streams.clear();
    m_null = {};
    for (const auto& [address, bytes] : allocations) memory.release(address);
    allocations.clear();
    clock = 0;
    retained = 0;
    lost = CUDA_SUCCESS;
    lastFault.clear();
}

VirtualStream& Gpu::streamOf(CUstream stream) {
    const auto found = streams.find(stream);
    return found == streams.end() ? m_null : *found->second;
}

bool Gpu::isPinned(std::uintptr_t address, std::size_t bytes) const {
    auto found = pinned.upper_bound(address);
    if (found == pinned.begin()) return false;
    --found;
    return address + bytes <= found->first + found->second;
}

void Gpu::lose(CUresult result, const std::string& why) {
    lost = result;
    lastFault = why;
    std::fprintf(stderr, "virtual GPU: %s\n", why.c_str());
}

void Gpu::put(VirtualStream& stream, Work work, bool inGraph) {
    if (stream.capture) {
        stream.capture->nodes.push_back(std::move(work));
        return;
    }
    auto held = std::make_shared<Work>(std::move(work));
    stream.queue.push_back([this, held, inGraph] { perform(*held, inGraph); });
}

void Gpu::drain(VirtualStream& stream) {
    while (!stream.queue.empty() && lost == CUDA_SUCCESS) {
        const auto next = std::move(stream.queue.front());
        stream.queue.pop_front();
        next();
    }
}

void Gpu::drainUntil(VirtualEvent& event) {
    while (event.pending > 0 && event.stream && !event.stream->queue.empty() && lost == CUDA_SUCCESS) {
        const auto next = std::move(event.stream->queue.front());
        event.stream->queue.pop_front();
        next();
    }
}

// The stream that was made last comes first: who relies on another order without having waited is found out.
void Gpu::drainAll() {
    std::vector<VirtualStream*> all{&m_null};
    for (const auto& [handle, stream] : streams) all.push_back(stream.get());
    for (auto stream = all.rbegin(); stream != all.rend(); ++stream) drain(**stream);
}

CUresult Gpu::synchronize(const std::function<void()>& drains) {
    ++statistics.synchronizations;
    if (faults.lost > 0 && --faults.lost == 0) lose(CUDA_ERROR_ECC_UNCORRECTABLE, "the device was lost, as ordered");
    else drains();
    return lost;
}

void Gpu::perform(const Work& work, bool inGraph) {
    try {
        if (const auto* kernel = std::get_if<KernelWork>(&work)) perform(*kernel, inGraph);
        else if (const auto* copy = std::get_if<CopyWork>(&work)) perform(*copy);
        else if (const auto* library = std::get_if<LibraryWork>(&work)) {
            library->run([&](std::uint64_t address, std::size_t bytes) { return memory.at(address, bytes); });
            ++statistics.libraryProducts;
            clock += library->nanoseconds;
        } else if (const auto& fill = std::get<FillWork>(work); fill.bytes > 0) std::memset(memory.at(fill.to, fill.bytes), fill.value, fill.bytes);
    } catch (const Fault& fault) {
        const std::string why = fault.what();
        lose(why.find("not aligned") != std::string::npos ? CUDA_ERROR_MISALIGNED_ADDRESS : why.find("too long") != std::string::npos ? CUDA_ERROR_LAUNCH_TIMEOUT : CUDA_ERROR_ILLEGAL_ADDRESS, why);
    }
}

// Costs of the virtual clock: a made-up device, the same on every run.
void Gpu::perform(const KernelWork& work, bool inGraph) {
    if (faults.launch > 0 && --faults.launch == 0) return lose(CUDA_ERROR_LAUNCH_FAILED, "kernel " + work.function->kernel->text.name + " fails, as ordered");
    const LaunchResult result = vgpu::launch(*work.function->kernel, memory, work.grid, work.block, work.shared, work.parameters, {.order = faults.order});
    ++statistics.kernels;
    statistics.kernelsInGraphs += inGraph;
    statistics.warpInstructions += result.warpInstructions;
    clock += (inGraph ? 1000 : 2500) + result.warpInstructions / static_cast<std::uint64_t>(device.multiprocessors);
}

void Gpu::perform(const CopyWork& work) {
    if (work.bytes == 0) return;
    switch (work.kind) {
        case CopyWork::Kind::ToDevice: {
            const void* from = work.kept.empty() ? reinterpret_cast<const void*>(work.from) : work.kept.data();
            std::memcpy(memory.at(work.to, work.bytes), from, work.bytes);
            break;
        }
        case CopyWork::Kind::ToHost: std::memcpy(reinterpret_cast<void*>(work.to), memory.at(work.from, work.bytes), work.bytes); break;
        case CopyWork::Kind::OnDevice: {
            const std::uint8_t* from = memory.at(work.from, work.bytes);
            std::memmove(memory.at(work.to, work.bytes), from, work.bytes);
            break;
        }
    }
    clock += 1500 + work.bytes / (work.kind == CopyWork::Kind::OnDevice ? 500 : 20);
}

}  // namespace foldmeter::vgpu

using foldmeter::vgpu::Gpu;

extern "C" __attribute__((visibility("default"))) void virtualGpuOrder(const char* faults) {
    Gpu& gpu = Gpu::instance();
    const std::lock_guard lock(gpu.mutex);
    gpu.start();
    gpu.order(faults);
}
extern "C" __attribute__((visibility("default"))) void virtualGpuReset() {
    Gpu& gpu = Gpu::instance();
    const std::lock_guard lock(gpu.mutex);
    gpu.reset();
}
extern "C" __attribute__((visibility("default"))) void virtualGpuStatistics(foldmeter::vgpu::Statistics* into) {
    Gpu& gpu = Gpu::instance();
    const std::lock_guard lock(gpu.mutex);
    *into = gpu.statistics;
    into->living = gpu.allocations.size();
}
extern "C" __attribute__((visibility("default"))) int virtualGpuPut(void* stream, const foldmeter::vgpu::LibraryWork& work) {
    VGPU_LOCK(gpu);
    gpu.put(gpu.streamOf(static_cast<CUstream>(stream)), work, false);
    return CUDA_SUCCESS;
}
extern "C" __attribute__((visibility("default"))) bool virtualGpuProductsStart() { return !Gpu::instance().faults.noProducts; }
extern "C" __attribute__((visibility("default"))) const char* virtualGpuLastFault() { return Gpu::instance().lastFault.c_str(); }
extern "C" __attribute__((visibility("default"))) void virtualGpuKnow(const void* code, std::uint64_t bytes, const char* ptx) {
    Gpu& gpu = Gpu::instance();
    const std::lock_guard lock(gpu.mutex);
    gpu.knownCode[foldmeter::vgpu::digestOfBytes(code, bytes)] = ptx;
}
