#include "model/weights.h"

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "model/parameter_table.h"
#include "model/record_stream.h"

#include <fmt/format.h>

#include <cstring>

namespace foldmeter::model {

namespace {

// Axes 1 and 2 change places: (a, b, c, rest) -> (a, c, b, rest). With a = 1 in front this also swaps the first two.
Tensor swapMiddle(const Tensor& tensor, const Extents& extents) {
    const std::int64_t a = extents[0], b = extents[1], c = extents[2];
    const auto row = tensor.bytes().size() / static_cast<std::size_t>(a * b * c);
    Buffer buffer(tensor.bytes().size());
    std::byte* to = buffer.data();
    for (std::int64_t i = 0; i < a; ++i) {
        for (std::int64_t k = 0; k < c; ++k) {
            for (std::int64_t j = 0; j < b; ++j, to += row) std::memcpy(to, tensor.bytes().data() + static_cast<std::size_t>((i * b + j) * c + k) * row, row);
        }
    }
    Extents swapped{a, c, b};
    swapped.insert(swapped.end(), extents.begin() + 3, extents.end());
    return Tensor(tensor.dtype(), swapped, std::move(buffer));
}

Tensor aligned(const Tensor& tensor) {
    if (reinterpret_cast<std::uintptr_t>(tensor.bytes().data()) % sizeOf(tensor.dtype()) == 0) return tensor;
    return Tensor(tensor.dtype(), tensor.extents(), Buffer::copyOf(tensor.bytes()));
}

// Pages of mapped records are given back behind the reader: the file never lies in memory whole.
std::string digestOfRecords(const std::map<std::string, Tensor>& records, const std::set<std::string>& mapped) {
    DigestBuilder builder;
    for (const auto& [name, tensor] : records) {
        const Digest content = digestOf(tensor.bytes());
        if (mapped.contains(name)) releasePages(tensor.bytes());
        builder.add(name).add(toText(tensor.extents())).add(nameOf(tensor.dtype())).add(content.high).add(content.low);
    }
    for (const auto& [name, tensor] : records)   // the system maps the neighbourhood of what is read, released or not
        if (mapped.contains(name)) releasePages(tensor.bytes());
    return builder.finish().toHex();
}

}  // namespace

Weights Weights::read(const std::filesystem::path& path, const Log& log) {
    const WeightFiles files = findWeightFiles(path);
    RecordReader reader(files);
    std::map<std::string, Tensor> records;
    std::set<std::string> mapped;
    while (std::optional<Record> record = reader.next()) {
        if (records.contains(record->name)) note(log, LogLevel::Warning, fmt::format("{}: record {} stands twice; the later one counts", path.string(), record->name));
        if (record->mapped) mapped.insert(record->name);
        else mapped.erase(record->name);
        records[record->name] = std::move(record->tensor);
    }
    Weights weights = fromRecords(std::move(records), std::move(mapped));
    weights.m_file = files.files.front().string();
    note(log, LogLevel::Debug, fmt::format("{}: {} records, {} values", weights.m_file, weights.m_records.size(), weights.parameterCount()));
    return weights;
}

Weights Weights::fromRecords(std::map<std::string, Tensor> records) { return fromRecords(std::move(records), {}); }

Weights Weights::fromRecords(std::map<std::string, Tensor> records, std::set<std::string> mapped) {
    Weights weights;
    weights.m_digest = digestOfRecords(records, mapped);
    if (const auto found = records.find(identifierRecord); found != records.end()) {
        const auto text = found->second.as<char>();
        weights.m_identifier.assign(text.begin(), text.end());
        records.erase(found);
    }
    for (const auto& [name, tensor] : records)
        if (mapped.contains(name)) weights.m_mapped[tensor.bytes().data()] = tensor.bytes().size();
    weights.m_records = std::move(records);
    weights.m_file = "weights in memory";
    return weights;
}

Tensor Weights::record(const std::string& name) const {
    return aligned(stored(name));
}

// Bytes that are not mapped (what a view had to rearrange) are nobody's pages: letting go of those would clear them.
void Weights::release(Bytes part) const {
    auto place = m_mapped.upper_bound(part.data());
    if (place == m_mapped.begin()) return;
    --place;
    if (part.data() + part.size() <= place->first + place->second) releasePages(part);
}

std::size_t Weights::heldBytes() const {
    std::size_t mapped = 0;
    for (const auto& [start, size] : m_mapped) mapped += size;
    return bytes() - mapped;
}

const Tensor& Weights::stored(const std::string& name) const {
    const auto found = m_records.find(name);
    if (found == m_records.end()) throw InputError(fmt::format("{}: no record {}", m_file, name));
    return found->second;
}

std::int64_t Weights::parameterCount() const {
    std::int64_t count = 0;
    for (const auto& [name, tensor] : m_records) count += tensor.count();
    return count;
}

std::size_t Weights::bytes() const {
    std::size_t bytes = 0;
    for (const auto& [name, tensor] : m_records) bytes += tensor.bytes().size();
    return bytes;
}

Tensor Weights::storedView(const std::string& name) const {
    const Tensor& tensor = stored(name);
    Extents extents = tensor.extents();
    if (name.ends_with("/pair_logits_projection:weights")) {
        if (layerAxesOf(name) == 0) {   // [C, blocks, heads] -> [blocks, C, heads]
            const Tensor swapped = swapMiddle(tensor, {1, extents[0], extents[1], extents[2]});
            return swapped.reshaped({extents[1], extents[0], extents[2]});
        }
        return swapMiddle(tensor, extents).reshaped({extents[0] * extents[2], extents[1], extents[3]});   // [super, C, 4, heads]
    }
    if (layerAxesOf(name) < 2) return tensor;
    extents[1] *= extents[0];
    extents.erase(extents.begin());
    return tensor.reshaped(extents);
}

Tensor Weights::view(const std::string& name) const { return aligned(storedView(name)); }

ir::WeightSource Weights::source() const {
    return [this](const std::string& name) { return view(name); };
}

ir::WeightSource Weights::storedSource() const {
    return [this](const std::string& name) { return storedView(name); };
}

}  // namespace foldmeter::model
