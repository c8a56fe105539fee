#include "ir/interpret.h"

#include "base/error.h"
#include "ir/interpret_array.h"

#include <algorithm>

namespace foldmeter::ir {

namespace {

template <typename Real> Array<Real> fromTensor(const Tensor& tensor, DType dtype) {
    Array<Real> to(dtype, tensor.extents());
    const auto count = static_cast<std::size_t>(tensor.count());
    if (!isFloat(dtype)) {
        const Tensor wide = tensor.converted(dtype == DType::Bool ? DType::Bool : dtype).converted(DType::I64);
        const auto values = wide.as<std::int64_t>();
        std::copy_n(values.begin(), count, to.i());
        return to;
    }
    const bool isWide = tensor.dtype() == DType::F64 && std::is_same_v<Real, double>;
    const Tensor source = tensor.converted(isWide ? DType::F64 : dtype == DType::BF16 ? DType::BF16 : DType::F32);
    for (std::size_t n = 0; n < count; ++n) {
        if (isWide) to.r()[n] = static_cast<Real>(source.as<double>()[n]);
        else if (dtype == DType::BF16) to.r()[n] = source.as<BFloat16>()[n].toFloat();
        else to.r()[n] = source.as<float>()[n];
    }
    return to;
}

template <typename Real> Tensor toTensor(const Array<Real>& array) {
    if (isFloat(array.dtype)) {
        Tensor result(DType::F32, array.extents);
        std::copy(array.reals->begin(), array.reals->end(), result.mutableAs<float>().begin());
        return result;
    }
    Tensor result(DType::I64, array.extents);
    std::copy(array.integers->begin(), array.integers->end(), result.mutableAs<std::int64_t>().begin());
    return result.converted(array.dtype);
}

// The bytes of row `row` of a record, as a tensor of one layer's extents.
Tensor rowOfRecord(const Tensor& record, const Extents& layer, std::int64_t row) {
    const std::size_t bytes = static_cast<std::size_t>(elementCount(layer)) * sizeOf(record.dtype());
    const auto owner = std::make_shared<Tensor>(record);
    return Tensor::view(record.dtype(), layer, record.bytes().subspan(static_cast<std::size_t>(row) * bytes, bytes), owner);
}

template <typename Real> class Evaluator {
public:
    Evaluator(const Sizes& sizes, const WeightSource& weights) : m_sizes(sizes), m_weights(weights) {}

    // Results of a graph's outputs. `round`: counted over all enclosing Repeats.
    std::vector<Array<Real>> run(const Graph& graph, const std::vector<Array<Real>>& inputs, std::int64_t round) {
        std::vector<std::vector<Array<Real>>> values(graph.nodes().size());
        const std::vector<NodeId> lastUse = lastUses(graph);
        std::size_t input = 0;
        for (std::size_t n = 0; n < graph.nodes().size(); ++n) {
            const Node& node = graph.nodes()[n];
            if (node.op == Op::Input) {
                values[n] = {inputs[input++]};
                continue;
            }
            std::vector<Array<Real>> operands;
            for (const Value& operand : node.operands) {
                operands.push_back(values[static_cast<std::size_t>(operand.node)][static_cast<std::size_t>(operand.result)]);
            }
            values[n] = evaluate(node, operands, round);
            for (const Value& operand : node.operands) {
                if (lastUse[static_cast<std::size_t>(operand.node)] == static_cast<NodeId>(n)) values[static_cast<std::size_t>(operand.node)].clear();
            }
        }
        std::vector<Array<Real>> results;
        for (const Output& output : graph.outputs()) {
            results.push_back(values[static_cast<std::size_t>(output.value.node)][static_cast<std::size_t>(output.value.result)]);
        }
        return results;
    }

private:
    // The node after which a value is dropped; -1: kept to the end.
    static std::vector<NodeId> lastUses(const Graph& graph) {
        std::vector<NodeId> last(graph.nodes().size(), -1);
        for (std::size_t n = 0; n < graph.nodes().size(); ++n) {
            for (const Value& operand : graph.nodes()[n].operands) last[static_cast<std::size_t>(operand.node)] = static_cast<NodeId>(n);
        }
        for (const Output& output : graph.outputs()) last[static_cast<std::size_t>(output.value.node)] = -1;
        return last;
    }

    std::vector<Array<Real>> evaluate(const Node& node, const std::vector<Array<Real>>& operands, std::int64_t round) {
        try {
            if (node.op == Op::Repeat) return evaluateRepeat(node, operands, round);
            if (node.op == Op::Fused) return run(*node.body, operands, round);
            const NodeCall<Real> call{node, operands, ir::evaluate(node.results[0].shape, m_sizes), node.results[0].dtype};
            switch (kindOf(node.op)) {
                case OpKind::Source: return {evaluateSource(call, round)};
                case OpKind::Elementwise: return {evaluateElementwise(call)};
                case OpKind::Movement: return {evaluateMovement(call)};
                case OpKind::Reduction: return {evaluateReduction(call)};
                case OpKind::Contraction: return {evaluateEinsum(call)};
                default: return {evaluateComposite(call)};
            }
        } catch (Error& error) {
            error.addContext("evaluating " + std::string(nameOf(node.op)) + " in scope '" + node.scope + "'");
            throw;
        }
    }

    Array<Real> evaluateSource(const NodeCall<Real>& call, std::int64_t round) {
        const Attributes& attributes = call.node.attributes;
        if (call.node.op == Op::Weight) return evaluateWeight(call, round);
        if (call.node.op == Op::Table) return fromTensor<Real>(attributes.tensor("tensor"), call.dtype);
        Array<Real> to(call.dtype, call.extents);
        if (call.node.op == Op::Constant) {
            if (isFloat(call.dtype)) to.r()[0] = rounded(call.dtype, static_cast<Real>(attributes.real("value")));
            else to.i()[0] = static_cast<std::int64_t>(attributes.real("value"));
            return to;
        }
        const auto axis = static_cast<std::size_t>(attributes.integer("axis"));
        const std::int64_t stride = stridesOf(call.extents)[axis];
        for (std::int64_t n = 0; n < to.count(); ++n) to.i()[n] = n / stride % call.extents[axis];
        return to;
    }

    Array<Real> evaluateWeight(const NodeCall<Real>& call, std::int64_t round) {
        const Attributes& attributes = call.node.attributes;
        const std::string& name = attributes.text("name");
        check(static_cast<bool>(m_weights), "the graph needs the weight '" + name + "' and no weights were given");
        const Tensor record = m_weights(name);
        const Extents& layer = attributes.integers("stored");
        const std::int64_t count = elementCount(layer);
        const bool layered = attributes.integer("layered") != 0;
        const bool fits = count > 0 && (layered ? record.count() % count == 0 : record.count() == count);
        if (!fits) throw InputError("weight record '" + name + "' of shape " + foldmeter::toText(record.extents()) + " does not hold " + foldmeter::toText(layer));
        const Tensor row = rowOfRecord(record, layer, layered ? round % (record.count() / count) : 0);
        Array<Real> view = fromTensor<Real>(row, call.dtype);
        const auto& permutation = attributes.integers("permutation");
        if (!permutation.empty()) view = permuted(view, permutation);
        return view.reshaped(call.extents);
    }

    std::vector<Array<Real>> evaluateRepeat(const Node& node, const std::vector<Array<Real>>& operands, std::int64_t round) {
        const std::int64_t count = node.attributes.integer("count");
        const auto carried = static_cast<std::size_t>(node.attributes.integer("carried"));
        const auto stacked = static_cast<std::size_t>(node.attributes.integer("stacked"));
        std::vector<Array<Real>> inputs = operands;
        std::vector<Array<Real>> results;
        for (std::int64_t layer = 0; layer < count; ++layer) {
            for (std::size_t n = carried; n < carried + stacked; ++n) inputs[n] = stackedRow(operands[n], layer);
            const std::vector<Array<Real>> outputs = run(*node.body, inputs, round * count + layer);
            if (layer == 0) results = makeResults(outputs, carried, count);
            for (std::size_t n = 0; n < outputs.size(); ++n) {
                if (n < carried) results[n] = inputs[n] = outputs[n];
                else setRow(results[n], layer, outputs[n]);
            }
        }
        return results;
    }

    static std::vector<Array<Real>> makeResults(const std::vector<Array<Real>>& outputs, std::size_t carried, std::int64_t count) {
        std::vector<Array<Real>> results = outputs;
        for (std::size_t n = carried; n < outputs.size(); ++n) {
            Extents extents = outputs[n].extents;
            extents.insert(extents.begin(), count);
            results[n] = Array<Real>(outputs[n].dtype, extents);
        }
        return results;
    }

    static Array<Real> stackedRow(const Array<Real>& from, std::int64_t row) {
        Array<Real> to(from.dtype, Extents(from.extents.begin() + 1, from.extents.end()));
        if (isFloat(from.dtype)) std::copy_n(from.r() + row * to.count(), to.count(), to.r());
        else std::copy_n(from.i() + row * to.count(), to.count(), to.i());
        return to;
    }

    static void setRow(Array<Real>& to, std::int64_t row, const Array<Real>& from) {
        if (isFloat(from.dtype)) std::copy_n(from.r(), from.count(), to.r() + row * from.count());
        else std::copy_n(from.i(), from.count(), to.i() + row * from.count());
    }

    const Sizes& m_sizes;
    const WeightSource& m_weights;
};

// Axes made of symbols that no input shows alone are taken as they are.
void checkExtents(const Node& input, const TensorMap& inputs, const Sizes& sizes) {
    const std::string& name = input.attributes.text("name");
    const Shape& shape = input.results[0].shape;
    const Extents& extents = inputs.at(name).extents();
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        const bool known = std::all_of(shape[axis].symbols.begin(), shape[axis].symbols.end(), [&](const std::string& symbol) { return sizes.contains(symbol); });
        if (!known || evaluate(shape[axis], sizes) == extents[axis]) continue;
        throw InputError("input '" + name + "' has shape (" + foldmeter::toText(extents) + "), but " + toText(shape) + " has " +
                         std::to_string(evaluate(shape[axis], sizes)) + " at axis " + std::to_string(axis) + " as other inputs have it");
    }
}

// `sizes` and what the inputs show beyond them.
Sizes completed(Sizes sizes, const Graph& graph, const TensorMap& inputs) {
    for (const NodeId id : graph.inputs()) {
        const std::string& name = graph.node(id).attributes.text("name");
        const Shape& shape = graph.node(id).results[0].shape;
        const auto found = inputs.find(name);
        if (found == inputs.end()) throw InputError("graph '" + graph.name() + "' needs the input '" + name + "'");
        const Extents& extents = found->second.extents();
        if (extents.size() != shape.size()) {
            throw InputError("input '" + name + "' has shape (" + foldmeter::toText(extents) + "), not " + toText(shape));
        }
        for (std::size_t axis = 0; axis < shape.size(); ++axis) {
            if (shape[axis].symbols.size() != 1 || extents[axis] % shape[axis].factor != 0) continue;
            sizes.emplace(shape[axis].symbols[0], extents[axis] / shape[axis].factor);
        }
    }
    for (const NodeId id : graph.inputs()) checkExtents(graph.node(id), inputs, sizes);
    return sizes;
}

template <typename Real> TensorMap interpretAs(const Graph& graph, const TensorMap& inputs, const WeightSource& weights, const Sizes& more) {
    const Sizes sizes = completed(more, graph, inputs);
    std::vector<Array<Real>> values;
    for (const NodeId id : graph.inputs()) {
        const Node& node = graph.node(id);
        const Tensor& tensor = inputs.at(node.attributes.text("name"));
        values.push_back(fromTensor<Real>(tensor, node.results[0].dtype));
    }
    Evaluator<Real> evaluator(sizes, weights);
    const std::vector<Array<Real>> outputs = evaluator.run(graph, values, 0);
    TensorMap results;
    for (std::size_t n = 0; n < outputs.size(); ++n) results[graph.outputs()[n].name] = toTensor(outputs[n]);
    return results;
}

}  // namespace

TensorMap interpret(const Graph& graph, const TensorMap& inputs, const WeightSource& weights, const InterpretOptions& options) {
    return options.inDouble ? interpretAs<double>(graph, inputs, weights, options.sizes) : interpretAs<float>(graph, inputs, weights, options.sizes);
}

Sizes sizesFrom(const Graph& graph, const TensorMap& inputs) { return completed({}, graph, inputs); }

}  // namespace foldmeter::ir
