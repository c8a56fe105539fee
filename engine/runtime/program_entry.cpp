#include "runtime/program_entry.h"

#include "runtime/program_fields.h"

#include <fmt/format.h>

namespace foldmeter::runtime {
namespace {

constexpr std::string_view magic = "FOLDMETER PROGRAM 1\n";

// Complains of an index that points at nothing.
class IndexCheck {
public:
    IndexCheck(const ProgramEntry& entry, const FieldReader& reader) : m_entry(entry), m_list(entry.list), m_reader(reader) {}

    void all() const {
        if (m_entry.costs.size() != m_list.sites.size() || m_entry.signature.outputs.size() != m_list.outputs.size()) m_reader.refuse("lists of unequal length");
        for (const Site& site : m_list.sites) within(site.kernel, m_list.kernels.size());
        for (const UniqueKernel& kernel : m_list.kernels) kernelOf(kernel);
        for (const Storage& storage : m_list.storages) {
            if (storage.kind == Storage::Kind::Weight) within(storage.weight, m_list.weights.size());
        }
        for (const Loop& loop : m_list.loops) within(loop.parent + 1, m_list.loops.size() + 1);
        for (const auto& [name, place] : m_list.inputs) placeAt(place);
        for (const auto& [name, place] : m_list.outputs) placeAt(place);
        steps(m_list.steps);
    }

private:
    template <std::integral Index> void within(Index index, std::size_t size) const {
        if (index < Index{0} || static_cast<std::uint64_t>(index) >= size) m_reader.refuse("an index points at nothing");
    }
    void placeAt(const Place& place) const {
        within(place.storage, m_list.storages.size());
        for (const Place::Offset& offset : place.offsets) within(offset.loop, m_list.loops.size());
    }
    void steps(const std::vector<Step>& list) const {
        for (const Step& step : list) {
            for (const Place& place : step.arguments) placeAt(place);
            if (step.kind == Step::Kind::Loop) within(step.loop, m_list.loops.size());
            if (step.kind == Step::Kind::Copy && step.arguments.size() != 2) m_reader.refuse("a copy has two places");
            if (step.kind == Step::Kind::Launch) {
                within(step.site, m_list.sites.size());
                const auto kernel = static_cast<std::size_t>(m_list.sites[static_cast<std::size_t>(step.site)].kernel);
                if (step.arguments.size() != m_list.kernels[kernel].kernel.arguments.size()) m_reader.refuse("a launch has other arguments than its kernel");
            }
            steps(step.body);
        }
    }
    void kernelOf(const UniqueKernel& unique) const {
        const std::size_t arguments = unique.kernel.arguments.size();
        for (const auto& [input, result] : unique.inPlace) {
            within(input, arguments);
            within(result, arguments);
        }
        if (const auto* row = std::get_if<kernels::RowKernel>(&unique.kernel.body)) {
            for (std::size_t n = 0; n < row->values.size(); ++n) valueOf(row->values[n], n, arguments);
        } else if (const auto* matmul = std::get_if<kernels::MatmulKernel>(&unique.kernel.body)) {
            for (const int slot : {matmul->left, matmul->right, matmul->result}) within(slot, arguments);
        } else {
            const auto& attention = std::get<kernels::AttentionKernel>(unique.kernel.body);
            for (const int slot : {attention.q, attention.k, attention.v, attention.result}) within(slot, arguments);
            for (const int slot : {attention.bias, attention.mask}) within(slot + 1, arguments + 1);
        }
    }
    void valueOf(const kernels::TileValue& value, std::size_t place, std::size_t arguments) const {
        using Kind = kernels::TileValue::Kind;
        for (const int operand : value.operands) within(operand, place);
        if (value.kind == Kind::Load || value.kind == Kind::Store || value.kind == Kind::OuterProduct) within(value.access.argument, arguments);
        if (value.kind == Kind::OuterProduct) within(value.rightAccess.argument, arguments);
        if (value.kind == Kind::Matmul) within(value.weight, arguments);
    }

    const ProgramEntry& m_entry;
    const LaunchList& m_list;
    const FieldReader& m_reader;
};

std::string nameOf(const Digest& key) { return entryName(key, EntryKind::Program); }

}  // namespace

std::string toBytes(const ProgramEntry& entry, const Digest& key) {
    FieldWriter writer;
    writer(entry);
    return sealed(magic, key, writer.take());
}

ProgramEntry readProgramEntry(std::string_view bytes, const Digest& key) {
    const std::string what = "program entry " + key.toHex();
    FieldReader reader(unsealed(magic, key, bytes, what), what);
    ProgramEntry entry;
    reader(entry);
    if (!reader.atEnd()) reader.refuse("it goes on behind its end");
    IndexCheck(entry, reader).all();
    return entry;
}

std::optional<ProgramEntry> readProgramEntry(const CodeCache& cache, const Digest& key, std::string& reason) {
    std::optional<ProgramEntry> entry;
    cache.readFile(nameOf(key), reason, [&](std::string_view bytes) { entry = readProgramEntry(bytes, key); });
    return entry;
}

void writeProgramEntry(const CodeCache& cache, const Digest& key, const ProgramEntry& entry) { cache.writeText(nameOf(key), toBytes(entry, key)); }

}  // namespace foldmeter::runtime
