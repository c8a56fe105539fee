// A compiled program at given sizes: arena, library primitives and one address table, laid out so that run() only walks
// a list. Repeats are rolled out into that list: a round of a layer is a launch with other addresses.
#pragma once

#include "ir/cost.h"
#include "runtime/executable.h"
#include "runtime/memory_budget.h"

namespace foldmeter::runtime {

// A launch in a given round of the loops around it.
struct Instance {
    const cpu::Launch* launch = nullptr;        // null: a copy
    const cpu::Launch::Bound* bound = nullptr;
    std::size_t firstAddress = 0;               // into the address table
    std::size_t copyBytes = 0;
    int site = -1;                              // copies count under the last site, "copy"
    int layer = -1;                             // round of the innermost loop; -1 outside of loops
    const Step* step = nullptr;
    double share = 1;                           // of the launch that is done here
    int slice = -1;                             // of a chain that is walked in slices; -1: the whole launch
    const SlicedChain* chain = nullptr;
};

class CompiledBound final : public BoundProgram {
public:
    CompiledBound(std::shared_ptr<Executable> executable, ir::Sizes sizes, const BindOptions& options);
    void tune() override;

    void setInput(const std::string& name, const Tensor& value) override;
    void shareInput(const std::string& name, BoundProgram& from, const std::string& output) override;
    void run() override;
    Tensor output(const std::string& name) const override;
    std::vector<std::string> inputNames() const override { return m_executable->signature.inputNames(); }
    std::vector<std::string> outputNames() const override { return m_executable->signature.outputNames(); }
    const BindRecord& bindRecord() const override { return m_record; }
    std::string firstNotFinite() override;

private:
    friend class SiteTuner;
    // What stands in the context's books for this program, given back in the end.
    struct Booking {
        std::shared_ptr<Ledger> ledger;
        std::shared_ptr<Workspace> workspace;
        std::int64_t kept = 0;
        ~Booking();
    };
    struct Input {
        std::string name;
        int storage = -1;
        Tensor value;                           // own buffer, or a view of another program's output
        bool own = false, given = false;
        std::vector<std::size_t> slots, shifts;   // of the address table, and bytes from the input's first byte
    };

    Input& input(const std::string& name);
    void useAddressOf(Input& input);
    Tensor makeInputBuffer(const Input& input) const;

    void bindLaunches(const Schedules& schedules);
    void adoptSchedules(const Schedules& schedules);
    void allocate(const BindOptions& options);
    void borrowWorkspace();
    void layOut();
    void layOut(const std::vector<Step>& steps);
    Instance& addInstance(const Step& step);
    void addPart(const SlicedChain& sliced, const ChainLink& link, std::int64_t slice);
    void addAddress(const Place& place, cpu::Schedule::Matmul implementation);
    const cpu::Launch::Bound* boundOf(std::size_t kernel, const cpu::Part& part);
    std::byte* addressOf(int storage) const;
    std::size_t shiftOf(const Place& place) const;

    void runInstance(const Instance& instance);
    // The span and the counter of a launch that ran from start to end.
    void record(const Instance& instance, std::int64_t start, std::int64_t end);
    void runOnce(const std::function<void(const Instance&)>& after);
    void requireInputs() const;
    bool isCutHere(const Instance& instance, std::size_t argument) const;
    const KernelRecord& counterOf(const Instance& instance) const;

    std::shared_ptr<Executable> m_executable;
    ir::Sizes m_sizes;
    Schedules m_schedules;
    MemoryChoice m_memory;
    std::shared_ptr<Buffer> m_kept;
    std::byte* m_workspace = nullptr;                                    // the context's; scratch lies behind what is planned
    std::vector<Input> m_inputs;
    std::vector<std::shared_ptr<cpu::Launch>> m_launches;                // by kernel
    std::vector<std::shared_ptr<const cpu::Launch::Bound>> m_bounds;     // by kernel
    std::map<std::string, std::shared_ptr<const cpu::Launch::Bound>> m_parts;   // of kernels, by kernel and part
    std::vector<ir::Cost> m_costs;                                       // by site, at these sizes
    std::vector<const char*> m_names;                                    // by site, as the recorder keeps them
    std::vector<Instance> m_instances;
    std::vector<void*> m_addresses;
    std::vector<std::int64_t> m_round;                                   // while laying out: by loop
    std::vector<int> m_open;                                             // while laying out: loops around
    bool m_tuned = false;
    Booking m_booking;
    BindRecord m_record;
};

}  // namespace foldmeter::runtime
