#include "runtime/in_place.h"

#include <algorithm>

namespace foldmeter::runtime {
namespace {

using kernels::Access;
using kernels::Term;
using kernels::TileValue;

bool samePlaces(const Access& a, const Access& b) { return a.shape == b.shape && a.index == b.index; }

bool readsIndices(const Access& access) {
    for (const kernels::IndexExpression& expression : access.index)
        for (const Term& term : expression.terms)
            if (term.variable == Term::Variable::Loaded) return true;
    return false;
}

// The only Store to `argument`; -1 when there are none or several.
int storeTo(const std::vector<TileValue>& values, int argument) {
    int found = -1;
    for (std::size_t v = 0; v < values.size(); ++v) {
        if (values[v].kind != TileValue::Kind::Store || values[v].access.argument != argument) continue;
        if (found >= 0) return -1;
        found = static_cast<int>(v);
    }
    return found;
}

// Operands of a value, including those that place its access.
std::vector<int> everythingRead(const TileValue& value) {
    std::vector<int> read = value.operands;
    for (const Access* access : {&value.access, &value.rightAccess})
        for (const kernels::IndexExpression& expression : access->index)
            for (const Term& term : expression.terms)
                if (term.variable == Term::Variable::Loaded) read.push_back(term.index);
    return read;
}

// Marks what value `v` is computed from, itself included.
void markSources(const std::vector<TileValue>& values, int v, std::vector<bool>& sources) {
    if (sources[static_cast<std::size_t>(v)]) return;
    sources[static_cast<std::size_t>(v)] = true;
    for (const int read : everythingRead(values[static_cast<std::size_t>(v)])) markSources(values, read, sources);
}

// A target may load again whenever a value is used, and may store as soon as it can: so whatever depends on the input
// has to be a source of the store.
bool mayOverwrite(const std::vector<TileValue>& values, int input, int store) {
    const TileValue& last = values[static_cast<std::size_t>(store)];
    const ir::Dim& inner = values[static_cast<std::size_t>(last.operands.front())].inner;
    if (readsIndices(last.access)) return false;
    std::vector<bool> depends(values.size(), false), sources(values.size(), false);
    markSources(values, store, sources);
    for (std::size_t v = 0; v < values.size(); ++v) {
        const TileValue& value = values[v];
        const bool outer = value.kind == TileValue::Kind::OuterProduct;
        if (outer && (value.access.argument == input || value.rightAccess.argument == input)) return false;
        const bool loads = value.kind == TileValue::Kind::Load && value.access.argument == input;
        if (loads && (!samePlaces(value.access, last.access) || value.inner != inner)) return false;
        const std::vector<int> read = everythingRead(value);
        depends[v] = loads || std::any_of(read.begin(), read.end(), [&](int o) { return depends[static_cast<std::size_t>(o)]; });
        if (depends[v] && !sources[v]) return false;
    }
    return true;
}

}  // namespace

std::vector<std::pair<int, int>> inPlacePairs(const kernels::Kernel& kernel) {
    std::vector<std::pair<int, int>> pairs;
    if (const auto* attention = std::get_if<kernels::AttentionKernel>(&kernel.body)) {
        const auto typeOf = [&](int slot) { return kernel.arguments[static_cast<std::size_t>(slot)].type.dtype; };
        if (attention->qAxes == attention->resultAxes && typeOf(attention->q) == typeOf(attention->result)) pairs.emplace_back(attention->q, attention->result);
        return pairs;
    }
    const auto* row = std::get_if<kernels::RowKernel>(&kernel.body);
    if (!row) return pairs;
    for (int result = 0; result < static_cast<int>(kernel.arguments.size()); ++result) {
        const kernels::Argument& to = kernel.arguments[static_cast<std::size_t>(result)];
        if (to.role != kernels::Argument::Role::Output) continue;
        const int store = storeTo(row->values, result);
        for (int input = 0; store >= 0 && input < static_cast<int>(kernel.arguments.size()); ++input) {
            const kernels::Argument& from = kernel.arguments[static_cast<std::size_t>(input)];
            if (from.role != kernels::Argument::Role::Input || from.type.dtype != to.type.dtype) continue;
            if (ir::product(from.type.shape) != ir::product(to.type.shape)) continue;
            if (mayOverwrite(row->values, input, store)) pairs.emplace_back(input, result);
        }
    }
    return pairs;
}

}  // namespace foldmeter::runtime
