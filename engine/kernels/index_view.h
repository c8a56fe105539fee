// Where a value of the graph stands in a row kernel: for each of its axes (or runs of axes, regrouped freely) the index
// as an expression of the kernel's outer axes and its inner axis. Movement operations are nothing but changes of a view,
// which is why they cost nothing inside a launch. Used by lowering, and by the fuse pass to ask what would lower.
#pragma once

#include "kernels/kernel.h"

#include <optional>

namespace foldmeter::kernels {

struct Factor {
    ir::Dim extent;
    IndexExpression index;
    bool operator==(const Factor&) const = default;
};

// Row-major factors; the product of their extents is the count of elements of the value. Factors of extent 1 are left out.
struct View {
    std::vector<Factor> factors;
    ir::Dim inner = 1;   // extent of the inner axis as this view walks it; 1: one number a row
    bool operator==(const View&) const = default;
};
std::string toText(const IndexExpression& expression);   // "32*i0 + j + 4"
std::string toText(const View& view);

IndexExpression constantIndex(std::int64_t value);
IndexExpression variableIndex(Term::Variable variable, int index = 0);
IndexExpression operator+(const IndexExpression& a, const IndexExpression& b);
IndexExpression operator*(std::int64_t factor, const IndexExpression& a);
bool uses(const IndexExpression& expression, Term::Variable variable, int index = 0);
bool isConstant(const IndexExpression& expression);

// Who makes the i32 values that a Term of kind Loaded names: lowering emits them, the fuse pass only counts them.
class IndexSource {
public:
    virtual ~IndexSource() = default;
    virtual const ir::Dim& axisExtent(int axis) const = 0;
    // Value of the indices of a Gather under a view; nothing if it cannot be computed there.
    virtual std::optional<int> gathered(ir::Value indices, const View& view) = 0;
    virtual int quotient(const IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) = 0;
    virtual int remainder(const IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) = 0;
    virtual bool perElement(int loaded) const = 0;   // differs along the inner axis
};

// Whether an index differs along the inner axis.
bool walksInner(const IndexExpression& expression, const IndexSource& source);
bool walksInner(const std::vector<Factor>& factors, const IndexSource& source);

// The factors that belong to each axis of `shape`. Nothing when a factor straddles an axis and cannot be split.
std::optional<std::vector<std::vector<Factor>>> splitByAxis(const View& view, const ir::Shape& shape, IndexSource& source);
// One index over all factors; nothing when an extent behind the first is symbolic.
std::optional<IndexExpression> combined(const std::vector<Factor>& factors);
// A view of the given factors that keeps `inner` if some factor still walks it.
View viewOf(std::vector<Factor> factors, const ir::Dim& inner, const IndexSource& source);

}  // namespace foldmeter::kernels
