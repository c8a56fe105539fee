#include "viz/colours.h"

#include "base/message.h"
#include "structure/residue_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace foldmeter::viz {
namespace {

using structure::ResidueKind;
using structure::Structure;

constexpr Rgb fromHex(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>((hex >> 8) & 0xff), static_cast<std::uint8_t>(hex & 0xff)};
}
constexpr Rgb kUnknown = fromHex(0xB4BAC4), kHelix = fromHex(0xD1495B), kStrand = fromHex(0xE3B23C), kCoil = fromHex(0xB9C2CE), kNucleic = fromHex(0x8E7CC3);

const std::map<std::string, Rgb, std::less<>>& residueColours() {   // by chemistry: acid, base, polar, hydrophobic, special
    static const std::map<std::string, Rgb, std::less<>> colours = [] {
        std::map<std::string, Rgb, std::less<>> map;
        const auto put = [&](std::initializer_list<const char*> names, std::uint32_t hex) {
            for (const char* name : names) map[name] = fromHex(hex);
        };
        put({"ASP", "GLU"}, 0xD84B4B);
        put({"LYS", "ARG", "HIS"}, 0x3D6FD1);
        put({"SER", "THR", "ASN", "GLN"}, 0x4FB39A);
        put({"ALA", "VAL", "LEU", "ILE", "MET"}, 0xC9CDD3);
        put({"PHE", "TYR", "TRP"}, 0x9A6FB5);
        put({"CYS"}, 0xE6C229);
        put({"GLY"}, 0xEFEFEF);
        put({"PRO"}, 0xE08E45);
        put({"A", "DA"}, 0xD84B4B);
        put({"C", "DC"}, 0xE0B93C);
        put({"G", "DG"}, 0x4FA36B);
        put({"U", "DT"}, 0x3D6FD1);
        return map;
    }();
    return colours;
}

// Kyte & Doolittle, J. Mol. Biol. 157, 105 (1982): 4.5 the most hydrophobic. NaN for anything but the 20 amino acids.
float hydropathyOf(const std::string& residue) {
    static const std::map<std::string, float, std::less<>> scale = {
        {"ILE", 4.5f},  {"VAL", 4.2f},  {"LEU", 3.8f},  {"PHE", 2.8f},  {"CYS", 2.5f},  {"MET", 1.9f},  {"ALA", 1.8f},  {"GLY", -0.4f}, {"THR", -0.7f}, {"SER", -0.8f},
        {"TRP", -0.9f}, {"TYR", -1.3f}, {"PRO", -1.6f}, {"HIS", -3.2f}, {"GLU", -3.5f}, {"GLN", -3.5f}, {"ASP", -3.5f}, {"ASN", -3.5f}, {"LYS", -3.9f}, {"ARG", -4.5f}};
    const auto found = scale.find(residue);
    return found == scale.end() ? std::nanf("") : found->second;
}
constexpr float kHydropathyRange = 4.5f;

class Painter {
public:
    Painter(const Structure& structure, const Colouring& colouring, const std::vector<char>& folds, Rgb accent, bool elements)
        : m_s(structure), m_colouring(colouring), m_folds(folds), m_accent(accent), m_elements(elements), m_kinds(structure::residueKinds(structure)) {}

    std::vector<Rgb> run() {
        prepare();
        std::vector<Rgb> colours(m_s.atoms());
        for (std::size_t atom = 0; atom < colours.size(); ++atom) colours[atom] = colourOf(atom);
        return colours;
    }

private:
    void prepare() {
        if (m_colouring.by == ColourBy::Entity) m_entities = structure::entityOfChains(m_s);
        if (m_colouring.by == ColourBy::Plddt)
            for (const structure::StructureResidue& r : m_s.residues) {
                const auto first = m_s.bFactors.begin() + r.firstAtom;
                m_means.push_back(std::accumulate(first, first + r.atoms, 0.0) / std::max(r.atoms, 1));
            }
    }
    bool polymer(std::size_t residue) const { return m_kinds[residue] == ResidueKind::Protein || m_kinds[residue] == ResidueKind::Nucleic; }

