// Where a value of the graph stands in a row kernel: for each of its axes (or runs of axes, regrouped freely) the index
// as an expression of the kernel's outer axes and its inner axis. Movement operations are nothing but changes of a view,
// which is why they cost nothing inside a launch. Used by lowering, and by the fuse pass to ask what would lower.
#pragma once

#include "ir/infer.h"

#include <optional>

namespace foldmeter::ir {

// coefficient * variable, summed, plus a constant.
struct Term {
    enum class Variable : std::uint8_t { Axis, Inner, Loaded, Summed };
    Variable variable = Variable::Axis;
    // Axis: which outer axis. Loaded: id of an i32 value of inner extent 1 (one address a row: the usual case) or, rarely,
    // of the inner extent of the access (every element has an address of its own). Summed: OuterProduct only.
    int index = 0;
    std::int64_t coefficient = 1;
    bool operator==(const Term&) const = default;
};
struct IndexExpression {
    std::vector<Term> terms;
    std::int64_t constant = 0;
    bool operator==(const IndexExpression&) const = default;
};

struct Factor {
    Dim extent;
    IndexExpression index;
    bool operator==(const Factor&) const = default;
};

// Row-major factors; the product of their extents is the count of elements of the value. Factors of extent 1 are left out.
struct View {
    std::vector<Factor> factors;
    Dim inner = 1;   // extent of the inner axis as this view walks it; 1: one number a row
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
    virtual const Dim& axisExtent(int axis) const = 0;
    // Value of the indices of a Gather under a view; nothing if it cannot be computed there.
    virtual std::optional<int> gathered(Value indices, const View& view) = 0;
    virtual int quotient(const IndexExpression& expression, const Dim& inner, std::int64_t divisor) = 0;
    virtual int remainder(const IndexExpression& expression, const Dim& inner, std::int64_t divisor) = 0;
    virtual bool perElement(int loaded) const = 0;   // differs along the inner axis
};

// Whether an index differs along the inner axis.
bool walksInner(const IndexExpression& expression, const IndexSource& source);
bool walksInner(const std::vector<Factor>& factors, const IndexSource& source);

// The factors that belong to each axis of `shape`. Nothing when a factor straddles an axis and cannot be split.
std::optional<std::vector<std::vector<Factor>>> splitByAxis(const View& view, const Shape& shape, IndexSource& source);
// One index over all factors; nothing when an extent behind the first is symbolic.
std::optional<IndexExpression> combined(const std::vector<Factor>& factors);
// A view of the given factors that keeps `inner` if some factor still walks it.
View viewOf(std::vector<Factor> factors, const Dim& inner, const IndexSource& source);

}  // namespace foldmeter::ir
