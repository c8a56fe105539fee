// Steps over a whole tile: memory whose neighbours are rows, outer products, products with a weight.
#include "targets/cuda/print_row.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace foldmeter::cuda {

using kernels::AccessPlan;
using kernels::BufferPlan;
using Kind = kernels::TileValue::Kind;

// Addresses (in elements) of every row of the tile for what is moved along rows.
std::string RowPrinter::rowOffsets() {
    Row row;
    row.phase = -1;
    std::string stores;
    for (const auto& plan : m_plan.rows.values) {
        if (plan.rowOffsets < 0) continue;
        const std::string offset = base(row, plan.access);
        stores += fmt::format("b{}[r] = {};\n", plan.rowOffsets, offset);
    }
    if (stores.empty()) return "";
    std::string body = "const long long row = first + min(r, alive - 1);\n" + axesOf("row") + row.text + stores;
    return fmt::format("for (int r = threadIdx.x; r < {}; r += {}) {{\n{}}}\n__syncthreads();\n", m_plan.tileRows, threadsPerBlock, indented(body, 1));
}

// Neighbouring threads take neighbouring rows, which are neighbours in memory.
std::string RowPrinter::loadsAlongRows() const {
    std::string text;
    for (int v = 0; v < count(); ++v) {
        const auto& plan = planned(v);
        if (value(v).kind != Kind::Load || plan.rowOffsets < 0) continue;
        const DType dtype = dtypeOf(plan.access.argument);
        const std::string from = fmt::format("a{}[b{}[r] + c * {}]", plan.access.argument, plan.rowOffsets, size(plan.access.inner));
        const std::string what = dtype == DType::BF16 ? "toFloat(" + from + ")" : from;
        text += fmt::format("for (int n = threadIdx.x; n < {0} * {1}; n += {2}) {{\n    const int r = n % {0}, c = n / {0};\n    store(&{3}, {4});\n}}\n",
                            m_plan.tileRows, size(value(v).inner), threadsPerBlock, bufferPlace(plan.buffer, "r", "c"), what);
    }
    return text;
}

std::string RowPrinter::storesAlongRows(int phase) const {
    std::string text;
    for (int v = 0; v < count(); ++v) {
        const auto& plan = planned(v);
        if (value(v).kind != Kind::Store || plan.rowOffsets < 0 || plan.phase != phase) continue;
        const int operand = value(v).operands[0];
        text += fmt::format("for (int n = threadIdx.x; n < {0} * {1}; n += {2}) {{\n    const int r = n % {0}, c = n / {0};\n"
                            "    if (r < alive) store(&a{3}[b{4}[r] + c * {5}], {6});\n}}\n",
                            m_plan.tileRows, size(value(v).inner), threadsPerBlock, plan.access.argument, plan.rowOffsets, size(plan.access.inner),
                            fromBuffer(operand, "c"));
    }
    return text;
}

// A thread owns one result of one row.
std::string RowPrinter::outerProducts() {
    std::string text;
    for (int v = 0; v < count(); ++v) {
        if (value(v).kind != Kind::OuterProduct) continue;
        const auto& plan = planned(v);
        Row row;
        row.phase = -2 - v;
        const std::string left = base(row, plan.access), right = base(row, plan.right);
        const auto element = [&](const AccessPlan& access, const std::string& at, const std::string& inner) {
            return fmt::format("toFloat(a{}[{} + s * {} + {} * {}])", access.argument, at, size(access.summed), inner, size(access.inner));
        };
        std::string body = fmt::format("const int r = n / {0}, c = n % {0};\nconst long long row = first + min(r, alive - 1);\n", value(v).inner.factor);
        body += axesOf("row") + row.text + fmt::format("const int x = c / {0}, y = c % {0};\nfloat sum = 0.0f;\n", value(v).rightInner.factor);
        body += fmt::format("for (long long s = 0; s < {}; ++s) sum = fmaf({}, {}, sum);\n", size(value(v).summed), element(plan.access, left, "x"), element(plan.right, right, "y"));
        body += fmt::format("store(&{}, {});\n", bufferPlace(plan.buffer, "r", "c"), value(v).dtype == DType::BF16 ? "rounded(sum)" : "sum");
        text += fmt::format("for (int n = threadIdx.x; n < {} * {}; n += {}) {{\n{}}}\n", m_plan.tileRows, value(v).inner.factor, threadsPerBlock, indented(body, 1));
    }
    return text;
}

// Products of this phase that differ in nothing but weight and result.
std::vector<std::vector<int>> RowPrinter::productsAlike(int phase) const {
    std::vector<std::vector<int>> groups;
    const auto resultOf = [&](int v) -> const TileBuffer& { return m_plan.buffers[static_cast<std::size_t>(planned(v).buffer)]; };
    const auto alike = [&](int a, int b) {
        return value(a).operands == value(b).operands && value(a).inner == value(b).inner && resultOf(a).element == resultOf(b).element &&
               resultOf(a).stride == resultOf(b).stride && dtypeOf(value(a).weight) == dtypeOf(value(b).weight);
    };
    for (int v = 0; v < count(); ++v) {
        if (value(v).kind != Kind::Matmul || planned(v).phase != phase) continue;
        const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& other) { return alike(other.front(), v); });
        if (group == groups.end()) groups.push_back({v});
        else group->push_back(v);
    }
    return groups;
}

// What tensor cores read behind the end of a row must be zero.
std::string RowPrinter::productPadding(int phase) const {
    std::set<std::string> lines;   // an operand of several products once
    for (const std::vector<int>& group : productsAlike(phase)) {
        const int operand = value(group.front()).operands[0], from = planned(operand).buffer;
        const TileBuffer& rows = m_plan.buffers[static_cast<std::size_t>(from)];
        const std::int64_t in = value(operand).inner.factor;
        if (rows.element == BufferPlan::Element::BF16 && in % 16 != 0) lines.insert(fmt::format("clearPadding<{}, {}>(b{}, {});\n", m_plan.tileRows, in, from, rows.stride));
    }
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

std::string RowPrinter::products(int phase) const {
    std::string text;
    for (const std::vector<int>& group : productsAlike(phase)) {
        const int first = group.front(), operand = value(first).operands[0], from = planned(operand).buffer;
        const auto &left = m_plan.buffers[static_cast<std::size_t>(from)], &right = m_plan.buffers[static_cast<std::size_t>(planned(first).buffer)];
        const std::int64_t in = value(operand).inner.factor, out = value(first).inner.factor;
        const bool tensorCores = left.element == BufferPlan::Element::BF16 && dtypeOf(value(first).weight) == DType::BF16;
        check(left.element != BufferPlan::Element::BF16 || tensorCores, "a product of bf16 rows with a weight of another type");
        std::string weights, results;
        for (const int v : group) {
            weights += fmt::format("{}a{}", v == first ? "" : ", ", value(v).weight);
            results += fmt::format("{}b{}", v == first ? "" : ", ", planned(v).buffer);
        }
        text += fmt::format("multiplyWeight{}<{}, {}, {}, {}>(b{}, {}, {{{}}}, {{{}}}, {});\n", tensorCores ? "TensorCores" : "", m_plan.tileRows, in, out, group.size(), from,
                            left.stride, weights, results, right.stride);
    }
    return text;
}

}  // namespace foldmeter::cuda
