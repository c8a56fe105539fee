// The operations of the graph: one row each. The table drives inference, printing, interpretation, cost and the
// conformance test; adding a row without its meanings makes those refuse to compile or fail by name.
//
// Operands of elementwise operations have equal shapes: broadcasting is a node of its own. The last column says what
// attributes the node carries (see Attributes in graph.h): every one named must be there.
// Indices of a Gather lie inside the table; a target may rely on it, the interpreter checks it.
#pragma once

#include <cstdint>
#include <string_view>

namespace foldmeter::ir {

enum class OpKind : std::uint8_t {
    Source,        // no operands: inputs, weights, constants
    Elementwise,   // result[i] depends on operand[i] only
    Movement,      // elements move, none is computed
    Reduction,     // along axes
    Contraction,   // sums of products
    Composite,     // owns a decomposition into the rows above
    Region,        // has a body
};

// clang-format off
//            enum          text             kind         operands (-1: any)
#define FOLDMETER_OPS(X) \
    X(Input,               "input",          Source,       0) /* name, varies, dtype, shape */ \
    X(Weight,              "weight",         Source,       0) /* name, stored (integers), permutation (integers), shape, layered, dtype: see WeightView in builder.h */ \
    X(Constant,            "constant",       Source,       0) /* value (a double), dtype: a scalar of any type */ \
    X(Table,               "table",          Source,       0) /* name, tensor: constants of the network that are no weights */ \
    X(Iota,                "iota",           Source,       0) /* axis, shape: i32 index along one axis */ \
    X(Neg,                 "neg",            Elementwise,  1) \
    X(Exp,                 "exp",            Elementwise,  1) \
    X(Log,                 "log",            Elementwise,  1) \
    X(Sqrt,                "sqrt",           Elementwise,  1) \
    X(Rsqrt,               "rsqrt",          Elementwise,  1) \
    X(Reciprocal,          "reciprocal",     Elementwise,  1) \
    X(Sigmoid,             "sigmoid",        Elementwise,  1) \
    X(Swish,               "swish",          Elementwise,  1) \
    X(Relu,                "relu",           Elementwise,  1) \
    X(Abs,                 "abs",            Elementwise,  1) \
    X(Cos,                 "cos",            Elementwise,  1) \
    X(Atan,                "atan",           Elementwise,  1) \
    X(Asinh,               "asinh",          Elementwise,  1) \
    X(Not,                 "not",            Elementwise,  1) \
    X(Cast,                "cast",           Elementwise,  1) /* dtype */ \
    X(Add,                 "add",            Elementwise,  2) \
    X(Sub,                 "sub",            Elementwise,  2) \
    X(Mul,                 "mul",            Elementwise,  2) \
    X(Div,                 "div",            Elementwise,  2) /* i32: towards minus infinity */ \
    X(Max,                 "max",            Elementwise,  2) \
    X(Min,                 "min",            Elementwise,  2) \
    X(Equal,               "equal",          Elementwise,  2) /* result bool */ \
    X(Less,                "less",           Elementwise,  2) \
    X(LessEqual,           "less_equal",     Elementwise,  2) \
    X(And,                 "and",            Elementwise,  2) \
    X(Or,                  "or",             Elementwise,  2) \
    X(Select,              "select",         Elementwise,  3) /* bool ? a : b */ \
    X(Broadcast,           "broadcast",      Movement,     1) /* shape, axes: axis of the result for every operand axis, ascending; extents stay */ \
    X(Reshape,             "reshape",        Movement,     1) /* shape */ \
    X(Transpose,           "transpose",      Movement,     1) /* axes: operand axis for every result axis */ \
    X(Slice,               "slice",          Movement,     1) /* axis, start, size, step: on a literal axis */ \
    X(Concat,              "concat",         Movement,    -1) /* axis (literal sizes) */ \
    X(Gather,              "gather",         Movement,     2) /* rows of operand 0 (axis 0) by i32 indices: indices.shape + table.shape[1:] */ \
    X(ReduceSum,           "reduce_sum",     Reduction,    1) /* axes (removed; ascending) */ \
    X(ReduceMax,           "reduce_max",     Reduction,    1) /* axes (removed; ascending) */ \
    X(Einsum,              "einsum",         Contraction,  2) /* spec "ikc,jkc->ijc"; result dtype of operand 0, f32 accumulation */ \
    X(LayerNorm,           "layer_norm",     Composite,   -1) /* x [, scale] [, offset]; scaled, shifted (0 or 1), form "fast" or "exact" */ \
    X(Softmax,             "softmax",        Composite,    1) /* last axis */ \
    X(Linear,              "linear",         Composite,   -1) /* x (..., in), w (in, out...) [, bias (out...)] */ \
    X(GatedLinearUnit,     "gated_linear_unit", Composite, 2) /* x (..., in), w (in, 2*inner) -> act(first half) * second half; activation "swish" or "sigmoid" */ \
    X(AdaptiveLayerNorm,   "adaptive_layer_norm", Composite, 3) /* x, scale logits, shift, all of one type: sigmoid(scale)*LN_exact(x)+shift */ \
    X(TriangleProduct,     "triangle_product", Composite,  2) /* a, b (i, j, c); outgoing=1: sum_k a_ikc b_jkc, 0: sum_k a_kjc b_kic */ \
    X(Attention,           "attention",      Composite,   -1) /* q, k, v [, bias] [, mask]; scale (a double), biased, masked, bias_batch (integers) [, mask_batch: all batch axes if absent]: see AttentionInputs in builder.h */ \
    X(Repeat,              "repeat",         Region,      -1) /* body, count, carried, stacked: see graph.h */ \
    X(Fused,               "fused",          Region,      -1) /* body: one launch */
// clang-format on

enum class Op : std::uint8_t {
#define FOLDMETER_OP_ENUM(name, text, kind, arity) name,
    FOLDMETER_OPS(FOLDMETER_OP_ENUM)
#undef FOLDMETER_OP_ENUM
};

struct OpRow {
    Op op;
    std::string_view text;
    OpKind kind;
    int arity;
};

const OpRow& rowOf(Op op);
Op opFromText(std::string_view text);   // throws InputError on an unknown name (graph text read from outside)
int opCount();
inline OpKind kindOf(Op op) { return rowOf(op).kind; }
inline std::string_view nameOf(Op op) { return rowOf(op).text; }

}  // namespace foldmeter::ir
