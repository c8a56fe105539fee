#include "runtime/digit.h"

#include <algorithm>

namespace foldmeter::runtime {
namespace {

using kernels::Access;
using kernels::AttentionKernel;
using kernels::MatmulKernel;
using kernels::RowKernel;
using kernels::Term;

std::int64_t behind(const std::vector<ir::Dim>& shape, std::size_t axis, const ir::Sizes& sizes) {
    std::int64_t product = 1;
    for (std::size_t n = axis + 1; n < shape.size(); ++n) product *= ir::evaluate(shape[n], sizes);
    return product;
}

bool isAxis(const Term& term, int number) { return term.variable == Term::Variable::Axis && term.index == number; }

std::optional<Digit> digitOf(const Access& access, int number, const ir::Sizes& sizes) {
    std::optional<Digit> digit;
    for (std::size_t n = 0; n < access.index.size(); ++n) {
        const std::vector<Term>& terms = access.index[n].terms;
        if (std::none_of(terms.begin(), terms.end(), [&](const Term& term) { return isAxis(term, number); })) continue;
        const bool alone = terms.size() == 1 && terms.front().coefficient == 1 && access.index[n].constant == 0;
        if (!alone || digit) return std::nullopt;
        digit = Digit{behind(access.shape, n, sizes), ir::evaluate(access.shape[n], sizes)};
    }
    return digit;
}

std::optional<Digit> digitInRows(const RowKernel& rows, int argument, int number, const ir::Sizes& sizes) {
    std::optional<Digit> common;
    bool any = false, same = true;
    const auto meet = [&](const Access& access) {
        if (access.argument != argument) return;
        const std::optional<Digit> digit = digitOf(access, number, sizes);
        same = same && digit && (!any || digit == common);
        common = digit;
        any = true;
    };
    for (const kernels::TileValue& value : rows.values) {
        const bool outer = value.kind == kernels::TileValue::Kind::OuterProduct;
        if (outer || value.kind == kernels::TileValue::Kind::Load || value.kind == kernels::TileValue::Kind::Store) meet(value.access);
        if (outer) meet(value.rightAccess);
    }
    return same ? common : std::nullopt;
}

std::optional<Digit> digitInLetters(const std::string& letters, const std::map<char, ir::Dim>& dims, char letter, const ir::Sizes& sizes) {
    const auto at = letters.find(letter);
    if (at == std::string::npos) return std::nullopt;
    std::vector<ir::Dim> shape;
    for (const char each : letters) shape.push_back(dims.at(each));
    return Digit{behind(shape, at, sizes), ir::evaluate(shape[at], sizes)};
}

const std::string& lettersOf(const AttentionKernel& attention, int argument) {
    static const std::string none;
    if (argument == attention.q) return attention.qAxes;
    if (argument == attention.k) return attention.kAxes;
    if (argument == attention.v) return attention.vAxes;
    if (argument == attention.bias) return attention.biasAxes;
    if (argument == attention.mask) return attention.maskAxes;
    return argument == attention.result ? attention.resultAxes : none;
}

}  // namespace

std::vector<LaunchAxis> axesOf(const kernels::Kernel& kernel) {
    std::vector<LaunchAxis> axes;
    if (const auto* rows = std::get_if<RowKernel>(&kernel.body)) {
        for (int number = 0; number < static_cast<int>(rows->axes.size()); ++number) axes.push_back({number, 0});
    } else if (const auto* attention = std::get_if<AttentionKernel>(&kernel.body)) {
        for (const auto& [letter, dim] : attention->dims)
            if (letter != 'q' && letter != 'k' && letter != 'd') axes.push_back({-1, letter});
    } else {
        for (const char letter : std::get<MatmulKernel>(kernel.body).dims().result) axes.push_back({-1, letter});
    }
    return axes;
}

std::int64_t extentOf(const kernels::Kernel& kernel, const LaunchAxis& axis, const ir::Sizes& sizes) {
    if (const auto* rows = std::get_if<RowKernel>(&kernel.body)) return ir::evaluate(rows->axes.at(static_cast<std::size_t>(axis.number)), sizes);
    if (const auto* attention = std::get_if<AttentionKernel>(&kernel.body)) return ir::evaluate(attention->dims.at(axis.letter), sizes);
    return ir::evaluate(std::get<MatmulKernel>(kernel.body).dims().dims.at(axis.letter), sizes);
}

std::optional<Digit> digitOf(const kernels::Kernel& kernel, int argument, const LaunchAxis& axis, const ir::Sizes& sizes) {
    if (const auto* rows = std::get_if<RowKernel>(&kernel.body)) return digitInRows(*rows, argument, axis.number, sizes);
    if (const auto* attention = std::get_if<AttentionKernel>(&kernel.body))
        return digitInLetters(lettersOf(*attention, argument), attention->dims, axis.letter, sizes);
    const auto& matmul = std::get<MatmulKernel>(kernel.body);
    const ir::EinsumDims dims = matmul.dims();
    const std::string& letters = argument == matmul.left ? dims.left : argument == matmul.right ? dims.right : dims.result;
    return digitInLetters(letters, dims.dims, axis.letter, sizes);
}

}  // namespace foldmeter::runtime
