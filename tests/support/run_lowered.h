// Runs a graph that went through fuse: every Fused, Einsum and Attention node is lowered and its kernel interpreted.
// Beside it, what a test of single passes needs to get there: composites opened, Working replaced.
#pragma once

#include "ir/decompose.h"
#include "ir/interpret.h"
#include "kernels/interpret_kernel.h"
#include "kernels/lower.h"

#include <algorithm>
#include <functional>

namespace foldmeter::test {

// Weight as a node sees it: permuted, merged, in its type. A graph of that one node, interpreted.
inline Tensor weightOf(const ir::Node& node, const ir::WeightSource& weights, std::int64_t round) {
    const auto& stored = node.attributes.integers("stored");
    const std::int64_t count = elementCount(stored);
    ir::Graph single("weight");
    ir::Attributes attributes = node.attributes;
    attributes.set("layered", std::int64_t{0});
    single.setOutput("w", single.append(ir::Op::Weight, {}, std::move(attributes), {}));
    const bool layered = node.attributes.integer("layered") != 0;
    const auto source = [&](const std::string& name) {
        const Tensor record = weights(name);
        if (!layered) return record;
        const std::size_t bytes = static_cast<std::size_t>(count) * sizeOf(record.dtype());
        const std::int64_t row = round % (record.count() / count);
        return Tensor(record.dtype(), stored, Buffer::copyOf(record.bytes().subspan(static_cast<std::size_t>(row) * bytes, bytes)));
    };
    return ir::interpret(single, {}, source).at("w");
}

class LoweredRun {
public:
    LoweredRun(const ir::Sizes& sizes, const ir::WeightSource& weights) : m_sizes(sizes), m_weights(weights) {}
    std::function<void(const kernels::Kernel&)> onKernel;

    std::vector<Tensor> run(const ir::Graph& graph, const std::vector<Tensor>& inputs, std::int64_t round = 0) {
        std::map<ir::Value, Tensor> values;
        std::size_t next = 0;
        for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(graph.nodes().size()); ++id) {
            const ir::Node& node = graph.node(id);
            std::vector<Tensor> operands, results;
            for (const ir::Value& operand : node.operands) operands.push_back(values.at(operand));
            if (node.op == ir::Op::Input) results = {inputs.at(next++)};
            else if (node.op == ir::Op::Table) results = {node.attributes.tensor("tensor")};
            else if (node.op == ir::Op::Repeat) results = repeat(node, operands, round);
            else results = launch(graph, id, std::move(operands), round);
            for (std::size_t r = 0; r < results.size(); ++r) values[{id, static_cast<std::int32_t>(r)}] = results[r];
        }
        std::vector<Tensor> outputs;
        for (const ir::Output& output : graph.outputs()) outputs.push_back(values.at(output.value));
        return outputs;
    }

private:
    std::vector<Tensor> launch(const ir::Graph& graph, ir::NodeId id, std::vector<Tensor> operands, std::int64_t round) {
        const kernels::Lowered lowered = kernels::lower(graph, id);
        if (onKernel) onKernel(lowered.kernel);
        for (const ir::NodeId weight : lowered.weights) operands.push_back(weightOf(graph.node(id).body->node(weight), m_weights, round));
        return kernels::interpretKernel(lowered.kernel, operands, m_sizes);
    }

    static Tensor rowOf(const Tensor& stacked, std::int64_t row) {
        const Extents extents(stacked.extents().begin() + 1, stacked.extents().end());
        const std::size_t bytes = stacked.bytes().size() / static_cast<std::size_t>(stacked.extents()[0]);
        return Tensor(stacked.dtype(), extents, Buffer::copyOf(stacked.bytes().subspan(bytes * static_cast<std::size_t>(row), bytes)));
    }

