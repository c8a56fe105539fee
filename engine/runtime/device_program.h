// A program on a GPU: the launch list that a CPU would walk, with kernels as functions of modules, weights on the device and
// the graphs of its launches.
#pragma once

#include "runtime/device_code.h"
#include "runtime/device_weights.h"
#include "runtime/executable.h"
#include "targets/cuda/driver/graph.h"
#include "targets/cuda/driver/module.h"
#include "targets/cuda/launch_shape.h"

namespace foldmeter::runtime {

// How a kernel is launched at given sizes: as it stands, or as a product of a library.
struct DeviceShape : cuda::LaunchShape {
    std::shared_ptr<const cuda::ProductPlan> product;
};

// A kernel ready to be bound to sizes.
struct DeviceFunction {
    cuda::Function function;
    std::shared_ptr<const cuda::LaunchPlanner> planner;
    std::int64_t sharedAllowed = 0;      // dynamic bytes that launches may ask for so far
    cuda::KernelFigures figures;
    cuda::Schedule schedule;
    // words: addresses, then numbers.
    void launch(const cuda::Stream& stream, const DeviceShape& shape, std::uint64_t* words, std::size_t addresses) const;
};

constexpr int deviceThreads = 0;         // what tuning records say of threads where there are none of ours

struct DeviceExecutable {
    ~DeviceExecutable();
    std::shared_ptr<Executable> program;            // signature, launch list, costs, counters, context
    std::shared_ptr<ComputeDevice> device;
    std::vector<DeviceFunction> functions;          // by kernel, as they come without tuning
    std::map<std::pair<int, std::string>, DeviceFunction> tuned;   // by kernel and schedule
    std::map<int, cuda::DeviceMemory> constants;    // by storage
    std::unique_ptr<DeviceWeights> weights;
    std::unique_ptr<cuda::ExecutableGraph> spare;   // of a bound program that is gone: the next one updates it
    bool graphs = true;                             // off once the driver refused to record

    const LaunchList& list() const { return program->list; }
    const UniqueKernel& kernelOf(int site) const { return list().kernels[static_cast<std::size_t>(list().sites[static_cast<std::size_t>(site)].kernel)]; }
    DeviceWeights::Surroundings surroundings() const { return {program->pool, program->context.recorder, program->context.cancel}; }
    void loadCode(const std::string& reason);       // from the cache or NVRTC
    void loadRecordedChoices();
    cuda::Schedule chosen(int kernel, const ir::Sizes& sizes) const;   // by record, else the default
    DeviceFunction& functionFor(int kernel, const cuda::Schedule& schedule);
    DeviceFunction withLibrary(int kernel, const cuda::Schedule& schedule) const;
    std::vector<DeviceFunction> makeForTrial(int kernel, const std::vector<cuda::Schedule>& schedules);
    // Whole launches of a library's products; parts are done by the kernel of ours.
    DeviceShape shapeOf(DeviceFunction& function, int kernel, const ir::Sizes& sizes, const cuda::Part& part) const;
    bool holds(const TunedSite& site, const std::string& schedule) const;   // a record of a library holds for one version of it
    std::string libraryNote() const;                // what a record says of its version
    std::vector<Tensor> runAlone(DeviceFunction& function, int kernel, const Step& step, const std::vector<Tensor>& inputs, const ir::Sizes& sizes);

    void loadWeights();                             // these keep the ledger true
    void forgetWeights();
    cuda::Address borrowWorkspace(const void* owner, std::size_t bytes);
    void giveBackWorkspace(const void* owner);
    std::size_t workspaceRoom(std::size_t kept) const;   // that the memory budget leaves to a program that keeps `kept` bytes
};

// `executable` was lowered and knows its context, whose device is set. `reason`: why it did not come from the cache, or "".
std::unique_ptr<Program> makeDeviceProgram(std::shared_ptr<Executable> executable, const std::string& reason);

cuda::Part onDevice(const cpu::Part& part);

// Sum over all launches of one run, a loop's body as often as it runs.
ir::Cost costOfRun(const Executable& program, const ir::Sizes& sizes);

}  // namespace foldmeter::runtime
