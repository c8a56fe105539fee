#include "tensor/dtype.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace foldmeter {
namespace {

struct Row {
    DType dtype;
    std::string_view name;
    std::size_t size;
};

constexpr auto rows = std::to_array<Row>({
    {DType::F32, "f32", 4},
    {DType::BF16, "bf16", 2},
    {DType::F64, "f64", 8},
    {DType::I32, "i32", 4},
    {DType::I64, "i64", 8},
    {DType::I8, "i8", 1},
    {DType::U8, "u8", 1},
    {DType::U32, "u32", 4},
    {DType::Bool, "bool", 1},
    {DType::Working, "working", 0},
});

const Row& rowOf(DType dtype) { return rows[static_cast<std::size_t>(dtype)]; }

}  // namespace

std::size_t sizeOf(DType dtype) { return rowOf(dtype).size; }

std::string_view nameOf(DType dtype) { return rowOf(dtype).name; }

DType dtypeFromName(std::string_view name) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.name == name; });
    check(row != rows.end(), fmt::format("no element type is called \"{}\"", name));
    return row->dtype;
}

}  // namespace foldmeter
