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
#include "ir/index_view.h"
#include "ir/infer.h"

#include <string>
#include <variant>
#include <vector>

namespace foldmeter::kernels {

using ir::IndexExpression;
using ir::Term;

// An operand or result of a launch: a row-major array in memory, or a packed weight.
struct Argument {
    enum class Role : std::uint8_t { Input, Output, Weight };
    Role role = Role::Input;
    ir::TensorType type;   // of a weight: what the tile program sees, e.g. (in, out); packing is the target's business
    std::string name;      // of the graph value or weight view, for people
};

// Which element of an argument belongs to (row, inner): one expression for each axis of `shape`. `shape` is how this
// access looks at the row-major elements of the argument: its extents regrouped, same count ((tokens, 4, 32) looked at
// as (tokens, 128)), so strides follow from `shape`, not from the argument's type. Two accesses may regroup differently.
struct Access {
    int argument = 0;
    ir::Shape shape;
    std::vector<IndexExpression> index;
};

// A value of the tile program, defined for every (row, inner index). Inner extent 1 = one number a row. Values are in
// order: operands come first. Arithmetic on bf16 is done in f32 and rounded to bf16 once a value (so is what a Matmul or
// a sum leaves); a Cast to bf16 rounds, a Cast from it is exact. Bool is one byte, 0 or 1.
struct TileValue {
    enum class Kind : std::uint8_t {
        Load,          // access
        Constant,      // number
        InnerIndex,    // i32: 0, 1, ... along the inner axis
        AxisIndex,     // i32: the row's index along outer axis `axis`
        Elementwise,   // op on operands of the same inner extent, or extent 1 (stretches)
        ReduceSum,     // of operand 0 along its inner axis -> extent 1; summed in f32, then `dtype`
        ReduceMax,
        Matmul,        // operand 0 (rows, in) x weight argument (in, out): extent out, f32 accumulated, then `dtype`
        SliceInner,    // operand 0 at start + step*inner
        Concat,        // operands one after the other along the inner axis (all extents literal)
        OuterProduct,  // sum over s < summed of access (.., Inner = c) * rightAccess (.., Inner = e); value at
                       // inner = c*rightInner + e; f32 accumulated. Axis terms and Summed terms place both operands
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
    Access rightAccess;                // OuterProduct: second operand
    ir::Dim summed = 1;                // OuterProduct: extent of the contraction (msa_rows)
    ir::Dim rightInner = 1;            // OuterProduct: inner extent of the second operand
};

// What lowering relies on a target to take: no axes at all (one row); Inner in any axis of a Load or Store, not only the
// last (a channel-major array is stored with index (Inner, Axis 0, Axis 1)); symbolic inner extents for everything but
// Matmul, Concat, SliceInner and OuterProduct; an argument of role Weight is either used by Matmuls only (packed) or by
// Loads only (plain array); every Output element is stored exactly once; nothing is stored that the kernel loads.
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
    std::map<char, ir::Dim> dims;                                      // bias and mask may lack batch axes
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
