#include "structure/component_codec.h"

#include "base/error.h"

#include <array>
#include <cmath>
#include <cstring>
#include <string_view>

namespace foldmeter::structure {
namespace {

constexpr std::array<std::string_view, 8> kOrders = {"SING", "DOUB", "TRIP", "QUAD", "AROM", "DELO", "PI", "POLY"};
constexpr std::uint32_t kUnknownCoordinate = 0xffffff;
constexpr int kUnknownCharge = -128;
constexpr char kStereo[] = {'N', 'R', 'S', 'E', 'Z'};

// The text fields of a component in the order they are stored.
template <typename Component> auto textFields(Component& c) {
    return std::array{&c.type, &c.name, &c.oneLetter, &c.parent, &c.formula, &c.formulaWeight, &c.formalCharge,
                      &c.synonyms, &c.modified, &c.status};
}

std::uint8_t stereoCode(char stereo) {
    for (std::size_t i = 0; i < sizeof kStereo; ++i)
        if (kStereo[i] == stereo) return static_cast<std::uint8_t>(i);
    throw InputError(std::string("unknown stereo mark '") + stereo + "'");
}

std::uint32_t toThousandths(const std::optional<double>& value) {
    if (!value) return kUnknownCoordinate;
    const double scaled = *value * 1000;
    const auto whole = static_cast<std::int64_t>(std::llround(scaled));
    if (std::abs(scaled - static_cast<double>(whole)) > 1e-6 * std::max(1.0, std::abs(scaled)))
        throw InputError("coordinate " + std::to_string(*value) + " has more than three decimals");
    const std::uint64_t zigzag = (static_cast<std::uint64_t>(whole) << 1) ^ static_cast<std::uint64_t>(whole >> 63);
    if (zigzag >= kUnknownCoordinate) throw InputError("coordinate " + std::to_string(*value) + " is too large");
    return static_cast<std::uint32_t>(zigzag);
}

std::optional<double> fromThousandths(std::uint32_t zigzag) {
    if (zigzag == kUnknownCoordinate) return std::nullopt;
    const auto whole = static_cast<std::int32_t>(zigzag >> 1) ^ -static_cast<std::int32_t>(zigzag & 1);
    return whole / 1000.0;   // the double nearest to the decimal text
}

void putText(std::string& out, const std::string& text, char end) {
    if (text.find_first_of("\t\n") != std::string::npos || text.find('\0') != std::string::npos)
        throw InputError("field \"" + text + "\" holds a tab or line end");
    out += text;
    out += end;
}

void putPlanes(std::string& out, const std::vector<std::uint32_t>& values, int planes) {
    for (int plane = 0; plane < planes; ++plane)
        for (const std::uint32_t value : values) out += static_cast<char>((value >> (8 * plane)) & 0xff);
}

// Reads forward through the bytes of one component; every step checks what is left.
class Source {
public:
    explicit Source(Bytes bytes) : m_bytes(bytes) {}
    std::uint8_t byte() { return static_cast<std::uint8_t>(take(1)[0]); }
    std::string_view take(std::size_t count) {
        if (count > m_bytes.size() - m_at) throw InputError("component data ends too early");
        const auto* first = reinterpret_cast<const char*>(m_bytes.data()) + m_at;
        m_at += count;
        return {first, count};
    }
    std::string textUntil(char end) {
        const std::string_view rest(reinterpret_cast<const char*>(m_bytes.data()) + m_at, m_bytes.size() - m_at);
        const std::size_t length = rest.find(end);
        if (length == std::string_view::npos) throw InputError("component data ends too early");
        m_at += length + 1;
        return std::string(rest.substr(0, length));
    }
    std::vector<std::uint32_t> planes(std::size_t count, int planes) {
        std::vector<std::uint32_t> values(count);
        for (int plane = 0; plane < planes; ++plane) {
            const std::string_view bytes = take(count);
            for (std::size_t i = 0; i < count; ++i)
                values[i] |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * plane);
        }
        return values;
    }
    bool atEnd() const { return m_at == m_bytes.size(); }

private:
    Bytes m_bytes;
    std::size_t m_at = 0;
};

bool carriesModel(const Component& component) {
    for (const ComponentAtom& atom : component.atoms)
        if (atom.model[0] || atom.model[1] || atom.model[2]) return true;
    return false;
}

void encodeAtoms(std::string& out, const Component& component, bool model) {
    for (const ComponentAtom& atom : component.atoms) putText(out, atom.name, '\n');
    for (const ComponentAtom& atom : component.atoms) putText(out, atom.element, '\n');
    for (const ComponentAtom& atom : component.atoms) out += static_cast<char>(atom.charge.value_or(kUnknownCharge));
    for (const ComponentAtom& atom : component.atoms)
        out += static_cast<char>((atom.leaving ? 1 : 0) | (atom.aromatic ? 2 : 0) | (stereoCode(atom.stereo) << 2));
    std::vector<std::uint32_t> values;
    for (int axis = 0; axis < 3; ++axis)
        for (const ComponentAtom& atom : component.atoms) values.push_back(toThousandths(atom.ideal[axis]));
    for (int axis = 0; model && axis < 3; ++axis)
        for (const ComponentAtom& atom : component.atoms) values.push_back(toThousandths(atom.model[axis]));
    putPlanes(out, values, 3);
}

void encodeBonds(std::string& out, const Component& component) {
    std::vector<std::uint32_t> first, span;
    int previous = 0;
    for (const ComponentBond& bond : component.bonds) {
        first.push_back(static_cast<std::uint32_t>(bond.first - previous) & 0xffff);
        span.push_back(static_cast<std::uint32_t>(bond.second - bond.first) & 0xffff);
        previous = bond.first;
    }
    putPlanes(out, first, 2);
    putPlanes(out, span, 2);
    for (const ComponentBond& bond : component.bonds) {
        std::uint8_t order = 0;
        while (order < kOrders.size() && kOrders[order] != bond.order) ++order;
        if (order == kOrders.size()) throw InputError("unknown bond order \"" + bond.order + "\"");
        if (!bond.aromatic) throw InputError("a bond without aromatic flag");
        out += static_cast<char>(order | (*bond.aromatic ? 8 : 0) | (stereoCode(bond.stereo) << 4));
    }
}

void decodeAtoms(Source& source, Component& component, bool model) {
    auto& atoms = component.atoms;
    for (ComponentAtom& atom : atoms) atom.name = source.textUntil('\n');
    for (ComponentAtom& atom : atoms) atom.element = source.textUntil('\n');
    for (ComponentAtom& atom : atoms) {
        const int charge = static_cast<std::int8_t>(source.byte());
        if (charge != kUnknownCharge) atom.charge = charge;
    }
    for (ComponentAtom& atom : atoms) {
        const std::uint8_t flags = source.byte();
        atom.leaving = flags & 1;
        atom.aromatic = flags & 2;
        if ((flags >> 2) >= sizeof kStereo) throw InputError("unknown atom flags");
        atom.stereo = kStereo[flags >> 2];
    }
    const auto values = source.planes(atoms.size() * (model ? 6 : 3), 3);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t axis = i / atoms.size();
        ComponentAtom& atom = atoms[i % atoms.size()];
        (axis < 3 ? atom.ideal[axis] : atom.model[axis - 3]) = fromThousandths(values[i]);
    }
}

