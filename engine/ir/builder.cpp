#include "ir/builder.h"

#include "base/error.h"
#include "ir/verify.h"

#include <algorithm>

namespace foldmeter::ir {

Builder::Scope::Scope(Builder* builder, const std::string& name) : m_builder(builder), m_length(builder->m_scope.size()) {
    if (!builder->m_scope.empty()) builder->m_scope += '/';
    builder->m_scope += name;
}

Builder::Scope::~Scope() { m_builder->m_scope.resize(m_length); }

Builder::Builder(std::string graphName) : m_graph(std::move(graphName)) {}

Builder& Builder::innermost(const Symbolic& a, const Symbolic& b) {
    return a.builder().depth() >= b.builder().depth() ? a.builder() : b.builder();
}

Symbolic Builder::append(Op op, const std::vector<Symbolic>& operands, Attributes attributes) {
    // A node of outer values alone may be asked for through an outer value (x.reshape inside a body): it belongs there.
    Builder* inner = this;
    for (const Symbolic& operand : operands) inner = &innermost(Symbolic(inner, {}), operand);
    if (inner != this) return inner->append(op, operands, std::move(attributes));
    std::vector<Value> values;
    for (const Symbolic& operand : operands) values.push_back(import(operand).value());
    try {
        return {this, m_graph.append(op, std::move(values), std::move(attributes), m_scope)};
    } catch (Error& error) {
        error.addContext("in scope '" + m_scope + "' of graph '" + m_graph.name() + "'");
        throw;
    }
}

Symbolic Builder::import(const Symbolic& outer) {
    check(outer.valid(), "an empty Symbolic is used");
    if (&outer.builder() == this) return outer;
    check(m_outer != nullptr, "a value of another graph is used");
    const Value value = m_outer->import(outer).value();
    const auto found = std::find(m_imported.begin(), m_imported.end(), value);
    if (found != m_imported.end()) return {this, m_importedAs[static_cast<std::size_t>(found - m_imported.begin())]};
    const Symbolic imported = bodyInput(m_outer->graph().type(value));
    m_imported.push_back(value);
    m_importedAs.push_back(imported.value());
    return imported;
}

Symbolic Builder::bodyInput(const TensorType& type) {
    return input(std::to_string(m_graph.inputs().size()), type, Varies::Model);
}

Symbolic Builder::input(const std::string& name, TensorType type, Varies varies) {
    Attributes attributes;
    attributes.set("name", name);
    attributes.set("varies", std::string(nameOf(varies)));
    attributes.set("dtype", type.dtype);
    attributes.set("shape", std::move(type.shape));
    return append(Op::Input, {}, std::move(attributes));
}

Symbolic Builder::weight(const WeightView& view) {
    Shape shape;
    for (std::size_t axis = 0; axis < view.stored.size(); ++axis) {
        shape.emplace_back(view.stored[view.permutation.empty() ? axis : static_cast<std::size_t>(view.permutation.at(axis))]);
    }
    if (!view.shape.empty()) shape.assign(view.shape.begin(), view.shape.end());
    Attributes attributes;
    attributes.set("name", view.name);
    attributes.set("stored", view.stored);
    attributes.set("permutation", view.permutation);
    attributes.set("shape", shape);
    attributes.set("layered", static_cast<std::int64_t>(view.layered));
    attributes.set("dtype", view.dtype);
    return append(Op::Weight, {}, std::move(attributes));
}

Symbolic Builder::constant(double value, DType dtype) {
    Attributes attributes;
    attributes.set("value", value);
    attributes.set("dtype", dtype);
    return append(Op::Constant, {}, std::move(attributes));
}

Symbolic Builder::table(const std::string& name, const Tensor& tensor) {
    Attributes attributes;
    attributes.set("name", name);
    attributes.set("tensor", tensor);
    return append(Op::Table, {}, std::move(attributes));
}

Symbolic Builder::iota(Shape shape, int axis) {
    Attributes attributes;
    attributes.set("axis", static_cast<std::int64_t>(axis < 0 ? axis + static_cast<int>(shape.size()) : axis));
    attributes.set("shape", std::move(shape));
    return append(Op::Iota, {}, std::move(attributes));
}

void Builder::output(const std::string& name, const Symbolic& value) { m_graph.setOutput(name, import(value).value()); }

Graph Builder::finish() {
    verify(m_graph);
    return std::move(m_graph);
}

Builder::RepeatResult Builder::repeat(std::int64_t count, const std::vector<Symbolic>& carried, const std::vector<Symbolic>& stacked,
                                      const std::function<RepeatBody(Builder&, const std::vector<Symbolic>&, const std::vector<Symbolic>&)>& record) {
    Builder body("body");
    body.m_outer = this;
    body.m_scope = m_scope;
    std::vector<Value> operands;
    std::vector<Symbolic> carriedIn, stackedIn;
    for (const Symbolic& value : carried) {
        operands.push_back(import(value).value());
        carriedIn.push_back(body.bodyInput(value.type()));
    }
    for (const Symbolic& value : stacked) {
        operands.push_back(import(value).value());
        check(value.rank() > 0, "a stacked value has no axis to run over");
        stackedIn.push_back(body.bodyInput({value.dtype(), Shape(value.shape().begin() + 1, value.shape().end())}));
    }
    const RepeatBody recorded = record(body, carriedIn, stackedIn);
    check(recorded.carried.size() == carried.size(), "a repeat body returns another number of carried values");
    for (const auto* values : {&recorded.carried, &recorded.collected}) {
        for (const Symbolic& value : *values) body.output(std::to_string(body.m_graph.outputs().size()), value);
    }
    operands.insert(operands.end(), body.m_imported.begin(), body.m_imported.end());
    Node node;
    node.op = Op::Repeat;
    node.operands = std::move(operands);
    node.attributes.set("count", count);
    node.attributes.set("carried", static_cast<std::int64_t>(carried.size()));
    node.attributes.set("stacked", static_cast<std::int64_t>(stacked.size()));
    node.scope = m_scope;
    node.body = std::make_shared<const Graph>(std::move(body.m_graph));
    return resultsOf(m_graph.append(std::move(node)), carried.size());
}

Builder::RepeatResult Builder::resultsOf(NodeId repeat, std::size_t carried) {
    RepeatResult result;
    for (std::int32_t r = 0; r < static_cast<std::int32_t>(m_graph.node(repeat).results.size()); ++r) {
        auto& list = static_cast<std::size_t>(r) < carried ? result.carried : result.collected;
        list.emplace_back(this, Value{repeat, r});
    }
    return result;
}

}  // namespace foldmeter::ir
