#include "base/error.h"
#include "base/json.h"
#include "results/packed_file.h"
#include "results/prediction.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace foldmeter::results {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

// Members of the summary with their places in the file.
class SummaryReader {
public:
    SummaryReader(const json::Value& root, const std::string& file) : m_root(root), m_file(file) {
        if (!root.isObject()) fail(root, "an object is expected, as AlphaFold 3 writes NAME_summary_confidences.json");
    }

    std::optional<double> number(const char* key) const {
        const json::Value* value = m_root.find(key);
        if (!value || value->isNull()) return {};
        return real(*value);
    }
    std::vector<std::string> chains() const {
        std::vector<std::string> ids;
        for (const json::Value& item : list("chain_ids").items) {
            if (!item.isString()) fail(item, "a chain id (text) is expected");
            if (std::find(ids.begin(), ids.end(), item.text) == ids.end()) ids.push_back(item.text);
        }
        return ids;
    }
    std::vector<double> perChain(const char* key, std::size_t chains) const {
        std::vector<double> values;
        const json::Value& found = list(key);
        for (const json::Value& item : found.items) values.push_back(realOrAbsent(item));
        requireCount(found, values.size(), chains);
        return values;
    }
    Matrix perPair(const char* key, std::size_t chains) const {
        Matrix matrix{static_cast<int>(chains), static_cast<int>(chains), {}};
        const json::Value& rows = list(key);
        requireCount(rows, rows.items.size(), chains);
        for (const json::Value& row : rows.items) {
            if (!row.isArray()) fail(row, "a list is expected");
            requireCount(row, row.items.size(), chains);
            for (const json::Value& item : row.items) matrix.values.push_back(static_cast<float>(realOrAbsent(item)));
        }
        return matrix;
    }

private:
    [[noreturn]] void fail(const json::Value& at, const std::string& problem) const {
        throw InputError(fmt::format("{}:{}:{}: {}: {}", m_file, at.position.line, at.position.column, at.path, problem));
    }
    const json::Value& list(const char* key) const {
        const json::Value* value = m_root.find(key);
        if (!value) fail(m_root, fmt::format("\"{}\" is missing; copy the file again from where it was written", key));
        if (!value->isArray()) fail(*value, "a list is expected");
        return *value;
    }
    void requireCount(const json::Value& at, std::size_t found, std::size_t chains) const {
        if (found != chains) fail(at, fmt::format("{} values for {} chains", found, chains));
    }
    double real(const json::Value& value) const {
        if (value.kind != json::Kind::Integer && value.kind != json::Kind::Real) fail(value, "a number is expected");
        return value.real;
    }
    double realOrAbsent(const json::Value& value) const { return value.isNull() ? absent : real(value); }

    const json::Value& m_root;
    const std::string& m_file;
};

}  // namespace

Summary readSummary(const std::filesystem::path& path) {
    const std::string file = path.string();
    const json::Value root = json::parse(readPlainOrPacked(path), file);
    const SummaryReader in(root, file);
    Summary summary;
    summary.chains = in.chains();
    const std::size_t chains = summary.chains.size();
    summary.chainPtm = in.perChain("chain_ptm", chains);
    summary.chainIptm = in.perChain("chain_iptm", chains);
    summary.chainPairIptm = in.perPair("chain_pair_iptm", chains);
    summary.chainPairPaeMin = in.perPair("chain_pair_pae_min", chains);
    summary.ptm = in.number("ptm");
    summary.iptm = in.number("iptm");
    summary.rankingScore = in.number("ranking_score");
    summary.fractionDisordered = in.number("fraction_disordered");
    if (const auto clash = in.number("has_clash")) summary.hasClash = *clash != 0;
    return summary;
}

}  // namespace foldmeter::results
