// What one launch does, said without naming a target: LLVM IR is printed from it on a CPU, CUDA C++ on a GPU.
//
// Three kinds. A RowKernel covers nearly everything: it walks the rows of an outer index space (tokens x tokens, say)
// in tiles and computes, for each row, a small program of values along one inner axis (the channels): loads through
// index maps, elementwise work, sums along the inner axis, products with a weight matrix, stores. Because the rows of
// a tile stay in near memory between the steps, LayerNorm -> matmul -> gate -> matmul -> residual is one launch.
// A MatmulKernel multiplies two activations (triangle product, outer product mean, decomposed attention).
// An AttentionKernel is softmax(scale q k^T + bias) v with an online softmax: the logits are never stored.
//
// Nothing here depends on a size: extents are Dims, resolved when a program is bound.
#pragma once

#include "ir/graph.h"
#include "ir/infer.h"

#include <string>
#include <variant>
#include <vector>

namespace foldmeter::kernels {

// An operand or result of a launch: a row-major array in memory, or a packed weight.
struct Argument {
    enum class Role : std::uint8_t { Input, Output, Weight };
    Role role = Role::Input;
    ir::TensorType type;   // of a weight: what the tile program sees, e.g. (in, out); packing is the target's business
    std::string name;      // of the graph value or weight view, for people
};

// coefficient * variable, summed, plus a constant.
struct Term {
    enum class Variable : std::uint8_t { Axis, Inner, Loaded };
    Variable variable = Variable::Axis;
    int index = 0;                 // Axis: which outer axis; Loaded: id of an i32 row value (inner extent 1)
    std::int64_t coefficient = 1;
};
struct IndexExpression {
    std::vector<Term> terms;
    std::int64_t constant = 0;
    bool operator==(const IndexExpression&) const = default;
};

// Which element of an argument belongs to (row, inner): one expression for each axis of the argument. An argument whose
// trailing axes are all walked by Inner is given with those axes merged (type.shape holds the merged axis).
struct Access {
    int argument = 0;
    std::vector<IndexExpression> index;
};

// A value of the tile program, defined for every (row, inner index). Inner extent 1 = one number a row. Values are in
// order: operands come first.
struct TileValue {
    enum class Kind : std::uint8_t {
        Load,          // access
        Constant,      // number
        InnerIndex,    // i32: 0, 1, ... along the inner axis
        AxisIndex,     // i32: the row's index along outer axis `axis`
        Elementwise,   // op on operands of the same inner extent, or extent 1 (stretches)
        ReduceSum,     // of operand 0 along its inner axis -> extent 1, f32
        ReduceMax,
        Matmul,        // operand 0 (rows, in) x weight argument (in, out): extent out, f32 accumulated, then `dtype`
        SliceInner,    // operand 0 at start + step*inner
        Store,         // operand 0 to access; no value
    };
    Kind kind = Kind::Constant;
    ir::Op op = ir::Op::Add;
    std::vector<int> operands;
    ir::Dim inner = 1;
    DType dtype = DType::F32;
    Access access;
    double number = 0;
    int axis = 0;
    int weight = 0;                    // argument slot of a Matmul's weight
    std::int64_t start = 0, step = 1;  // SliceInner
};

struct RowKernel {
    std::vector<ir::Dim> axes;         // outer index space, row-major
    std::vector<TileValue> values;
};

// Where the elements of one operand of a MatmulKernel lie: a stride expression is the product of trailing dims.
// result[batch..., m, n] = sum_k left[batch..., m, k] * right[batch..., k, n]; every group may hold several axes.
struct MatmulKernel {
    std::string spec;                  // einsum letters over the arguments' axes, "cik,cjk->cij"
    ir::EinsumDims dims() const;
    int left = 0, right = 1, result = 2;
    std::vector<ir::Dim> leftShape, rightShape;
};

// Axes by letter: b... batch, q queries, k keys, h heads, d dim. The order of letters is the order in memory, so a
// transposed view needs no copy.
struct AttentionKernel {
    std::string qAxes, kAxes, vAxes, biasAxes, maskAxes, resultAxes;   // letters; batch axes are upper case A, B, C ...
    std::map<char, ir::Dim> dims;
    int q = 0, k = 1, v = 2, bias = -1, mask = -1, result = 3;         // argument slots; -1: absent
    double scale = 1;
    DType weightType = DType::F32;     // softmax weights are rounded to this before the product with v
};

struct Kernel {
    std::string name;                  // "layer_norm_linear_3f2a": what is in it, and a piece of its digest
    std::string scope;                 // deepest common scope of its nodes: where in the network it comes from
    std::vector<std::string> origins;  // text of the graph nodes it computes
    std::vector<Argument> arguments;
    std::variant<RowKernel, MatmulKernel, AttentionKernel> body;
};

// Text of everything that decides the code (not name, scope, origins): equal texts share one compiled kernel.
std::string print(const Kernel& kernel);

}  // namespace foldmeter::kernels