    std::vector<Tensor> repeat(const ir::Node& node, const std::vector<Tensor>& operands, std::int64_t outer) {
        const std::int64_t count = node.attributes.integer("count");
        const auto carried = static_cast<std::size_t>(node.attributes.integer("carried"));
        const auto stacked = static_cast<std::size_t>(node.attributes.integer("stacked"));
        std::vector<Tensor> state(operands.begin(), operands.begin() + static_cast<std::ptrdiff_t>(carried));
        std::vector<std::vector<Tensor>> collected;
        for (std::int64_t round = 0; round < count; ++round) {
            std::vector<Tensor> inputs = state;
            for (std::size_t n = carried; n < operands.size(); ++n) inputs.push_back(n < carried + stacked ? rowOf(operands[n], round) : operands[n]);
            const std::vector<Tensor> results = run(*node.body, inputs, outer * count + round);
            state.assign(results.begin(), results.begin() + static_cast<std::ptrdiff_t>(carried));
            collected.emplace_back(results.begin() + static_cast<std::ptrdiff_t>(carried), results.end());
        }
        for (std::size_t c = 0; c < collected[0].size(); ++c) {
            Extents extents = collected[0][c].extents();
            extents.insert(extents.begin(), count);
            Tensor all(collected[0][c].dtype(), extents);
            const std::size_t bytes = collected[0][c].bytes().size();
            auto to = all.mutableAs<std::byte>();
            for (std::size_t round = 0; round < collected.size(); ++round) {
                std::copy_n(collected[round][c].bytes().begin(), bytes, to.begin() + static_cast<std::ptrdiff_t>(round * bytes));
            }
            state.push_back(all);
        }
        return state;
    }

    ir::Sizes m_sizes;
    ir::WeightSource m_weights;
};

inline TensorMap runLowered(const ir::Graph& graph, const TensorMap& inputs, const ir::WeightSource& weights, ir::Sizes sizes = {}) {
    std::vector<Tensor> given;
    for (const ir::NodeId id : graph.inputs()) given.push_back(inputs.at(graph.node(id).attributes.text("name")));
    sizes.merge(ir::sizesFrom(graph, inputs));
    LoweredRun run(sizes, weights);
    const std::vector<Tensor> results = run.run(graph, given);
    TensorMap named;
    for (std::size_t n = 0; n < results.size(); ++n) named[graph.outputs()[n].name] = results[n];
    return named;
}

inline bool isComposite(const ir::Graph& graph, ir::NodeId id, bool openAttention) {
    const ir::Op op = graph.node(id).op;
    return ir::kindOf(op) == ir::OpKind::Composite && (op != ir::Op::Attention || openAttention);
}

// Opens composites, attention only if asked, in bodies too; Working becomes `working`.
inline ir::Graph opened(const ir::Graph& graph, bool openAttention = false, DType working = DType::F32) {
    ir::Rewriter rewriter(graph, graph.name());
    for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(graph.nodes().size()); ++id) {
        const ir::Node& node = graph.node(id);
        if (isComposite(graph, id, openAttention)) {
            std::vector<ir::Value> operands;
            for (const ir::Value& operand : node.operands) operands.push_back(rewriter(operand));
            rewriter.map({id, 0}, ir::decompose(graph, id, operands, rewriter.graph()));
            continue;
        }
        ir::Node copy = node;
        for (ir::Value& operand : copy.operands) operand = rewriter(operand);
        if (copy.attributes.has("dtype") && copy.attributes.dtype("dtype") == DType::Working) copy.attributes.set("dtype", working);
        if (node.op == ir::Op::Repeat) copy.body = std::make_shared<const ir::Graph>(opened(*node.body, openAttention, working));
        const ir::NodeId made = rewriter.graph().append(std::move(copy));
        for (std::int32_t r = 0; r < static_cast<std::int32_t>(node.results.size()); ++r) rewriter.map({id, r}, {made, r});
    }
    ir::Graph result = rewriter.finish();
    for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(result.nodes().size()); ++id) {
        if (isComposite(result, id, openAttention)) return opened(result, openAttention, working);
    }
    return result;
}

}  // namespace foldmeter::test