void decodeBonds(Source& source, Component& component) {
    const auto first = source.planes(component.bonds.size(), 2), span = source.planes(component.bonds.size(), 2);
    int previous = 0;
    for (std::size_t i = 0; i < component.bonds.size(); ++i) {
        ComponentBond& bond = component.bonds[i];
        bond.first = previous = (previous + static_cast<int>(first[i])) & 0xffff;
        bond.second = (bond.first + static_cast<int>(span[i])) & 0xffff;
        const std::uint8_t flags = source.byte();
        const std::size_t atoms = component.atoms.size();
        if (static_cast<std::size_t>(bond.first) >= atoms || static_cast<std::size_t>(bond.second) >= atoms ||
            (flags >> 4) >= static_cast<int>(sizeof kStereo))
            throw InputError("impossible bond");
        bond.order = kOrders[flags & 7];
        bond.aromatic = (flags & 8) != 0;
        bond.stereo = kStereo[flags >> 4];
    }
}

std::string encodeChecked(const Component& component) {
    const std::size_t atoms = component.atoms.size(), bonds = component.bonds.size();
    if (atoms > 0xffff || bonds > 0xffff) throw InputError("more than 65535 atoms or bonds");
    std::string out;
    for (const std::size_t count : {atoms, bonds}) putPlanes(out, {static_cast<std::uint32_t>(count)}, 2);
    const bool model = carriesModel(component);
    out += static_cast<char>(model);
    for (const std::string* field : textFields(component)) putText(out, *field, '\t');
    encodeAtoms(out, component, model);
    encodeBonds(out, component);
    return out;
}

}  // namespace

std::string encodeComponent(const Component& component) {
    try {
        return encodeChecked(component);
    } catch (Error& error) {
        error.addContext("in component " + component.code);
        throw;
    }
}

namespace {

// What comes before the atoms; atoms and bonds are there by number only. True if model coordinates follow.
bool readTitle(Source& source, Component& component) {
    component.atoms.resize(source.planes(1, 2)[0]);
    component.bonds.resize(source.planes(1, 2)[0]);
    const bool model = source.byte() != 0;
    for (std::string* field : textFields(component)) *field = source.textUntil('\t');
    return model;
}

}  // namespace

Component decodeComponent(const std::string& code, Bytes bytes) {
    Source source(bytes);
    Component component;
    component.code = code;
    const bool model = readTitle(source, component);
    decodeAtoms(source, component, model);
    decodeBonds(source, component);
    if (!source.atEnd()) throw InputError("component data goes on after its end");
    return component;
}

Component decodeTitle(const std::string& code, Bytes bytes) {
    Source source(bytes);
    Component component;
    component.code = code;
    readTitle(source, component);
    component.atoms.clear();
    component.bonds.clear();
    return component;
}

}  // namespace foldmeter::structure
