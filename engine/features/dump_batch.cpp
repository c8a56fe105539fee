#include "features/dump_batch.h"

#include "base/error.h"
#include "base/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <sstream>

namespace foldmeter::features {
namespace {

// Types as NumPy writes them; truth values are bytes.
struct DumpType {
    std::string_view name;
    DType dtype;
};
constexpr DumpType dumpTypes[] = {{"float32", DType::F32}, {"int32", DType::I32}, {"int8", DType::I8}, {"uint8", DType::Bool}};

std::string_view dumpName(DType dtype) {
    const auto row = std::find_if(std::begin(dumpTypes), std::end(dumpTypes), [&](const DumpType& t) { return t.dtype == dtype; });
    check(row != std::end(dumpTypes), "a batch holds no arrays of this type");
    return row->name;
}

std::int64_t number(std::string_view text, const std::string& what) {
    std::int64_t value = -1;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || value < 0)
        throw InputError(fmt::format("{}: \"{}\" is no number", what, text));
    return value;
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

}  // namespace

BatchDump dumpBatch(const Batch& batch) {
    BatchDump dump;
    dump.table = "name\tdtype\tshape\toffset\n";
    for (const auto& [name, array] : batch.arrays) {
        const std::string shape = array.extents().empty() ? "1" : foldmeter::toText(array.extents());
        dump.table += fmt::format("{}\t{}\t{}\t{}\n", name, dumpName(array.dtype()), shape, dump.bytes.size());
        const Bytes bytes = array.bytes();
        dump.bytes.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    return dump;
}

void writeBatch(const Batch& batch, const std::filesystem::path& file) {
    const BatchDump dump = dumpBatch(batch);
    writeAtomically(file.string() + ".bin", std::string_view(dump.bytes));
    writeAtomically(file.string() + ".tsv", std::string_view(dump.table));
}

TensorMap readDump(const std::string& table, const std::string& bytes, const std::string& what) {
    TensorMap arrays;
    std::istringstream lines(table);
    std::string line;
    std::getline(lines, line);   // head
    while (std::getline(lines, line)) {
        const std::vector<std::string> cells = split(line, '\t');
        if (cells.size() < 4) throw InputError(fmt::format("{}: a line has fewer than 4 columns: {}", what, line));
        const auto type = std::find_if(std::begin(dumpTypes), std::end(dumpTypes), [&](const DumpType& t) { return t.name == cells[1]; });
        if (type == std::end(dumpTypes)) throw InputError(fmt::format("{}: the type {} is unknown", what, cells[1]));
        Extents extents;
        for (const std::string& part : split(cells[2], 'x')) extents.push_back(number(part, what));
        const auto offset = static_cast<std::size_t>(number(cells[3], what));
        const auto size = static_cast<std::size_t>(elementCount(extents)) * sizeOf(type->dtype);
        if (offset > bytes.size() || size > bytes.size() - offset)
            throw InputError(fmt::format("{}: {} reaches past the end of the data", what, cells[0]));
        arrays[cells[0]] = Tensor(type->dtype, extents, Buffer::copyOf(std::as_bytes(std::span(bytes.data() + offset, size))));
    }
    return arrays;
}

}  // namespace foldmeter::features
