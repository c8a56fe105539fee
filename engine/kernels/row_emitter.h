// Writes the tile program of a Fused body: starts at the stores and asks for operands under views (operand_views.h) until
// it reaches the arguments. A value wanted twice under the same view is computed once.
#pragma once

#include "ir/operand_views.h"
#include "kernels/kernel.h"

#include <map>

namespace foldmeter::kernels {

using ir::ConcatViews;
using ir::View;

class RowEmitter : private ir::IndexSource {
public:
    // arguments: those of the body's inputs; weights are added as they are met.
    RowEmitter(const ir::Graph& body, ir::Shape axes, std::vector<Argument> arguments);

    // Computes a value under a view and stores it to output number `output`. InternalError names a node that cannot be
    // lowered.
    void store(ir::Value value, const View& view, int output);

    struct Written {
        RowKernel kernel;
        std::vector<Argument> arguments;   // inputs, then weights; outputs are numbered from there
    };
    Written finish();
    const std::vector<ir::NodeId>& weights() const { return m_weights; }   // behind the Weight arguments, in order

private:
    struct Key {
        ir::Value value;
        std::string view;
        auto operator<=>(const Key&) const = default;
    };
    int emit(ir::Value value, const View& view);
    int emitNode(ir::NodeId id, ir::Value value, const View& view);
    int emitElementwise(ir::NodeId id, const View& view);
    int emitReduce(ir::NodeId id, const View& view);
    int emitGather(ir::NodeId id, const View& view);
    int emitConcat(ir::NodeId id, const View& view);
    int emitChosenPart(ir::NodeId id, const View& view, const ConcatViews& views);
    int emitEinsum(ir::NodeId id, const View& view);
    int emitOuterProduct(ir::NodeId id, const View& view);
    int emitLoad(int argument, DType dtype, const View& view);
    int emitWeight(ir::NodeId id, const View& view);
    int emitConstant(double number, DType dtype);
    int emitIndex(const IndexExpression& expression, const ir::Dim& inner);   // i32
    int integerOp(ir::Op op, int a, int b);
    int boolOp(ir::Op op, int a, int b);
    int stretched(int value, const ir::Dim& inner);
    int push(TileValue value);
    int weightArgument(ir::NodeId id, bool packed);
    int argumentOf(ir::NodeId input) const;
    const ir::Dim& innerOf(int id) const { return m_kernel.values[static_cast<std::size_t>(id)].inner; }
    [[noreturn]] void refuse(ir::NodeId id, const View& view) const;

    const ir::Dim& axisExtent(int axis) const override { return m_kernel.axes[static_cast<std::size_t>(axis)]; }
    std::optional<int> gathered(ir::Value indices, const View& view) override { return emit(indices, view); }
    int quotient(const IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) override;
    int remainder(const IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) override;
    bool perElement(int loaded) const override { return innerOf(loaded) != ir::Dim(1); }

    const ir::Graph& m_body;
    RowKernel m_kernel;
    std::vector<Argument> m_arguments;
    std::vector<ir::NodeId> m_weights;
    std::map<std::pair<ir::NodeId, bool>, int> m_weightArguments;
    std::map<Key, int> m_emitted;
    std::map<std::string, int> m_plain;   // index arithmetic and constants by text
};

}  // namespace foldmeter::kernels
