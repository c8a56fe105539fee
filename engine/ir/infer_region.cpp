#include "ir/infer_rules.h"

namespace foldmeter::ir {

namespace {
std::vector<TensorType> bodyInputs(const InferInput& in) {
    std::vector<TensorType> types;
    for (const NodeId id : in.body->inputs()) types.push_back(in.body->node(id).results[0]);
    in.require(types.size() == in.operands.size(), "the body has another number of inputs than the node operands");
    return types;
}
}  // namespace

std::vector<TensorType> inferRepeat(const InferInput& in) {
    const std::int64_t count = in.attributes.integer("count");
    const auto carried = static_cast<std::size_t>(in.attributes.integer("carried"));
    const auto stacked = static_cast<std::size_t>(in.attributes.integer("stacked"));
    in.require(count >= 1, "count is below 1");
    in.require(carried + stacked <= in.operands.size() && carried <= in.body->outputs().size(), "more carried or stacked values than there are");
    const std::vector<TensorType> inputs = bodyInputs(in);
    for (std::size_t n = 0; n < inputs.size(); ++n) {
        TensorType expected = in.operand(n);
        if (n >= carried && n < carried + stacked) {
            in.require(!expected.shape.empty() && expected.shape.front() == Dim(count), "a stacked operand has no leading axis of count rows");
            expected.shape.erase(expected.shape.begin());
        }
        in.require(inputs[n] == expected, "a body input has another type than its operand");
    }
    std::vector<TensorType> results;
    for (std::size_t n = 0; n < in.body->outputs().size(); ++n) {
        TensorType type = in.body->type(in.body->outputs()[n].value);
        if (n < carried) in.require(type == inputs[n], "a carried value leaves the body with another type");
        if (n >= carried) type.shape.insert(type.shape.begin(), Dim(count));
        results.push_back(type);
    }
    return results;
}

std::vector<TensorType> inferFused(const InferInput& in) {
    in.require(bodyInputs(in) == in.operands, "body inputs have other types than the operands");
    std::vector<TensorType> results;
    for (const Output& output : in.body->outputs()) results.push_back(in.body->type(output.value));
    return results;
}

}  // namespace foldmeter::ir