    Rgb colourOf(std::size_t atom) const {
        const auto residue = static_cast<std::size_t>(m_s.residueOf[atom]);
        switch (m_colouring.by) {
        case ColourBy::Plddt: return plddtColour(polymer(residue) ? m_means[residue] : m_s.bFactors[atom]);
        case ColourBy::Element: return m_s.elements[atom] == "C" ? byChain(residue) : elementColour(m_s.elements[atom]);
        case ColourBy::Values: return byValue(residue);
        case ColourBy::Uniform: return m_colouring.uniform;
        default: break;
        }
        // What says nothing about the single atom leaves nitrogen, oxygen and the like in their own colours.
        if ((m_elements || !polymer(residue)) && m_s.elements[atom] != "C") return elementColour(m_s.elements[atom]);
        switch (m_colouring.by) {
        case ColourBy::Entity: return chainColour(m_entities[static_cast<std::size_t>(m_s.residues[residue].chain)]);
        case ColourBy::ResidueType: return byType(residue);
        case ColourBy::Rainbow: return byPlace(residue);
        case ColourBy::SecondaryStructure: return byFold(residue);
        case ColourBy::Hydrophobicity: return byHydropathy(residue);
        default: return byChain(residue);
        }
    }
    Rgb byChain(std::size_t residue) const { return chainColour(m_s.residues[residue].chain); }
    Rgb byType(std::size_t residue) const {
        const auto found = residueColours().find(m_s.residues[residue].name);
        return found == residueColours().end() ? kUnknown : found->second;
    }
    Rgb byPlace(std::size_t residue) const {   // blue at the start of each chain, red at its end
        const structure::StructureChain& chain = m_s.chains[static_cast<std::size_t>(m_s.residues[residue].chain)];
        const double share = chain.residues > 1 ? (static_cast<double>(residue) - chain.firstResidue) / (chain.residues - 1) : 0;
        static const std::array<Rgb, 5> stops = {fromHex(0x2F4FD0), fromHex(0x25A8B8), fromHex(0x4DB04A), fromHex(0xF0C030), fromHex(0xD9372C)};
        const double place = std::clamp(share, 0.0, 1.0) * 4;
        const auto i = std::min(static_cast<std::size_t>(place), std::size_t{3});
        return mixed(stops[i], stops[i + 1], place - static_cast<double>(i));
    }
    Rgb byFold(std::size_t residue) const {
        if (m_kinds[residue] == ResidueKind::Nucleic) return kNucleic;
        const char fold = residue < m_folds.size() ? m_folds[residue] : ' ';
        return fold == 'H' ? kHelix : fold == 'E' ? kStrand : kCoil;
    }
    Rgb byHydropathy(std::size_t residue) const {
        const float value = hydropathyOf(m_s.residues[residue].name);
        return std::isnan(value) ? kUnknown : rampColour(Ramp::TealWhiteGold, static_cast<double>((value + kHydropathyRange) / (2 * kHydropathyRange)));
    }
    Rgb byValue(std::size_t residue) const {
        if (residue >= m_colouring.values.size() || std::isnan(m_colouring.values[residue])) return kUnknown;
        const double range = m_colouring.highest - m_colouring.lowest;
        const double share = range != 0 ? (static_cast<double>(m_colouring.values[residue]) - m_colouring.lowest) / range : 0;
        return m_colouring.ramp == Ramp::WhiteToAccent ? mixed(fromHex(0xF2F4F7), m_accent, std::clamp(share, 0.0, 1.0)) : rampColour(m_colouring.ramp, share);
    }

    const Structure& m_s;
    const Colouring& m_colouring;
    const std::vector<char>& m_folds;
    Rgb m_accent;
    bool m_elements;
    std::vector<ResidueKind> m_kinds;
    std::vector<int> m_entities;
    std::vector<double> m_means;
};

}  // namespace

Rgb plddtColour(double plddt) {
    if (plddt > 90) return fromHex(0x0053D6);
    if (plddt > 70) return fromHex(0x65CBF3);
    return plddt > 50 ? fromHex(0xFFDB13) : fromHex(0xFF7D45);
}

Rgb chainColour(int index) {
    static const std::array<Rgb, 12> colours = {fromHex(0x4C78B8), fromHex(0xE08A3C), fromHex(0x54A37B), fromHex(0xB85C8E), fromHex(0x8C7AC0), fromHex(0xC9B037),
                                                fromHex(0x5BB0C9), fromHex(0xA65E4B), fromHex(0x7F8C9B), fromHex(0x9CC45F), fromHex(0xD98FA8), fromHex(0x3F6F6B)};
    return colours[static_cast<std::size_t>(std::max(index, 0)) % colours.size()];
}

Rgb elementColour(const std::string& element) {
    static const std::map<std::string, Rgb, std::less<>> colours = {
        {"H", fromHex(0xE8E8E8)},  {"C", fromHex(0x909090)},  {"N", fromHex(0x3050F8)},  {"O", fromHex(0xE6261F)},  {"S", fromHex(0xE0B030)},  {"P", fromHex(0xF08020)},
        {"F", fromHex(0x70C850)},  {"CL", fromHex(0x1FC01F)}, {"BR", fromHex(0xA62929)}, {"I", fromHex(0x940094)},  {"SE", fromHex(0xD9A000)}, {"B", fromHex(0xF0A5A5)},
        {"NA", fromHex(0x9B5CE0)}, {"MG", fromHex(0x45C020)}, {"K", fromHex(0x8F40D4)},  {"CA", fromHex(0x3DA03D)}, {"MN", fromHex(0x9C7AC7)}, {"FE", fromHex(0xE06633)},
        {"CO", fromHex(0xE0708F)}, {"NI", fromHex(0x50D050)}, {"CU", fromHex(0xC88033)}, {"ZN", fromHex(0x7D80B0)}};
    const auto found = colours.find(element);
    return found == colours.end() ? fromHex(0xD070B0) : found->second;
}

