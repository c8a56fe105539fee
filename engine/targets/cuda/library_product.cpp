#include "targets/cuda/library_product.h"

#include <algorithm>
#include <limits>

namespace foldmeter::cuda {
namespace {

// Axes of a group that follow each other in memory as one.
struct Line {
    bool any = false;                           // false: one index only
    ir::Dim extent = 1, left = 0, right = 0, result = 0;
};

bool continues(const ir::Dim& outer, const ir::Dim& inner, const ir::Dim& extent) { return (outer.factor == 0 && inner.factor == 0) || outer == inner * extent; }

std::optional<Line> asOneAxis(const AxisGroupDims& group) {
    Line line;
    std::size_t inner = 0;
    for (std::size_t axis = group.axes(); axis-- > 0;) {
        if (group.extents[axis] == ir::Dim(1)) continue;
        if (!line.any) line = {true, group.extents[axis], group.left[axis], group.right[axis], group.result[axis]};
        else if (continues(group.left[axis], group.left[inner], group.extents[inner]) && continues(group.right[axis], group.right[inner], group.extents[inner]) &&
                 continues(group.result[axis], group.result[inner], group.extents[inner]))
            line.extent = line.extent * group.extents[axis];
        else return std::nullopt;
        inner = axis;
    }
    return line;
}

// Of the mathematical matrix p x q.
std::optional<LibraryMatrix> matrixOf(const Line& p, const Line& q, ir::Dim Line::* stride, const Line& batch) {
    LibraryMatrix matrix;
    matrix.apart = batch.any ? batch.*stride : ir::Dim(0);
    if (!p.any || p.*stride == ir::Dim(1)) {
        matrix.rows = p.extent;
        matrix.columns = q.extent;
        matrix.leading = q.any ? q.*stride : p.extent;
        return matrix;
    }
    if (q.any && q.*stride != ir::Dim(1)) return std::nullopt;
    matrix.transposed = true;
    matrix.rows = q.extent;
    matrix.columns = p.extent;
    matrix.leading = p.*stride;
    return matrix;
}

bool typesFit(DType left, DType right, DType result) {
    if (left != right) return false;
    return left == DType::F32 ? result == DType::F32 : left == DType::BF16 && (result == DType::BF16 || result == DType::F32);
}

SizedMatrix sized(const LibraryMatrix& matrix, const ir::Sizes& sizes) {
    const auto number = [&](const ir::Dim& dim) { return ir::evaluate(dim, sizes); };
    return {number(matrix.rows), number(matrix.columns), number(matrix.leading), number(matrix.apart), matrix.transposed, matrix.type, matrix.argument};
}

}  // namespace

std::optional<LibraryProduct> libraryProductOf(const kernels::Kernel& kernel) {
    const auto* matmul = std::get_if<kernels::MatmulKernel>(&kernel.body);
    if (!matmul) return std::nullopt;
    const auto typeOf = [&](int slot) { return kernel.arguments[static_cast<std::size_t>(slot)].type.dtype; };
    if (!typesFit(typeOf(matmul->left), typeOf(matmul->right), typeOf(matmul->result))) return std::nullopt;
    const MatmulGroups groups = groupsOf(*matmul);
    const auto batch = asOneAxis(groups.batch), rows = asOneAxis(groups.rows), columns = asOneAxis(groups.columns), depth = asOneAxis(groups.depth);
    if (!batch || !rows || !columns || !depth) return std::nullopt;
    const bool turned = columns->any && columns->result != ir::Dim(1);   // rows lie together in the result: left comes first
    const auto result = turned ? matrixOf(*rows, *columns, &Line::result, *batch) : matrixOf(*columns, *rows, &Line::result, *batch);
    const auto first = turned ? matrixOf(*rows, *depth, &Line::left, *batch) : matrixOf(*columns, *depth, &Line::right, *batch);
    const auto second = turned ? matrixOf(*depth, *columns, &Line::right, *batch) : matrixOf(*depth, *rows, &Line::left, *batch);
    if (!result || result->transposed || !first || !second) return std::nullopt;
    LibraryProduct product{*first, *second, *result, batch->extent, depth->extent};
    product.first.argument = turned ? matmul->left : matmul->right;
    product.second.argument = turned ? matmul->right : matmul->left;
    product.result.argument = matmul->result;
    for (LibraryMatrix* matrix : {&product.first, &product.second, &product.result}) matrix->type = typeOf(matrix->argument);
    return product;
}

std::optional<SizedProduct> sizedProduct(const LibraryProduct& product, const ir::Sizes& sizes) {
    const SizedProduct found{sized(product.first, sizes), sized(product.second, sizes), sized(product.result, sizes), ir::evaluate(product.batch, sizes)};
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    for (const SizedMatrix* matrix : {&found.first, &found.second, &found.result})
        for (const std::int64_t extent : {matrix->rows, matrix->columns, matrix->leading, found.batch})
            if (extent < 1 || extent > most) return std::nullopt;
    return found;
}

}  // namespace foldmeter::cuda
