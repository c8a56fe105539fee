// A compiled program at given sizes: arena, library primitives and one address table, laid out so that run() only walks
// a list. Repeats are rolled out into that list: a round of a layer is a launch with other addresses.
#pragma once

#include "ir/cost.h"
#include "runtime/executable.h"
#include "runtime/memory_plan.h"

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
};

class CompiledBound final : public BoundProgram {
public:
    CompiledBound(std::shared_ptr<Executable> executable, ir::Sizes sizes, Tuning tuning);
    ~CompiledBound() override;
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
    void requireBudget() const;
    void allocateArena();
    void layOut();
    void layOut(const std::vector<Step>& steps);
    void addInstance(const Step& step);
    void addAddress(const Place& place, cpu::Schedule::Matmul implementation);
    std::size_t shiftOf(const Place& place) const;

    void runInstance(const Instance& instance);
    void runOnce(const std::function<void(const Instance&)>& after);
    void requireInputs() const;
    const KernelRecord& counterOf(const Instance& instance) const;

    std::shared_ptr<Executable> m_executable;
    ir::Sizes m_sizes;
    Schedules m_schedules;
    MemoryPlan m_plan;
    std::shared_ptr<Buffer> m_arena;
    Buffer m_scratch;
    std::vector<Input> m_inputs;
    std::vector<std::shared_ptr<cpu::Launch>> m_launches;                // by kernel
    std::vector<std::shared_ptr<const cpu::Launch::Bound>> m_bounds;     // by kernel
    std::vector<ir::Cost> m_costs;                                       // by site, at these sizes
    std::vector<const char*> m_names;                                    // by site, as the recorder keeps them
    std::vector<Instance> m_instances;
    std::vector<void*> m_addresses;
    std::vector<std::int64_t> m_round;                                   // while laying out: by loop
    std::vector<int> m_open;                                             // while laying out: loops around
    bool m_tuned = false;
    std::int64_t m_booked = 0;                                           // bytes in the context's ledger
    BindRecord m_record;
};

// Throws DeviceError naming sizes that would fit when `bytes` exceed what the settings or the machine allow.
void requireMemory(const Executable& executable, const ir::Sizes& sizes, std::size_t bytes);

}  // namespace foldmeter::runtime
