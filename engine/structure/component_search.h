// Finds components by what a person knows of them: code, name or synonym, formula. One pass over the dictionary gathers
// the words of all 51,437 into one text; a search reads that text once, some milliseconds.
#pragma once

#include "structure/components.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::structure {

struct ComponentTitle {
    std::string code, name, formula, type, synonyms;   // as in the dictionary, "?" unknown
    bool obsolete = false;
};

class ComponentSearch {
public:
    explicit ComponentSearch(const ComponentDictionary& dictionary);

    // Best first: the code itself, codes that begin so, a formula of exactly these atoms, names and synonyms that are,
    // begin with or hold all words of the query. Case and the order of a formula's elements do not matter. A query of
    // blanks finds nothing.
    std::vector<ComponentTitle> search(std::string_view query, std::size_t most = 50) const;
    std::size_t size() const { return m_entries.size(); }

private:
    struct Entry {
        std::uint32_t begin = 0, name = 0, formula = 0, type = 0, synonyms = 0, end = 0;   // in m_titles
        std::uint32_t words = 0, wordsEnd = 0;   // in m_words
        std::uint32_t elements = 0, elementsEnd = 0;   // in m_elements
        bool obsolete = false;
    };
    ComponentTitle titleOf(const Entry& entry) const;
    int rankOf(const Entry& entry, const std::vector<std::string>& words, std::string_view whole, std::string_view elements) const;

    std::vector<Entry> m_entries;
    std::string m_titles;     // code, name, formula, type, synonyms of each
    std::string m_words;      // name and synonyms in lower case, synonyms after a line end each
    std::string m_elements;   // formulas in one order of elements
};

// "C10 H16 N5 O13 P3" and "p3c10H16N5O13" in one form; "" where the text is no formula of at least two atoms.
std::string formulaForm(std::string_view text);

}  // namespace foldmeter::structure
