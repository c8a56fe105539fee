// A program on a GPU at given sizes. Its first run launches kernel by kernel and takes the time of each; later runs are one
// launch of a graph, recorded once and updated when sizes or addresses change. Inputs and results travel to and from the
// device in the order of one stream.
#pragma once

#include "runtime/device_program.h"
#include "runtime/memory_plan.h"

#include <deque>

namespace foldmeter::runtime {

// A launch or copy in a given round of the loops around it. Its words: addresses, then the numbers of the kernel; of a copy
// from and to.
struct DeviceInstance {
    int kernel = -1;                     // -1: a copy
    std::size_t firstWord = 0, addresses = 0;
    std::size_t copyBytes = 0;
    int site = -1, layer = -1;
};

class DeviceBound final : public BoundProgram {
public:
    DeviceBound(std::shared_ptr<DeviceExecutable> executable, ir::Sizes sizes);
    ~DeviceBound() override;

    void setInput(const std::string& name, const Tensor& value) override;
    void shareInput(const std::string& name, BoundProgram& from, const std::string& output) override;
    void run() override;
    Tensor output(const std::string& name) const override;
    std::vector<std::string> inputNames() const override { return m_executable->program->signature.inputNames(); }
    std::vector<std::string> outputNames() const override { return m_executable->program->signature.outputNames(); }
    const BindRecord& bindRecord() const override { return m_record; }
    std::string firstNotFinite() override;

private:
    struct Input {
        std::string name;
        int storage = -1;
        cuda::DeviceMemory own;
        cuda::PinnedMemory staging;                 // of small ones
        std::unique_ptr<cuda::Event> sent;          // after the last copy; none: nothing was sent yet
        cuda::Address address = 0;
        bool given = false;
        std::vector<std::size_t> words, shifts;     // where the address stands, and bytes from the input's first byte
    };
    // A result on the host: a copy of what the last run left.
    struct Result {
        cuda::PinnedMemory pinned;
        Buffer plain;
        std::int64_t run = -1;
    };
    struct GraphRun {
        std::shared_ptr<cuda::Event> begin, end;
        int span = -1;                              // of the launch, on the host
    };

    Input& input(const std::string& name);
    void useAddress(Input& input, cuda::Address address);
    void planLaunches();
    void requireBudget() const;
    void layOut(const std::vector<Step>& steps);
    void addInstance(const Step& step);
    void addAddress(const Place& place);
    std::size_t shiftOf(const Place& place) const;
    cuda::Address addressInArena(int storage) const;
    cuda::Address addressOfOutput(const Place& place, std::size_t bytes) const;

    void enqueue(const DeviceInstance& instance);
    void runOneByOne(const std::function<void(const DeviceInstance&)>& after);
    void collect(const std::vector<std::shared_ptr<cuda::Event>>& events, const std::vector<int>& spans);
    void runGraph();
    void recordGraph();
    void collectGraphs() const;
    void count(const DeviceInstance& instance, double seconds) const;
    std::shared_ptr<cuda::Event> event() const;
    void requireInputs() const;
    void waitFor() const;

    std::shared_ptr<DeviceExecutable> m_executable;
    ir::Sizes m_sizes;
    MemoryPlan m_plan;
    std::size_t m_scratchBytes = 0;
    std::vector<cuda::LaunchShape> m_shapes;        // by kernel
    cuda::DeviceMemory m_arena, m_scratch;
    std::vector<Input> m_inputs;
    std::vector<ir::Cost> m_costs;                  // by site
    std::vector<const char*> m_names;               // by site, as the recorder keeps them
    std::vector<DeviceInstance> m_instances;
    std::vector<std::uint64_t> m_words;
    std::vector<std::int64_t> m_round;              // while laying out: by loop
    std::vector<int> m_open;
    std::unique_ptr<cuda::ExecutableGraph> m_graph;
    bool m_graphFits = false;                       // it was recorded with the addresses as they are
    std::vector<double> m_shares;                   // of a run's time, by instance, as the last run one by one showed
    std::int64_t m_runs = 0;
    mutable std::deque<GraphRun> m_pending;
    mutable std::vector<std::shared_ptr<cuda::Event>> m_events;   // to be used again
    mutable std::map<std::string, Result> m_results;
    BindRecord m_record;
};

}  // namespace foldmeter::runtime
