// Weight files: AlphaFold 3's record stream (.bin, .bin.zst, shards; spec weights.md) read into a map of records, and
// synthetic weights by rule. Names are "scope:name", e.g. "diffuser/evoformer/left_single:weights".
#pragma once

#include "base/log.h"
#include "ir/interpret.h"
#include "tensor/tensor.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace foldmeter::model {

class Weights {
public:
    // A file or a folder with weight files. Throws InputError: file, record, what is wrong, what to do. Uncompressed
    // files are memory-mapped; compressed ones are decompressed record by record.
    static Weights read(const std::filesystem::path& path, const Log& log = {});
    static Weights fromRecords(std::map<std::string, Tensor> records);

    bool has(const std::string& name) const { return m_records.contains(name); }
    Tensor record(const std::string& name) const;           // aligned to its elements; InputError names file and record
    // As they lie in memory: for names, types and shapes. Values of a mapped record may stand at any address.
    const std::map<std::string, Tensor>& records() const { return m_records; }
    const std::string& identifier() const { return m_identifier; }   // 64 characters of __meta__:__identifier__
    const std::string& digest() const { return m_digest; }
    std::int64_t parameterCount() const;                    // values, identifier excluded
    std::size_t bytes() const;
    std::size_t heldBytes() const;                          // of records that are no part of a mapped file
    // Gives the pages of a mapped record, or of a part of one, back to the system until somebody looks at them again.
    void release(Bytes part) const;

    // Record with all leading layer axes merged into one ([6,4,...] -> [24,...]; pair_logits_projection [6,C,4,H] ->
    // [24,C,H], [C,3,H] -> [3,C,H]), as the graphs of this folder see them.
    Tensor view(const std::string& name) const;
    ir::WeightSource source() const;
    // The same without copies: values of a mapped record may stand at any address.
    ir::WeightSource storedSource() const;

private:
    static Weights fromRecords(std::map<std::string, Tensor> records, std::set<std::string> mapped);
    const Tensor& stored(const std::string& name) const;
    Tensor storedView(const std::string& name) const;

    std::map<std::string, Tensor> m_records;
    std::map<const std::byte*, std::size_t> m_mapped;       // where records look at a mapped file, and how far
    std::string m_identifier, m_digest, m_file;
};

}  // namespace foldmeter::model
