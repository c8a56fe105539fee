#include "features/msa.h"

#include "features/msa_pairing.h"
#include "features/problem_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <string_view>
#include <unordered_set>

namespace foldmeter::features {
namespace {

constexpr std::size_t longestSkipped = 4;   // residues of a chain whose alignments are not read

struct ChainMsa {
    std::shared_ptr<const Alignment> unpaired, paired;
    std::vector<int> pairedRows, unpairedRows;   // what is kept, in order; gapRow where the chain has no row
};

bool pairingNeeded(const AtomLayout& layout) {
    std::set<std::string_view> sequences;
    for (const Chain& chain : layout.chains)
        if (chain.type == ChainType::Protein) sequences.insert(chain.letters);
    return sequences.size() > 1;
}

std::shared_ptr<const Alignment> alignmentOf(const Chain& chain, const FoldInput& input, const std::optional<std::string>& text,
                                             const std::string& field) {
    const Entity& entity = input.entities[static_cast<std::size_t>(chain.entity)];
    const bool read = text && chain.letters.size() > longestSkipped;
    const std::string place = fmt::format("{}:{}:{}: {}: ", input.file, entity.position.line, entity.position.column, entity.path);
    return std::make_shared<Alignment>(readAlignment(read ? *text : std::string_view(), chain.type, chain.letters, field, place));
}

ChainMsa readChain(const Chain& chain, const FoldInput& input, bool pairing, int columns) {
    if (isLigand(chain.type)) {
        const auto gaps = std::make_shared<Alignment>(gapAlignment(static_cast<std::size_t>(columns)));
        return {gaps, gaps, {}, {}};
    }
    const Entity& entity = input.entities[static_cast<std::size_t>(chain.entity)];
    ChainMsa msa;
    msa.unpaired = alignmentOf(chain, input, entity.unpairedMsa, "unpairedMsa");
    if (pairing && chain.type == ChainType::Protein) msa.paired = alignmentOf(chain, input, entity.pairedMsa, "pairedMsa");
    else msa.paired = std::make_shared<Alignment>(queryAlignment(chain.type, chain.letters));
    return msa;
}

std::vector<ChainMsa> readChains(const FoldInput& input, const AtomLayout& layout, const TokenTable& table, bool pairing) {
    // Copies share the text, so they share what is read from it; ligands may differ in an atom that is bonded in one copy.
    std::map<std::pair<int, int>, ChainMsa> ofEntity;
    std::vector<ChainMsa> chains;
    for (std::size_t c = 0; c < layout.chains.size(); ++c) {
        const auto [slot, isFirst] = ofEntity.try_emplace({layout.chains[c].entity, table.columnsOfChain[c]});
        if (isFirst) slot->second = readChain(layout.chains[c], input, pairing, table.columnsOfChain[c]);
        chains.push_back(slot->second);
    }
    return chains;
}

std::string_view rowText(const Alignment& alignment, std::size_t row) {
    const auto codes = alignment.row(row);
    return {reinterpret_cast<const char*>(codes.data()), codes.size()};
}

// Rows of the unpaired part that the paired part does not hold already.
std::vector<int> rowsNotPaired(const ChainMsa& msa) {
    const Alignment gaps = gapAlignment(msa.paired->columns);
    std::unordered_set<std::string_view> paired;
    for (const int row : msa.pairedRows) paired.insert(row == gapRow ? rowText(gaps, 0) : rowText(*msa.paired, static_cast<std::size_t>(row)));
    std::vector<int> kept;
    for (std::size_t row = 0; row < msa.unpaired->rows(); ++row)
        if (!paired.contains(rowText(*msa.unpaired, row))) kept.push_back(static_cast<int>(row));
    return kept;
}

bool isGaps(const ChainMsa& msa, int row) {
    if (row == gapRow) return true;
    const auto codes = msa.paired->row(static_cast<std::size_t>(row));
    return std::all_of(codes.begin(), codes.end(), [](std::int8_t code) { return code == gapCode; });
}

void pairChains(std::vector<ChainMsa>& chains, bool pairing) {
    std::vector<const Alignment*> alignments;
    for (const ChainMsa& msa : chains) alignments.push_back(msa.paired.get());
    const auto rows = pairing ? pairRows(alignments) : std::vector<std::vector<int>>{std::vector<int>(chains.size(), 0)};
    for (std::size_t c = 0; c < chains.size(); ++c)
        for (const auto& row : rows) chains[c].pairedRows.push_back(row[c]);
}

void dropGapRows(std::vector<ChainMsa>& chains) {
    std::vector<std::size_t> kept;
    for (std::size_t r = 0; r < chains.front().pairedRows.size(); ++r)
        if (!std::all_of(chains.begin(), chains.end(), [&](const ChainMsa& msa) { return isGaps(msa, msa.pairedRows[r]); })) kept.push_back(r);
    for (ChainMsa& msa : chains) {
        std::vector<int> rows;
        for (const std::size_t r : kept) rows.push_back(msa.pairedRows[r]);
        msa.pairedRows = std::move(rows);
    }
}

// Chooses the rows of every chain; returns the rows of the whole MSA.
std::size_t chooseRows(std::vector<ChainMsa>& chains, bool pairing) {
    pairChains(chains, pairing);
    for (ChainMsa& msa : chains) {
        if (pairing) {
            msa.unpairedRows = rowsNotPaired(msa);
        } else {
            msa.unpairedRows.resize(msa.unpaired->rows());
            std::iota(msa.unpairedRows.begin(), msa.unpairedRows.end(), 0);
        }
    }
    dropGapRows(chains);
    const std::size_t paired = chains.front().pairedRows.size(), room = mostMsaRows - paired;
    std::size_t unpaired = 0;
    for (ChainMsa& msa : chains) {
        if (msa.unpairedRows.size() > room) msa.unpairedRows.resize(room);
        unpaired = std::max(unpaired, msa.unpairedRows.size());
    }
    return paired + unpaired;
}

// Writes one chain's rows into the columns of its tokens.
class ChainWriter {
public:
    ChainWriter(const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays)
        : m_table(table), m_padded(static_cast<std::size_t>(paddedTokens)), m_codes(arrays.at("msa").mutableAs<std::int8_t>()),
          m_deletions(arrays.at("deletion_matrix").mutableAs<std::int8_t>()), m_profile(arrays.at("profile").mutableAs<float>()),
          m_deletionMean(arrays.at("deletion_mean").mutableAs<float>()) {}

