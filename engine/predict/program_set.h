// The programs of one model and settings, compiled once (or found in the cache, untraced) and bound to sizes as they come.
#pragma once

#include "ir/cost.h"
#include "model/config.h"
#include "predict/predictor.h"
#include "runtime/program.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace foldmeter::predict {

// How the programs are cut to the memory they may take: what costs least time first. Bytes of all programs together.
struct MemoryFit {
    bool fits = false, hoisted = false;
    std::int64_t samples = 1;                              // in one batch of the denoiser
    std::size_t workspaceLimit = runtime::noLimit, bytes = 0;
    std::size_t slicedChains = 0, slices = 0, productsInPlace = 0;
    double extraTrunk = 0, extraDenoise = 0, extraConfidence = 0;   // FLOPs of a pass, a step, a sample that cutting costs
};

class ProgramSet {
public:
    ProgramSet(const model::Config& config, runtime::Context context, bool interpret);

    void compile();        // trace, optimise, generate, or take from the cache; once
    void loadWeights();    // packs what is not packed yet
    // Binds all programs to these sizes, cut as `fit` says; keeps what fits already. Differing numbers of samples bind only
    // denoise anew. Tuning can be left for later, until the machine is quiet: for the next bind to the same sizes.
    void bind(const ir::Sizes& sizes, const MemoryFit& fit, runtime::Tuning tuning = runtime::Tuning::Now);
    // The least cutting with which these sizes stay within `budget` bytes; as far as it goes when nothing does. sizes names
    // the samples that are wished for; fewer are taken when they may be.
    MemoryFit fit(const ir::Sizes& sizes, std::int64_t budget, bool fewerSamples);

    // The least a form of the denoiser takes: everything cut as far as it can be, one sample at a time where allowed.
    MemoryFit smallest(ir::Sizes sizes, bool hoisted, bool fewerSamples);
    void unbind();         // gives the memory of what is bound back
    // From now on what hoisting would keep is recomputed in every step. False when that is so already.
    bool stopHoisting();
    bool mayHoist() const { return m_mayHoist && m_context.settings.hoist; }

    runtime::BoundProgram& bound(const std::string& name) { return *m_bound.at(name); }
    const runtime::Signature& signatureOf(const std::string& name) const;   // inputs in their final types
    bool hoisted() const { return m_hoisted; }                 // as bound
    std::vector<const runtime::Program*> programs() const;
    std::vector<std::pair<std::string, runtime::BindRecord>> bindRecords() const;
    // Of one form of the denoiser; nothing for a program that form lacks.
    ir::Cost costOf(const std::string& name, const ir::Sizes& sizes, bool hoisted);
    bool codeWasGenerated() const;                             // for some program: the code generator keeps memory

private:
    enum class Form { Both, Hoisted, Whole };   // of the denoiser: which of its two forms an entry belongs to
    struct Entry {
        std::string name;
        DType working = DType::F32;
        Form form = Form::Both;
        int turn = 0;   // programs that take longest to make come first
        std::function<ir::Graph()> trace;
        std::unique_ptr<runtime::Program> program;
        bool loaded = false;
    };
    // The denoiser split by hoisting, traced when the first of its two programs asks.
    struct Split;
    void addEntries();
    Digest keyOf(const Entry& entry) const;
    std::vector<Entry*> entriesOf(bool hoisted);
    void compile(Entry& entry);
    void load(Entry& entry);
    std::set<std::string> sharedInputsOf(const Entry& entry) const;
    MemoryFit needOf(const ir::Sizes& sizes, bool hoisted, std::size_t workspaceLimit, std::size_t& workspace);
    MemoryFit fitForm(const ir::Sizes& sizes, bool hoisted, std::int64_t budget);
    void bindAnew(const ir::Sizes& sizes, const MemoryFit& fit);
    void forgetOtherForm();
    void share();

    model::Config m_config;
    runtime::Context m_context;
    bool m_interpret;
    bool m_hoisted = false, m_mayHoist = true;
    bool m_ready = false;   // what is bound is tuned and its shared inputs are connected
    std::shared_ptr<Split> m_split;
    std::vector<Entry> m_entries;
    ir::Sizes m_sizes;
    std::size_t m_workspaceLimit = runtime::noLimit;   // as bound
    std::map<std::string, std::unique_ptr<runtime::BoundProgram>> m_bound;
};

}  // namespace foldmeter::predict
