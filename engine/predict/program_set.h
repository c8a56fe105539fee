// The programs of one model and settings, compiled once and bound to sizes as they come.
#pragma once

#include "model/config.h"
#include "predict/predictor.h"
#include "runtime/program.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace foldmeter::predict {

class ProgramSet {
public:
    ProgramSet(const model::Config& config, runtime::Context context, bool interpret);

    void compile();        // optimise, generate; once
    void loadWeights();    // packs; once
    // Binds all programs to these sizes; keeps what fits already. Differing numbers of samples bind only denoise anew.
    // What hoisting would keep of a seed is recomputed in every step where it does not fit into memory.
    void bind(const ir::Sizes& sizes);

    runtime::BoundProgram& bound(const std::string& name) { return *m_bound.at(name); }
    const ir::Graph& graphOf(const std::string& name) const;   // after all passes: inputs in their final types
    bool hoisted() const { return m_hoisted; }                 // as bound
    std::vector<const runtime::Program*> programs() const;
    std::vector<std::pair<std::string, runtime::BindRecord>> bindRecords() const;
    double traceSeconds(const std::string& program) const;
    std::size_t bytesFor(const ir::Sizes& sizes);              // of the form that bind would choose

private:
    enum class Form { Both, Hoisted, Whole };   // of the denoiser: which of its two forms an entry belongs to
    struct Entry {
        std::string name;
        ir::Graph graph;
        DType working = DType::F32;
        Form form = Form::Both;
        double traceSeconds = 0;
        std::unique_ptr<runtime::Program> program;
        bool loaded = false;
    };
    void trace();
    void splitDenoise();
    std::vector<Entry*> entriesOf(bool hoisted);
    void compile(Entry& entry);
    void load(Entry& entry);
    std::set<std::string> sharedInputsOf(const Entry& entry) const;
    std::size_t recordBytes();
    std::size_t bytesFor(const ir::Sizes& sizes, bool hoisted);
    bool fitsHoisted(const ir::Sizes& sizes);
    void share();

    model::Config m_config;
    runtime::Context m_context;
    bool m_interpret;
    bool m_canHoist = false, m_hoisted = false;
    std::vector<Entry> m_entries;
    ir::Sizes m_sizes;
    std::size_t m_recordBytes = 0;   // 0: not added up yet
    std::map<std::string, std::unique_ptr<runtime::BoundProgram>> m_bound;
};

}  // namespace foldmeter::predict