    void write(const ChainMsa& msa, std::size_t firstToken, std::size_t endToken, std::size_t rows) {
        const int firstColumn = m_table.tokens[firstToken].column;
        writeProfile(*msa.unpaired, firstToken, endToken, firstColumn);
        for (std::size_t r = 0; r < rows; ++r) {
            const bool paired = r < msa.pairedRows.size();
            const std::size_t u = r - (paired ? 0 : msa.pairedRows.size());
            const int row = paired ? msa.pairedRows[r] : u < msa.unpairedRows.size() ? msa.unpairedRows[u] : gapRow;
            writeRow(paired ? *msa.paired : *msa.unpaired, row, r * m_padded, firstToken, endToken, firstColumn);
        }
    }

private:
    std::size_t columnOf(std::size_t token, int firstColumn) const { return static_cast<std::size_t>(m_table.tokens[token].column - firstColumn); }

    void writeRow(const Alignment& alignment, int row, std::size_t start, std::size_t firstToken, std::size_t endToken, int firstColumn) {
        if (row == gapRow) {
            std::ranges::fill(m_codes.subspan(start + firstToken, endToken - firstToken), static_cast<std::int8_t>(gapCode));
            return;
        }
        const auto codes = alignment.row(static_cast<std::size_t>(row));
        const auto deletions = alignment.deletionsOf(static_cast<std::size_t>(row));
        for (std::size_t token = firstToken; token < endToken; ++token) {
            const std::size_t column = columnOf(token, firstColumn);
            m_codes[start + token] = codes[column];
            m_deletions[start + token] = static_cast<std::int8_t>(std::min(deletions[column], 127));
        }
    }

    // Over all rows, before anything was dropped.
    void writeProfile(const Alignment& alignment, std::size_t firstToken, std::size_t endToken, int firstColumn) {
        const double share = 1.0 / static_cast<double>(alignment.rows());
        std::vector<double> profile(alignment.columns * residueCodes, 0.0), deletions(alignment.columns, 0.0);
        for (std::size_t r = 0; r < alignment.rows(); ++r)
            for (std::size_t c = 0; c < alignment.columns; ++c) {
                profile[c * residueCodes + static_cast<std::size_t>(alignment.row(r)[c])] += share;
                deletions[c] += alignment.deletionsOf(r)[c];
            }
        for (std::size_t token = firstToken; token < endToken; ++token) {
            const std::size_t column = columnOf(token, firstColumn);
            for (std::size_t code = 0; code < residueCodes; ++code)
                m_profile[token * residueCodes + code] = static_cast<float>(profile[column * residueCodes + code]);
            m_deletionMean[token] = static_cast<float>(deletions[column] / static_cast<double>(alignment.rows()));
        }
    }

    const TokenTable& m_table;
    std::size_t m_padded;
    std::span<std::int8_t> m_codes, m_deletions;
    std::span<float> m_profile, m_deletionMean;
};

void addArrays(std::int64_t rows, std::int64_t tokens, std::int64_t paddedTokens, TensorMap& arrays) {
    for (const char* name : {"msa", "deletion_matrix"}) arrays[name] = Tensor(DType::I8, {rows, paddedTokens});
    arrays["profile"] = Tensor(DType::F32, {paddedTokens, residueCodes});
    arrays["deletion_mean"] = Tensor(DType::F32, {paddedTokens});
    Tensor mask(DType::Bool, {rows, paddedTokens});
    for (std::int64_t row = 0; row < rows; ++row) std::fill_n(mask.mutableAs<std::uint8_t>().begin() + row * paddedTokens, tokens, std::uint8_t{1});
    arrays["msa_mask"] = mask;
    Tensor number(DType::I32, {});
    number.mutableAs<std::int32_t>()[0] = static_cast<std::int32_t>(rows);
    arrays["num_alignments"] = number;
}

}  // namespace

std::int64_t addMsa(const FoldInput& input, const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays) {
    const bool pairing = pairingNeeded(layout);
    std::vector<ChainMsa> chains = readChains(input, layout, table, pairing);
    const std::size_t rows = chooseRows(chains, pairing);
    addArrays(static_cast<std::int64_t>(rows), static_cast<std::int64_t>(table.tokens.size()), paddedTokens, arrays);
    ChainWriter writer(table, paddedTokens, arrays);
    std::size_t token = 0;
    for (std::size_t c = 0; c < chains.size(); ++c) {
        const std::size_t first = token;
        while (token < table.tokens.size() && table.tokens[token].chain == static_cast<int>(c)) ++token;
        if (token > first) writer.write(chains[c], first, token, rows);
    }
    return static_cast<std::int64_t>(rows);
}

}  // namespace foldmeter::features
