#include "structure/smiles_fault.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>
#include <vector>

namespace foldmeter::structure {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

class FaultFinder {
public:
    explicit FaultFinder(std::string_view text) : m_text(text) {}

    std::string find() {
        while (m_fault.empty() && m_at < m_text.size()) step();
        if (!m_fault.empty()) return m_fault;
        if (!m_branches.empty()) return fmt::format("the branch ( opened at place {} is never closed", m_branches.back() + 1);
        if (!m_rings.empty()) return fmt::format("ring {}, opened at place {}, is never closed", m_rings.begin()->first, m_rings.begin()->second + 1);
        if (m_bond) return fmt::format("the bond {} at place {} leads nowhere", m_text[*m_bond - 1], *m_bond);
        return {};
    }

    std::size_t atoms() const { return m_count; }

private:
    void step() {
        const char c = m_text[m_at];
        if (c == '[') return bracket();
        if (c == '(') return open();
        if (c == ')') return close();
        if (isDigit(c) || c == '%') return ring();
        if (std::string_view("-=#$:/\\~.").find(c) != std::string_view::npos) return bond(c);
        atom(c);
    }

    void bracket() {
        const std::size_t end = m_text.find(']', m_at);
        if (end == std::string_view::npos) {
            m_fault = fmt::format("the bracket [ at place {} is never closed", m_at + 1);
            return;
        }
        if (end == m_at + 1) m_fault = fmt::format("the bracket at place {} holds no atom", m_at + 1);
        m_at = end + 1;
        hadAtom();
    }

    void open() {
        if (m_count == 0) m_fault = fmt::format("the branch ( at place {} stands before any atom", m_at + 1);
        m_branches.push_back(m_at++);
    }

    void close() {
        if (m_branches.empty()) m_fault = fmt::format("the ) at place {} closes no branch", m_at + 1);
        else if (m_branches.back() + 1 == m_at) m_fault = fmt::format("the branch at place {} is empty", m_branches.back() + 1);
        else m_branches.pop_back();
        ++m_at;
    }

    void ring() {
        const std::size_t begin = m_at;
        int number = m_text[m_at] - '0';
        if (m_text[m_at] == '%') {
            if (m_at + 2 >= m_text.size() || !isDigit(m_text[m_at + 1]) || !isDigit(m_text[m_at + 2])) {
                if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '(') return skipLongRing();
                m_fault = fmt::format("the % at place {} is not followed by a ring number of two digits", m_at + 1);
                return;
            }
            number = (m_text[m_at + 1] - '0') * 10 + (m_text[m_at + 2] - '0');
            m_at += 2;
        }
        ++m_at;
        m_bond.reset();
        if (m_count == 0) m_fault = fmt::format("the ring number at place {} stands before any atom", begin + 1);
        if (!m_rings.erase(number)) m_rings.emplace(number, begin);
    }

    void skipLongRing() {   // %(123): three digits and more
        const std::size_t end = m_text.find(')', m_at);
        m_at = end == std::string_view::npos ? m_text.size() : end + 1;
    }

    void bond(char c) {
        ++m_at;
        if (c != '.') m_bond = m_at;
        else m_bond.reset();
    }

    void atom(char c) {
        static constexpr std::array<std::string_view, 2> pairs = {"Cl", "Br"};
        for (const std::string_view pair : pairs)
            if (m_text.substr(m_at, 2) == pair) {
                m_at += 2;
                return hadAtom();
            }
        if (std::string_view("BCNOPSFIbcnops*").find(c) == std::string_view::npos) {
            if (c == ' ' || c == '\t' || c == '\n') m_fault = fmt::format("a blank stands at place {}", m_at + 1);
            else if (static_cast<unsigned char>(c) < 0x21 || static_cast<unsigned char>(c) > 0x7e) m_fault = fmt::format("the character at place {} is none of a SMILES", m_at + 1);
            else m_fault = fmt::format("{0} at place {1} is no symbol outside brackets; an element stands there as [{0}]", c, m_at + 1);
        }
        ++m_at;
        hadAtom();
    }

    void hadAtom() {
        ++m_count;
        m_bond.reset();
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_count = 0;                  // atoms so far
    std::optional<std::size_t> m_bond;        // behind a bond that still wants an atom
    std::vector<std::size_t> m_branches;      // where the open ones begin
    std::map<int, std::size_t> m_rings;       // open ring numbers
    std::string m_fault;
};

}  // namespace

std::string smilesFault(std::string_view smiles) { return FaultFinder(smiles).find(); }

std::size_t writtenAtoms(std::string_view smiles) {
    FaultFinder finder(smiles);
    finder.find();
    return finder.atoms();
}

}  // namespace foldmeter::structure
