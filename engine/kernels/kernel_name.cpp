#include "kernels/kernel_name.h"

#include <algorithm>

namespace foldmeter::kernels {

namespace {

using Kind = TileValue::Kind;

std::ptrdiff_t countKind(const RowKernel& rows, Kind kind) {
    return std::count_if(rows.values.begin(), rows.values.end(), [&](const TileValue& value) { return value.kind == kind; });
}

std::ptrdiff_t countOp(const RowKernel& rows, ir::Op op) {
    return std::count_if(rows.values.begin(), rows.values.end(),
                         [&](const TileValue& value) { return value.kind == Kind::Elementwise && value.op == op; });
}

bool loadsThroughIndices(const RowKernel& rows) {
    return std::any_of(rows.values.begin(), rows.values.end(), [](const TileValue& value) {
        return value.kind == Kind::Load && std::any_of(value.access.index.begin(), value.access.index.end(), [](const IndexExpression& index) {
            return std::any_of(index.terms.begin(), index.terms.end(),
                               [](const Term& term) { return term.variable == Term::Variable::Loaded; });
        });
    });
}

std::string nameOfRows(const RowKernel& rows) {
    std::vector<std::string> parts;
    if (loadsThroughIndices(rows)) parts.push_back("gather");
    const bool norm = countOp(rows, ir::Op::Rsqrt) > 0 && countKind(rows, Kind::ReduceSum) > 0;
    if (norm) parts.push_back("norm");
    if (countKind(rows, Kind::OuterProduct) > 0) parts.push_back("outer_product");
    const bool softmax = countKind(rows, Kind::ReduceMax) > 0 && countOp(rows, ir::Op::Exp) > 0;
    if (softmax) parts.push_back("softmax");
    if (!norm && !softmax && countKind(rows, Kind::ReduceSum) > 0) parts.push_back("sum");
    const std::ptrdiff_t products = countKind(rows, Kind::Matmul);
    if (products > 0) parts.push_back(products == 1 ? "linear" : "linear" + std::to_string(products));
    if (countOp(rows, ir::Op::Swish) > 0) parts.push_back("swish");
    if (countOp(rows, ir::Op::Sigmoid) > 0) parts.push_back("gate");
    if (parts.empty() || parts == std::vector<std::string>{"gather"}) {
        const auto work = std::find_if(rows.values.rbegin(), rows.values.rend(), [](const TileValue& value) {
            return value.kind == Kind::Elementwise && value.op != ir::Op::Cast && value.dtype != DType::I32;
        });
        if (work != rows.values.rend()) parts.push_back(std::string(ir::nameOf(work->op)));
    }
    if (parts.empty()) return "copy";
    std::string name = parts[0];
    for (std::size_t n = 1; n < parts.size(); ++n) name += "_" + parts[n];
    return name;
}

}  // namespace

std::string nameFor(const Kernel& kernel) {
    if (const auto* rows = std::get_if<RowKernel>(&kernel.body)) return nameOfRows(*rows);
    if (std::holds_alternative<MatmulKernel>(kernel.body)) return "matmul";
    return "attention";
}

}  // namespace foldmeter::kernels