Rgb mixed(Rgb a, Rgb b, double share) {
    const auto mix = [share](std::uint8_t x, std::uint8_t y) { return static_cast<std::uint8_t>(std::lround(x + share * (y - x))); };
    return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

Rgb rampColour(Ramp ramp, double share) {
    static const std::map<Ramp, std::vector<Rgb>> ramps = {
        {Ramp::BlueWhiteRed, {fromHex(0x2457C5), fromHex(0xF2F2F2), fromHex(0xC8352B)}},
        {Ramp::WhiteToAccent, {fromHex(0xF2F4F7), fromHex(0x2457C5)}},
        {Ramp::GreenPae, {fromHex(0x0D5C1E), fromHex(0x4CA85B), fromHex(0xA9DBA5), fromHex(0xF4FBF2)}},
        {Ramp::Viridis, {fromHex(0x440154), fromHex(0x3B528B), fromHex(0x21918C), fromHex(0x5EC962), fromHex(0xFDE725)}},
        {Ramp::TealWhiteGold, {fromHex(0x1E8C93), fromHex(0xF4F4F2), fromHex(0xB8860B)}}};
    const std::vector<Rgb>& stops = ramps.at(ramp);
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(place), stops.size() - 2);
    return mixed(stops[i], stops[i + 1], place - static_cast<double>(i));
}

std::vector<Rgb> atomColours(const Structure& structure, const Colouring& colouring, const std::vector<char>& folds, Rgb accent, bool elements) {
    return Painter(structure, colouring, folds, accent, elements).run();
}

Legend legendOf(const Structure& structure, const Colouring& colouring) {
    Legend legend;
    switch (colouring.by) {
    case ColourBy::Plddt:
        legend = {"pLDDT", {{plddtColour(95), message("legend.very_high")}, {plddtColour(80), message("legend.confident")}, {plddtColour(60), message("legend.low")}, {plddtColour(20), message("legend.very_low")}}, {}, {}, {}, {}};
        break;
    case ColourBy::Element:
        legend = {message("legend.elements"), {}, {}, {}, {}, {}};
        for (const std::string& element : std::set<std::string>(structure.elements.begin(), structure.elements.end()))
            if (element != "C" && legend.entries.size() < 8) legend.entries.push_back({elementColour(element), element});
        for (std::size_t i = 0; i < structure.chains.size() && i < 8; ++i) legend.entries.push_back({chainColour(static_cast<int>(i)), message("legend.carbon_of", {structure.chains[i].id})});
        break;
    case ColourBy::Chain:
        legend.title = message("legend.chains");
        for (std::size_t i = 0; i < structure.chains.size() && i < 12; ++i) legend.entries.push_back({chainColour(static_cast<int>(i)), structure.chains[i].id});
        break;
    case ColourBy::Entity: {
        legend.title = message("legend.entities");
        std::map<int, std::string> chains;
        const std::vector<int> entities = structure::entityOfChains(structure);
        for (std::size_t i = 0; i < entities.size(); ++i) chains[entities[i]] += (chains[entities[i]].empty() ? "" : " ") + structure.chains[i].id;
        for (const auto& [entity, ids] : chains)
            if (legend.entries.size() < 12) legend.entries.push_back({chainColour(entity), ids});
        break;
    }
    case ColourBy::ResidueType:
        legend = {message("legend.residues"), {{residueColours().at("ASP"), message("legend.acidic")}, {residueColours().at("LYS"), message("legend.basic")}, {residueColours().at("SER"), message("legend.polar")}, {residueColours().at("LEU"), message("legend.aliphatic")},
                               {residueColours().at("PHE"), message("legend.aromatic")}, {residueColours().at("CYS"), "Cys"}, {residueColours().at("GLY"), "Gly"}, {residueColours().at("PRO"), "Pro"}}, {}, {}, {}, {}};
        break;
    case ColourBy::Rainbow:
        legend = {message("legend.along"), {}, {fromHex(0x2F4FD0), fromHex(0x25A8B8), fromHex(0x4DB04A), fromHex(0xF0C030), fromHex(0xD9372C)}, message("legend.start"), message("legend.end"), {}};
        break;
    case ColourBy::SecondaryStructure: legend = {message("legend.secondary"), {{kHelix, message("legend.helix")}, {kStrand, message("legend.strand")}, {kCoil, message("legend.coil")}}, {}, {}, {}, {}}; break;
    case ColourBy::Hydrophobicity:
        legend = {message("legend.hydrophobicity"), {}, {}, message("legend.hydrophilic"), message("legend.hydrophobic"), {}};
        for (int k = 0; k <= 8; ++k) legend.ramp.push_back(rampColour(Ramp::TealWhiteGold, k / 8.0));
        break;
    case ColourBy::Uniform: break;
    case ColourBy::Values:
        legend.title = colouring.title;
        for (int k = 0; k <= 8; ++k) legend.ramp.push_back(rampColour(colouring.ramp, k / 8.0));
        legend.lowest = fmt::format("{:.3g}", colouring.lowest);
        legend.highest = fmt::format("{:.3g}{}{}", colouring.highest, colouring.unit.empty() ? "" : " ", colouring.unit);
        break;
    }
    return legend;
}

}  // namespace foldmeter::viz
