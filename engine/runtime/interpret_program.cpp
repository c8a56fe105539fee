// A Program without a target: the graph goes through the passes that decide precision and is then evaluated node by
// node by the interpreter. Slow; the judge of compiled programs and the engine of `--target interpret`.
#include "passes/pass.h"
#include "runtime/program.h"

#include <cmath>

namespace foldmeter::runtime {
namespace {

double secondsSince(std::int64_t start) { return static_cast<double>(timeline::Recorder::now() - start) * 1e-9; }

struct Interpretation {
    ir::Graph graph;
    Signature signature;
    Context context;
    CompileRecord record;
    KernelRecord run;   // one row: the whole graph
};

class InterpretedBound final : public BoundProgram {
public:
    InterpretedBound(std::shared_ptr<Interpretation> program, ir::Sizes sizes)
        : m_program(std::move(program)), m_sizes(std::move(sizes)) {
        m_record.launches = m_program->graph.nodes().size();
    }

    void setInput(const std::string& name, const Tensor& value) override {
        checkInput(m_program->signature, name, value, m_sizes);
        m_inputs[name] = value;
        m_shared.erase(name);
    }
    void shareInput(const std::string& name, BoundProgram& from, const std::string& output) override {
        m_program->signature.input(name);
        m_shared[name] = {&from, output};
    }
    void run() override;
    Tensor output(const std::string& name) const override {
        const auto found = m_outputs.find(name);
        if (found == m_outputs.end()) throw InternalError("program " + m_program->graph.name() + " has no output " + name + " yet");
        return found->second;
    }
    std::vector<std::string> inputNames() const override { return m_program->signature.inputNames(); }
    std::vector<std::string> outputNames() const override { return m_program->signature.outputNames(); }
    const BindRecord& bindRecord() const override { return m_record; }
    std::string firstNotFinite() override;

private:
    struct Source {
        BoundProgram* program = nullptr;
        std::string output;
    };
    std::shared_ptr<Interpretation> m_program;
    ir::Sizes m_sizes;
    TensorMap m_inputs, m_outputs;
    std::map<std::string, Source> m_shared;
    BindRecord m_record;
};

void InterpretedBound::run() {
    const Context& context = m_program->context;
    if (context.cancel) context.cancel->throwIfRequested();
    for (const auto& [name, source] : m_shared) {
        m_inputs[name] = source.program->output(source.output);
        checkInput(m_program->signature, name, m_inputs[name], m_sizes);
    }
    const std::int64_t start = timeline::Recorder::now();
    timeline::ScopedSpan span(context.recorder, "interpret", timeline::Category::Execute);
    m_outputs = ir::interpret(m_program->graph, m_inputs, context.weights, {.sizes = m_sizes});
    for (const ir::Output& output : m_program->graph.outputs())   // the interpreter hands every float out as f32
        m_outputs[output.name] = m_outputs.at(output.name).converted(m_program->graph.type(output.value).dtype);
    m_program->run.calls += 1;
    m_program->run.seconds += secondsSince(start);
}

// The interpreter shows no launches: only the outputs can be told apart.
std::string InterpretedBound::firstNotFinite() {
    run();
    for (const auto& [name, value] : m_outputs)
        for (std::int64_t n = 0; isFloat(value.dtype()) && n < value.count(); ++n)
            if (!std::isfinite(value.at(n))) return "output " + name;
    return "";
}

class InterpretedProgram final : public Program {
public:
    explicit InterpretedProgram(std::shared_ptr<Interpretation> program) : m_program(std::move(program)) {}

    std::unique_ptr<BoundProgram> bind(const ir::Sizes& sizes, const BindOptions&) override {
        checkSizes(m_program->signature, sizes);
        return std::make_unique<InterpretedBound>(m_program, sizes);
    }
    const Signature& signature() const override { return m_program->signature; }
    const CompileRecord& compileRecord() const override { return m_program->record; }
    std::size_t packedWeightBytes() const override { return 0; }
    std::vector<KernelRecord> kernelRecords() const override { return {m_program->run}; }
    std::vector<CandidateRecord> candidateRecords() const override { return {}; }
    void loadWeights() override {}
    ir::Cost costAt(const ir::Sizes& sizes) const override { return ir::costOf(m_program->graph, sizes); }
    MemoryNeed memoryNeed(const ir::Sizes& sizes, const std::set<std::string>& sharedInputs, const BindOptions& options) const override;

private:
    std::shared_ptr<Interpretation> m_program;
};

// The interpreter keeps every value of the graph until the end; bodies are counted once.
std::size_t bytesOfValues(const ir::Graph& graph, const ir::Sizes& sizes) {
    std::size_t bytes = 0;
    for (const ir::Node& node : graph.nodes()) {
        for (const ir::TensorType& type : node.results)
            bytes += static_cast<std::size_t>(ir::evaluate(ir::product(type.shape), sizes)) * sizeOf(type.dtype);
        if (node.body) bytes += bytesOfValues(*node.body, sizes);
    }
    return bytes;
}

MemoryNeed InterpretedProgram::memoryNeed(const ir::Sizes& sizes, const std::set<std::string>&, const BindOptions&) const {
    MemoryNeed need;
    need.kept = bytesOfValues(m_program->graph, sizes);
    return need;
}

// The last pass the interpreter needs: precision decides what is computed, all later passes only how.
std::string precisionPass() {
    for (const passes::Pass& pass : passes::pipeline())
        if (pass.name.find("recision") != std::string::npos) return pass.name;
    throw InternalError("the pipeline has no pass that chooses the precision");
}

}  // namespace

std::unique_ptr<Program> interpretProgram(const ProgramSource& source, DType working, const Context& context) {
    const std::int64_t traceStart = timeline::Recorder::now();
    const ir::Graph graph = [&] {
        timeline::ScopedSpan span(context.recorder, "trace", timeline::Category::Trace);
        span.with("program", source.name);
        return source.trace();
    }();
    const double traceSeconds = secondsSince(traceStart);
    const std::int64_t start = timeline::Recorder::now();
    passes::PassOptions options;
    options.working = working;
    options.fuse = false;
    auto program = std::make_shared<Interpretation>();
    program->graph = passes::runPipeline(graph, options, context.recorder, false, precisionPass()).graph;
    program->signature = signatureOf(program->graph);
    program->context = context;
    program->record.trace = traceSeconds;
    program->record.program = program->run.program = program->run.name = graph.name();
    program->record.optimize = secondsSince(start);
    program->record.graphNodes = program->signature.nodes;
    program->run.implementation = "interpreter";
    return std::make_unique<InterpretedProgram>(std::move(program));
}

std::unique_ptr<Program> interpretProgram(const ir::Graph& graph, DType working, const Context& context) {
    return interpretProgram({graph.name(), [&graph] { return graph; }, {}}, working, context);
}

}  // namespace foldmeter::runtime
