#include "features/msa_pairing.h"

#include "features/introsort.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace foldmeter::features {
namespace {

constexpr std::size_t mostHitsPerSpecies = 600;

bool isCapitalOrDigit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Takes letters from the front while `fits`, at most `most`.
template <typename Fits> std::string_view take(std::string_view& text, std::size_t most, Fits fits) {
    std::size_t length = 0;
    while (length < std::min(most, text.size()) && fits(text[length])) ++length;
    const std::string_view taken = text.substr(0, length);
    text.remove_prefix(length);
    return taken;
}

bool takeLetter(std::string_view& text, char letter) {
    if (text.empty() || text.front() != letter) return false;
    text.remove_prefix(1);
    return true;
}

using SpeciesRows = std::map<std::string_view, std::vector<int>>;   // rows of each species of one chain

SpeciesRows speciesRowsOf(const Alignment& alignment) {
    std::vector<std::string_view> species;
    species.reserve(alignment.rows());
    for (const std::string& description : alignment.descriptions) species.push_back(speciesOf(description));
    SpeciesRows rows;
    if (species.size() == 1 && species.front().empty()) return rows;   // takes no part
    const auto less = [&](int i, int j) { return species[static_cast<std::size_t>(i)] < species[static_cast<std::size_t>(j)]; };
    const auto order = introsorted(species.size(), less);
    for (const int row : order)
        if (!species[static_cast<std::size_t>(row)].empty()) rows[species[static_cast<std::size_t>(row)]].push_back(row);
    return rows;
}

struct SharedSpecies {
    std::string_view name;
    std::size_t chains = 0;   // that have it
    std::size_t hits = 0;     // fewest rows of any of them
};

// In the order first seen over the chains, sorted by name within a chain.
std::vector<SharedSpecies> sharedSpecies(const std::vector<SpeciesRows>& chains) {
    std::vector<SharedSpecies> all;
    std::map<std::string_view, std::size_t> indexOf;
    for (const SpeciesRows& chain : chains)
        for (const auto& [name, rows] : chain) {
            const auto [slot, isFirst] = indexOf.emplace(name, all.size());
            if (isFirst) all.push_back({name, 0, mostHitsPerSpecies});
            SharedSpecies& species = all[slot->second];
            ++species.chains;
            species.hits = std::min(species.hits, rows.size());
        }
    return all;
}

using Row = std::vector<int>;   // row index of every chain

void addRowsOf(const SharedSpecies& species, const std::vector<SpeciesRows>& chains, std::vector<Row>& out) {
    for (std::size_t hit = 0; hit < species.hits; ++hit) {
        Row row;
        for (const SpeciesRows& chain : chains) {
            const auto rows = chain.find(species.name);
            row.push_back(rows == chain.end() ? gapRow : rows->second[hit]);
        }
        out.push_back(std::move(row));
    }
}

// Early hits of all chains first: by the product of the row indices.
void sortByProduct(std::vector<Row>& rows) {
    std::vector<float> metric;
    for (const Row& row : rows) {
        float product = 1;
        for (const int index : row) product *= static_cast<float>(index);
        metric.push_back(std::abs(product));
    }
    std::vector<Row> sorted;
    const auto less = [&](int i, int j) { return metric[static_cast<std::size_t>(i)] < metric[static_cast<std::size_t>(j)]; };
    for (const int index : introsorted(rows.size(), less)) sorted.push_back(std::move(rows[static_cast<std::size_t>(index)]));
    rows = std::move(sorted);
}

}  // namespace

std::string_view speciesOf(std::string_view description) {
    std::string_view rest = description;
    if (!rest.starts_with("tr|") && !rest.starts_with("sp|")) return {};
    rest.remove_prefix(3);
    if (take(rest, 10, isCapitalOrDigit).size() < 6) return {};
    if (takeLetter(rest, '_') && take(rest, rest.size(), isDigit).empty()) return {};
    if (!takeLetter(rest, '|')) return {};
    if (take(rest, 10, isCapitalOrDigit).empty() || !takeLetter(rest, '_')) return {};
    return take(rest, 5, isCapitalOrDigit);
}

std::vector<std::vector<int>> pairRows(const std::vector<const Alignment*>& alignments) {
    std::vector<SpeciesRows> chains;
    for (const Alignment* alignment : alignments) chains.push_back(speciesRowsOf(*alignment));
    const std::vector<SharedSpecies> species = sharedSpecies(chains);
    std::vector<Row> rows = {Row(alignments.size(), 0)};
    for (std::size_t number = alignments.size(); number > 1 && rows.size() < mostPairedRows; --number) {
        std::vector<Row> ofClass;
        for (const SharedSpecies& one : species)
            if (one.chains == number) addRowsOf(one, chains, ofClass);
        sortByProduct(ofClass);
        std::move(ofClass.begin(), ofClass.end(), std::back_inserter(rows));
    }
    if (rows.size() > mostPairedRows) rows.resize(mostPairedRows);
    return rows;
}

}  // namespace foldmeter::features
