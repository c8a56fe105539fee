// FASTA in three forms, told apart by the headers: Boltz (>A|protein|msa), Chai (>protein|name) and plain.
#pragma once

#include "dialects/journal.h"
#include "dialects/restraints.h"

#include <string>
#include <vector>

namespace foldmeter::dialects {

struct FastaRecord {
    json::Value header;     // without >; place of the record
    json::Value sequence;   // lines joined; place of the first letter
};
std::vector<FastaRecord> readFasta(const std::string& text, Journal& journal);

enum class FastaForm { Plain, Boltz, Chai };
FastaForm formOf(const std::vector<FastaRecord>& records);

std::vector<json::Value> translatePlainFasta(const std::vector<FastaRecord>& records, const std::string& stem, bool jobPerRecord, Journal& journal);
json::Value translateChaiFasta(const std::vector<FastaRecord>& records, const std::string& stem, const RestraintTable& restraints, Journal& journal);
// The tree that Boltz's YAML would have.
json::Value boltzTreeOf(const std::vector<FastaRecord>& records);

}  // namespace foldmeter::dialects
