// A program on a GPU at given sizes. Results that others read later lie in memory of its own, the rest in the workspace that
// all programs of the device share; within a limit chains of launches are walked slice by slice. Its first run launches kernel by kernel and takes the time of each; later runs are one
// launch of a graph, recorded once and updated when sizes or addresses change. Inputs and results travel to and from the
// device in the order of one stream.
#pragma once

#include "runtime/device_program.h"
#include "runtime/memory_budget.h"

#include <deque>

namespace foldmeter::runtime {

// A launch or copy in a given round of the loops around it. Its words: addresses, then the numbers of the kernel; of a copy
// from and to.
struct DeviceInstance {
    int kernel = -1, shape = -1;         // -1: a copy
    std::size_t firstWord = 0, addresses = 0;
    std::size_t copyBytes = 0;
    int site = -1, layer = -1;
    int slice = -1;                      // of a chain that is walked in slices; -1: the whole launch
    double share = 1;                    // of the launch that is done here
    bool completes = true;               // the launch is done with this one
    const SlicedChain* chain = nullptr;
    const Step* step = nullptr;
};

class DeviceBound final : public BoundProgram {
public:
    DeviceBound(std::shared_ptr<DeviceExecutable> executable, ir::Sizes sizes, const BindOptions& options);
    ~DeviceBound() override;

    void tune() override;
    void setInput(const std::string& name, const Tensor& value) override;
    void shareInput(const std::string& name, BoundProgram& from, const std::string& output) override;
    void run() override;
    Tensor output(const std::string& name) const override;
    std::vector<std::string> inputNames() const override { return m_executable->program->signature.inputNames(); }
    std::vector<std::string> outputNames() const override { return m_executable->program->signature.outputNames(); }
    const BindRecord& bindRecord() const override { return m_record; }
    std::string firstNotFinite() override;

private:
    friend class DeviceTuner;
    // What stands in the context's books for this program, given back in the end.
    struct Booking {
        std::shared_ptr<DeviceExecutable> executable;
        std::int64_t kept = 0;
        ~Booking();
    };
    struct Input {
        std::string name;
        int storage = -1;
        cuda::DeviceMemory own;
        cuda::PinnedMemory staging;                 // of small ones
        std::unique_ptr<cuda::Event> sent;          // after the last copy; none: nothing was sent yet
        cuda::Address address = 0;
        bool given = false;
        std::vector<std::size_t> words;             // where its address stands, with what is added to it
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
    void plan(const BindOptions& options);
    void requireBudget(std::size_t room) const;
    void borrowWorkspace();
    int shapeOf(int kernel, const cuda::Part& part);
    void layOut(const std::vector<Step>& steps);
    void layOut(const SlicedChain& sliced);
    std::size_t addInstance(const Step& step, const cuda::Part& part);
    void addPart(const SlicedChain& sliced, const ChainLink& link, std::int64_t slice);
    void addNumbers(const DeviceInstance& instance);
    void addAddress(const Place& place);
    bool kept(const Place& place) const;
    void chooseFunctions();
    void adoptSchedules();
    std::size_t shiftOf(const Place& place) const;
    cuda::Address addressOf(int storage) const;
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
    Booking m_booking;
    ir::Sizes m_sizes;
    MemoryChoice m_memory;
    std::vector<DeviceFunction*> m_functions;       // by kernel, as tuning chose
    bool m_tuned = false;
    std::vector<DeviceShape> m_shapes;              // by kernel, then those of parts
    std::map<std::string, int> m_parts;             // by kernel and part
    cuda::DeviceMemory m_kept;
    cuda::Address m_workspace = 0;                  // as the words at m_inWorkspace have it; scratch lies behind what is planned
    std::vector<std::size_t> m_inWorkspace;
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
