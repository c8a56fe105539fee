#include "dialects/glycan.h"

#include "base/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace foldmeter::dialects {
namespace {

constexpr std::size_t mostSugars = 200;

bool isCodeLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Oxygens of `parent` by how usual the bond from `child` is in known structures.
std::vector<int> usualOxygens(const std::string& parent, const std::string& child) {
    if (child == "FUC" || child == "FUL") return {6, 3, 4, 2};
    if (parent == "BMA" || parent == "MAN") {
        if (child == "NAG" || (parent == "MAN" && child == "BMA")) return {2, 4, 6, 3};
        return {3, 6, 2, 4};
    }
    if (parent == "GAL" || parent == "GLA") return {3, 6, 4, 2};
    return {4, 6, 3, 2};
}

class GlycanParser {
public:
    explicit GlycanParser(const std::string& text) : m_text(text) {}

    Glycan parse() {
        readSugar(-1, 0, 0);
        while (m_glycan.complaint.empty() && m_at < m_text.size()) step();
        if (m_glycan.complaint.empty() && !m_open.empty()) complain("dialect.glycan_open");
        if (m_glycan.complaint.empty()) assumeBonds();
        return std::move(m_glycan);
    }

private:
    void complain(const char* id) { m_glycan.complaint = message(id, {std::to_string(m_at + 1)}); }

    void step() {
        const char c = m_text[m_at];
        if (c == ' ') {
            ++m_at;
        } else if (c == ')' && !m_open.empty()) {
            m_last = m_open.back();
            m_open.pop_back();
            ++m_at;
        } else if (c == '(') {
            ++m_at;
            m_open.push_back(m_last);
            readBranch();
        } else {
            complain("dialect.glycan_letter");
        }
    }

    void readBranch() {
        int oxygen = 0, carbon = 0;
        const auto digitAt = [&](std::size_t i) { return i < m_text.size() && m_text[i] >= '1' && m_text[i] <= '9'; };
        if (digitAt(m_at) && m_at + 1 < m_text.size() && m_text[m_at + 1] == '-' && digitAt(m_at + 2)) {
            oxygen = m_text[m_at] - '0';
            carbon = m_text[m_at + 2] - '0';
            m_at += 3;
            while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
        }
        readSugar(m_open.back(), oxygen, carbon);
    }

    void readSugar(int parent, int oxygen, int carbon) {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isCodeLetter(m_text[m_at]) && m_at - begin < 5) ++m_at;
        if (m_at == begin) return complain("dialect.glycan_letter");
        if (m_glycan.sugars.size() >= mostSugars) return complain("dialect.glycan_size");
        m_last = static_cast<int>(m_glycan.sugars.size());
        m_glycan.sugars.push_back({m_text.substr(begin, m_at - begin), parent, oxygen, carbon, parent >= 0 && oxygen == 0});
    }

    void assumeBonds() {
        std::set<std::pair<int, int>> taken;   // sugar, oxygen
        for (const Sugar& sugar : m_glycan.sugars)
            if (!sugar.assumed) taken.emplace(sugar.parent, sugar.parentOxygen);
        for (Sugar& sugar : m_glycan.sugars) {
            if (!sugar.assumed) continue;
            sugar.carbon = anomericCarbon(sugar.code);
            for (const int oxygen : usualOxygens(m_glycan.sugars[static_cast<std::size_t>(sugar.parent)].code, sugar.code)) {
                if (!taken.emplace(sugar.parent, oxygen).second) continue;
                sugar.parentOxygen = oxygen;
                break;
            }
            if (sugar.parentOxygen == 0) return complain("dialect.glycan_branches");
        }
    }

    const std::string& m_text;
    std::size_t m_at = 0;
    std::vector<int> m_open;   // sugars whose brackets are open
    int m_last = 0;
    Glycan m_glycan;
};

}  // namespace

Glycan parseGlycan(const std::string& text) { return GlycanParser(text).parse(); }

std::string glycanSite(char letter) {
    switch (letter) {
        case 'N': return "ND2";
        case 'S': return "OG";
        case 'T': return "OG1";
        default: return {};
    }
}

int anomericCarbon(const std::string& code) {
    static constexpr std::array ketoses = {"SIA", "SLB", "FRU", "KDN", "KDO", "NGC"};
    return std::find(ketoses.begin(), ketoses.end(), code) == ketoses.end() ? 1 : 2;
}

void addSugars(const json::Value& at, const Glycan& glycan, const std::string& chain, JobBuilder& builder) {
    std::vector<std::string> codes;
    for (const Sugar& sugar : glycan.sugars) codes.push_back(sugar.code);
    json::Value body = objectAt(at);
    set(body, "ccdCodes", textsAt(at, codes));
    builder.addEntity("ligand", std::move(body), {chain});
    for (std::size_t i = 1; i < glycan.sugars.size(); ++i) {
        const Sugar& sugar = glycan.sugars[i];
        builder.addBond(at, {chain, sugar.parent + 1, fmt::format("O{}", sugar.parentOxygen)},
                        {chain, static_cast<std::int64_t>(i) + 1, fmt::format("C{}", sugar.carbon)});
    }
}

std::string describeBonds(const Glycan& glycan, const std::string& site) {
    std::string text = site.empty() ? std::string() : fmt::format("{}-C{}", site, anomericCarbon(glycan.sugars[0].code));
    for (std::size_t i = 1; i < glycan.sugars.size(); ++i)
        text += fmt::format("{}O{}-C{}", text.empty() ? "" : ", ", glycan.sugars[i].parentOxygen, glycan.sugars[i].carbon);
    return text;
}

}  // namespace foldmeter::dialects
