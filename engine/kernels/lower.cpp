#include "kernels/lower.h"

#include "base/digest.h"
#include "base/error.h"
#include "ir/print.h"
#include "kernels/kernel_name.h"
#include "kernels/row_emitter.h"
#include "ir/row_layout.h"

#include <algorithm>

namespace foldmeter::kernels {

namespace {

using ir::Op;

std::string valueName(const ir::Graph& graph, ir::Value value) {
    const ir::Node& node = graph.node(value);
    if (node.op == Op::Input || node.op == Op::Table) return node.attributes.text("name");
    return "%" + std::to_string(value.node) + (node.results.size() > 1 ? "." + std::to_string(value.result) : "");
}

std::vector<Argument> inputArguments(const ir::Graph& graph, ir::NodeId id) {
    std::vector<Argument> arguments;
    for (const ir::Value& operand : graph.node(id).operands) {
        arguments.push_back({Argument::Role::Input, graph.type(operand), valueName(graph, operand)});
    }
    return arguments;
}

void addOutputs(std::vector<Argument>& arguments, const ir::Graph& graph, ir::NodeId id) {
    const auto& results = graph.node(id).results;
    for (std::size_t n = 0; n < results.size(); ++n) {
        arguments.push_back({Argument::Role::Output, results[n], valueName(graph, {id, static_cast<std::int32_t>(n)})});
    }
}

void checkDType(const ir::Graph& graph, const ir::TensorType& type, ir::NodeId id) {
    if (type.dtype == DType::Working) throw InternalError("a Working value reached lowering: " + ir::printNode(graph, id));
}

Lowered lowerRows(const ir::Graph& graph, ir::NodeId id) {
    const ir::Node& node = graph.node(id);
    check(node.attributes.has("rows"), "a fused node without rows cannot be lowered: " + ir::printNode(graph, id));
    const ir::Graph& body = *node.body;
    for (ir::NodeId inside = 0; inside < static_cast<ir::NodeId>(body.nodes().size()); ++inside) {
        checkDType(body, body.node(inside).results[0], inside);
    }
    RowEmitter emitter(body, rowsOf(node), inputArguments(graph, id));
    for (std::size_t n = 0; n < body.outputs().size(); ++n) {
        emitter.store(body.outputs()[n].value, storeView(layoutOf(node, n)), static_cast<int>(n));
    }
    Lowered lowered;
    lowered.weights = emitter.weights();
    RowEmitter::Written written = emitter.finish();
    lowered.kernel.arguments = std::move(written.arguments);
    addOutputs(lowered.kernel.arguments, graph, id);
    lowered.kernel.body = std::move(written.kernel);
    for (ir::NodeId inside = 0; inside < static_cast<ir::NodeId>(body.nodes().size()); ++inside) {
        if (ir::kindOf(body.node(inside).op) != ir::OpKind::Source) lowered.kernel.origins.push_back(ir::printNode(body, inside));
    }
    return lowered;
}

Lowered lowerMatmul(const ir::Graph& graph, ir::NodeId id) {
    const ir::Node& node = graph.node(id);
    MatmulKernel matmul;
    matmul.spec = node.attributes.text("spec");
    matmul.leftShape = graph.type(node.operands[0]).shape;
    matmul.rightShape = graph.type(node.operands[1]).shape;
    Lowered lowered;
    lowered.kernel.body = std::move(matmul);
    return lowered;
}

std::string batchLetters(std::size_t count) {
    std::string letters;
    for (std::size_t n = 0; n < count; ++n) letters += static_cast<char>('A' + n);
    return letters;
}

// Operands q, k, v [, bias] [, mask] in the axis order of ir::AttentionInputs.
Lowered lowerAttention(const ir::Graph& graph, ir::NodeId id) {
    const ir::Node& node = graph.node(id);
    const ir::Shape& q = graph.type(node.operands[0]).shape;
    const ir::Shape& k = graph.type(node.operands[1]).shape;
    const std::string batch = batchLetters(q.size() - 3);
    AttentionKernel attention;
    attention.qAxes = attention.resultAxes = batch + "qhd";
    attention.kAxes = attention.vAxes = batch + "khd";
    for (std::size_t n = 0; n < batch.size(); ++n) attention.dims[batch[n]] = q[n];
    attention.dims['q'] = q[q.size() - 3];
    attention.dims['h'] = q[q.size() - 2];
    attention.dims['d'] = q[q.size() - 1];
    attention.dims['k'] = k[k.size() - 3];
    attention.scale = node.attributes.real("scale");
    attention.weightType = graph.type(node.operands[2]).dtype;
    int slot = 3;
    if (node.attributes.integer("biased") != 0) {
        attention.bias = slot++;
        for (const std::int64_t axis : node.attributes.integers("bias_batch")) attention.biasAxes += batch[static_cast<std::size_t>(axis)];
        attention.biasAxes += "hqk";
    }
    if (node.attributes.integer("masked") != 0) {
        attention.mask = slot++;
        for (const std::int64_t axis : ir::maskBatchOf(node.attributes, batch.size())) attention.maskAxes += batch[static_cast<std::size_t>(axis)];
        attention.maskAxes += 'k';
    }
    attention.result = slot;
    Lowered lowered;
    lowered.kernel.body = std::move(attention);
    return lowered;
}

Lowered lowerBody(const ir::Graph& graph, ir::NodeId id) {
    const ir::Node& node = graph.node(id);
    if (node.op == Op::Fused) return lowerRows(graph, id);
    Lowered lowered;
    if (node.op == Op::Einsum) {
        lowered = lowerMatmul(graph, id);
    } else if (node.op == Op::Attention) {
        lowered = lowerAttention(graph, id);
    } else {
        throw InternalError("no kernel for " + ir::printNode(graph, id) + "; only Fused, Einsum and Attention are lowered");
    }
    for (const ir::Value& operand : node.operands) checkDType(graph, graph.type(operand), id);
    lowered.kernel.arguments = inputArguments(graph, id);
    addOutputs(lowered.kernel.arguments, graph, id);
    lowered.kernel.origins = {ir::printNode(graph, id)};
    return lowered;
}

}  // namespace

Lowered lower(const ir::Graph& graph, ir::NodeId id) {
    Lowered lowered = lowerBody(graph, id);
    lowered.kernel.scope = graph.node(id).scope;
    lowered.kernel.name = nameFor(lowered.kernel) + "_" + digestOf(print(lowered.kernel)).toHex().substr(0, 6);
    return lowered;
}

}  // namespace foldmeter::kernels
