// Sums: along axes, and of products. Sums along axes are kept in double, products accumulate in Real.
#include "ir/infer.h"
#include "ir/interpret_array.h"

#include <algorithm>
#include <limits>

namespace foldmeter::ir {

namespace {

// Axes that stay first, axes to be reduced last: then each result is a contiguous run.
template <typename Real> Array<Real> reducedLast(const Array<Real>& x, const std::vector<std::int64_t>& axes) {
    std::vector<std::int64_t> order;
    for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(x.rank()); ++axis) {
        if (!std::binary_search(axes.begin(), axes.end(), axis)) order.push_back(axis);
    }
    order.insert(order.end(), axes.begin(), axes.end());
    return std::is_sorted(order.begin(), order.end()) ? x : permuted(x, order);
}

template <typename T, typename Sum> void reduceRuns(Op op, const T* from, T* to, std::int64_t rows, std::int64_t run) {
    for (std::int64_t row = 0; row < rows; ++row, from += run) {
        if (op == Op::ReduceSum) {
            Sum sum = 0;
            for (std::int64_t n = 0; n < run; ++n) sum += from[n];
            to[row] = static_cast<T>(sum);
        } else {
            T best = std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
            for (std::int64_t n = 0; n < run; ++n) best = std::max(best, from[n]);
            to[row] = best;
        }
    }
}

std::int64_t countOf(const std::map<char, std::int64_t>& extents, const std::string& letters) {
    std::int64_t count = 1;
    for (const char letter : letters) count *= extents.at(letter);
    return count;
}

std::vector<std::int64_t> orderOf(const std::string& axes, const std::string& wanted) {
    std::vector<std::int64_t> order;
    for (const char letter : wanted) order.push_back(static_cast<std::int64_t>(axes.find(letter)));
    return order;
}

}  // namespace

template <typename Real> Array<Real> evaluateReduction(const NodeCall<Real>& call) {
    const Array<Real> x = reducedLast(call.operands[0], call.node.attributes.integers("axes"));
    Array<Real> to(call.dtype, call.extents);
    const std::int64_t rows = to.count();
    std::int64_t run = 1;
    for (const std::int64_t axis : call.node.attributes.integers("axes")) run *= call.operands[0].extents[static_cast<std::size_t>(axis)];
    if (isFloat(call.dtype)) {
        reduceRuns<Real, double>(call.node.op, x.r(), to.r(), rows, run);
        roundAll(to);
    } else {
        reduceRuns<std::int64_t, std::int64_t>(call.node.op, x.i(), to.i(), rows, run);
    }
    return to;
}

template <typename Real> Array<Real> evaluateEinsum(const NodeCall<Real>& call) {
    const Array<Real>& a = call.operands[0];
    const Array<Real>& b = call.operands[1];
    Shape left(a.extents.begin(), a.extents.end()), right(b.extents.begin(), b.extents.end());
    const EinsumDims dims = einsumDims(call.node.attributes.text("spec"), left, right);
    std::map<char, std::int64_t> extents;
    for (const auto& [letter, dim] : dims.dims) extents[letter] = dim.factor;
    const std::int64_t batches = countOf(extents, dims.batch()), rows = countOf(extents, dims.leftFree());
    const std::int64_t inner = countOf(extents, dims.contracted()), columns = countOf(extents, dims.rightFree());
    const Array<Real> leftRows = permuted(a, orderOf(dims.left, dims.batch() + dims.leftFree() + dims.contracted()));
    const Array<Real> rightRows = permuted(b, orderOf(dims.right, dims.batch() + dims.contracted() + dims.rightFree()));
    const std::string computed = dims.batch() + dims.leftFree() + dims.rightFree();
    Extents computedExtents;
    for (const char letter : computed) computedExtents.push_back(extents.at(letter));
    Array<Real> product(call.dtype, computedExtents);
    for (std::int64_t batch = 0; batch < batches; ++batch) {
        multiply(leftRows.r() + batch * rows * inner, rightRows.r() + batch * inner * columns, product.r() + batch * rows * columns, rows, inner, columns);
    }
    roundAll(product);
    return permuted(product, orderOf(computed, dims.result));
}

template Array<float> evaluateReduction(const NodeCall<float>& call);
template Array<double> evaluateReduction(const NodeCall<double>& call);
template Array<float> evaluateEinsum(const NodeCall<float>& call);
template Array<double> evaluateEinsum(const NodeCall<double>& call);

}  // namespace foldmeter::ir
