#include "ir/index_view.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::ir {

namespace {

bool before(const Term& a, const Term& b) {
    return a.variable != b.variable ? a.variable < b.variable : a.index < b.index;
}

void addTerm(IndexExpression& expression, const Term& term) {
    const auto place = std::lower_bound(expression.terms.begin(), expression.terms.end(), term, before);
    if (place == expression.terms.end() || before(term, *place)) {
        expression.terms.insert(place, term);
    } else {
        place->coefficient += term.coefficient;
    }
}

// Largest value of the terms, if all are non-negative and bounded by literals.
std::optional<std::int64_t> largest(const IndexExpression& expression, const Dim& inner, const IndexSource& source) {
    std::int64_t value = expression.constant;
    for (const Term& term : expression.terms) {
        if (term.coefficient < 0) return std::nullopt;
        Dim extent;
        if (term.variable == Term::Variable::Axis) {
            extent = source.axisExtent(term.index);
        } else if (term.variable == Term::Variable::Inner) {
            extent = inner;
        } else {
            return std::nullopt;
        }
        if (!extent.isLiteral()) return std::nullopt;
        value += term.coefficient * (extent.factor - 1);
    }
    return value;
}

struct Halves {
    IndexExpression high, low;
};

// expression = rest * high + low with 0 <= low < rest, without arithmetic at run time where the terms allow it.
Halves halve(const IndexExpression& expression, const Dim& inner, std::int64_t rest, IndexSource& source) {
    Halves halves;
    halves.high.constant = expression.constant / rest;
    halves.low.constant = expression.constant % rest;
    for (const Term& term : expression.terms) {
        if (term.coefficient % rest == 0) {
            addTerm(halves.high, {term.variable, term.index, term.coefficient / rest});
        } else {
            addTerm(halves.low, term);
        }
    }
    const auto bound = largest(halves.low, inner, source);
    if (expression.constant >= 0 && bound && *bound < rest) return halves;
    return {variableIndex(Term::Variable::Loaded, source.quotient(expression, inner, rest)),
            variableIndex(Term::Variable::Loaded, source.remainder(expression, inner, rest))};
}

// Splits the first of `pending` into a part of extent `need` and the rest; joins it with those behind it if it must.
bool splitFront(std::vector<Factor>& pending, const Dim& need, const Dim& inner, IndexSource& source) {
    while (!divides(need, pending.back().extent)) {
        if (pending.size() < 2) return false;
        const std::vector<Factor> both{pending.back(), pending[pending.size() - 2]};
        const auto joined = combined(both);
        if (!joined) return false;
        pending.pop_back();
        pending.back() = {both[0].extent * both[1].extent, *joined};
    }
    Factor& front = pending.back();
    if (front.extent == need) return true;
    const Dim rest = front.extent / need;
    Halves halves;
    if (front.index == IndexExpression{}) {
        halves = {};
    } else if (rest.isLiteral()) {
        halves = halve(front.index, inner, rest.factor, source);
    } else {
        return false;
    }
    front = {rest, halves.low};
    pending.push_back({need, halves.high});
    return true;
}

}  // namespace

IndexExpression constantIndex(std::int64_t value) { return {{}, value}; }

IndexExpression variableIndex(Term::Variable variable, int index) { return {{{variable, index, 1}}, 0}; }

IndexExpression operator+(const IndexExpression& a, const IndexExpression& b) {
    IndexExpression sum = a;
    sum.constant += b.constant;
    for (const Term& term : b.terms) addTerm(sum, term);
    return sum;
}

IndexExpression operator*(std::int64_t factor, const IndexExpression& a) {
    if (factor == 0) return {};
    IndexExpression product = a;
    product.constant *= factor;
    for (Term& term : product.terms) term.coefficient *= factor;
    return product;
}

bool uses(const IndexExpression& expression, Term::Variable variable, int index) {
    return std::any_of(expression.terms.begin(), expression.terms.end(),
                       [&](const Term& term) { return term.variable == variable && term.index == index; });
}

bool isConstant(const IndexExpression& expression) { return expression.terms.empty(); }

bool walksInner(const IndexExpression& expression, const IndexSource& source) {
    return std::any_of(expression.terms.begin(), expression.terms.end(), [&](const Term& term) {
        if (term.variable == Term::Variable::Loaded) return source.perElement(term.index);
        return term.variable == Term::Variable::Inner;
    });
}

bool walksInner(const std::vector<Factor>& factors, const IndexSource& source) {
    return std::any_of(factors.begin(), factors.end(), [&](const Factor& factor) { return walksInner(factor.index, source); });
}

std::optional<std::vector<std::vector<Factor>>> splitByAxis(const View& view, const Shape& shape, IndexSource& source) {
    std::vector<Factor> pending(view.factors.rbegin(), view.factors.rend());
    std::vector<std::vector<Factor>> parts;
    for (const Dim& extent : shape) {
        std::vector<Factor>& part = parts.emplace_back();
        Dim need = extent;
        while (need != Dim(1)) {
            if (pending.empty()) return std::nullopt;
            if (!divides(pending.back().extent, need) && !splitFront(pending, need, view.inner, source)) return std::nullopt;
            need = need / pending.back().extent;
            part.push_back(pending.back());
            pending.pop_back();
        }
    }
    if (!pending.empty()) return std::nullopt;
    return parts;
}

std::optional<IndexExpression> combined(const std::vector<Factor>& factors) {
    IndexExpression sum;
    Dim stride = 1;
    for (auto factor = factors.rbegin(); factor != factors.rend(); ++factor) {
        if (!stride.isLiteral()) {
            if (factor->index == IndexExpression{}) continue;
            return std::nullopt;
        }
        sum = sum + stride.factor * factor->index;
        stride = stride * factor->extent;
    }
    return sum;
}

View viewOf(std::vector<Factor> factors, const Dim& inner, const IndexSource& source) {
    std::erase_if(factors, [](const Factor& factor) { return factor.extent == Dim(1); });
    const bool walks = walksInner(factors, source);
    return {std::move(factors), walks ? inner : Dim(1)};
}

std::string toText(const IndexExpression& expression) {
    std::string text;
    for (const Term& term : expression.terms) {
        if (!text.empty()) text += " + ";
        if (term.coefficient != 1) text += fmt::format("{}*", term.coefficient);
        switch (term.variable) {
            case Term::Variable::Axis: text += fmt::format("i{}", term.index); break;
            case Term::Variable::Inner: text += "c"; break;
            case Term::Variable::Loaded: text += fmt::format("v{}", term.index); break;
            case Term::Variable::Summed: text += "s"; break;
        }
    }
    if (text.empty()) return std::to_string(expression.constant);
    if (expression.constant != 0) text += fmt::format(" {} {}", expression.constant < 0 ? '-' : '+', std::abs(expression.constant));
    return text;
}

std::string toText(const View& view) {
    std::string text;
    for (const Factor& factor : view.factors) text += (text.empty() ? "" : ", ") + toText(factor.index) + " < " + toText(factor.extent);
    return "[" + text + "]";
}

}  // namespace foldmeter::ir
