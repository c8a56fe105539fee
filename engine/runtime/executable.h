// What a compiled program consists of, shared by the program and everything bound from it: the launch list, code,
// packed weights, choices of schedule and the counters of its launch sites.
#pragma once

#include "runtime/code_library.h"
#include "runtime/program.h"
#include "ir/cost.h"
#include "runtime/tuning_record.h"
#include "runtime/weight_store.h"

#include <memory>
#include <set>
#include <vector>

namespace foldmeter::runtime {

using Schedules = std::vector<cpu::Schedule>;   // by kernel

struct Executable {
    ~Executable() {
        if (context.ledger) context.ledger->bytes -= bookedWeights;
    }
    Context context;
    std::unique_ptr<ThreadPool> ownPool;   // when the context brings none
    ThreadPool* pool = nullptr;
    cpu::CpuDescription cpu;
    std::shared_ptr<const ir::Graph> graph;   // after all passes; null when the program comes from the cache
    Signature signature;
    LaunchList list;
    std::vector<ir::CostFormula> costs;    // by site
    std::unique_ptr<CodeCache> cache;
    std::unique_ptr<CodeLibrary> code;
    std::unique_ptr<WeightStore> weights;
    std::set<WeightForm> formsInUse;       // of all bound so far
    std::int64_t bookedWeights = 0;        // bytes of packed weights in the context's ledger
    TuningRecord tuning;
    std::string tuningFile, tunedOn;       // where its record lies in the cache's folder; of a GPU what it holds for
    CompileRecord record;
    std::vector<KernelRecord> counters;    // by site

    const CompileSettings& settings() const { return context.settings; }
    const std::string& name() const { return signature.name; }
};

// The schedule without tuning, as the settings allow it.
cpu::Schedule defaultSchedule(const UniqueKernel& kernel, const CompileSettings& settings);
// All schedules the settings allow, the default first.
Schedules candidateSchedules(const UniqueKernel& kernel, const Executable& executable);
// By record where there is one for a neighbouring size (and the settings allow to use it), else the default.
Schedules chooseSchedules(const Executable& executable, const ir::Sizes& sizes);
// Size of a kernel's index space.
double workOf(const UniqueKernel& kernel, const ir::Sizes& sizes);
// Key of a kernel in the tuning record: its text, and what the settings make of its choices.
std::string tuningKey(const UniqueKernel& kernel, const CompileSettings& settings);

std::vector<Variant> variantsOf(const LaunchList& list, const Schedules& schedules);
// The weights in the forms that these schedules read.
std::set<WeightForm> formsOf(const Executable& executable, const Schedules& schedules);

// Packs what is missing of these, and keeps the ledger true.
void loadForms(Executable& executable, const std::set<WeightForm>& forms);
void bookWeights(Executable& executable);

std::string tuningFileOf(const cpu::CpuDescription& cpu);   // in the cache's folder
std::vector<CandidateRecord> candidatesOnRecord(const Executable& executable);
std::string textOf(const ir::Sizes& sizes);                 // "atoms=512 tokens=64"
void readTuning(Executable& executable);
void writeTuning(Executable& executable, const std::vector<TunedSite>& found);

}  // namespace foldmeter::runtime
