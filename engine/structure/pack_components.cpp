#include "structure/pack_components.h"

#include "base/digest.h"
#include "base/error.h"
#include "structure/component_codec.h"
#include "structure/component_file.h"

#include <fmt/format.h>
#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

namespace foldmeter::structure {
namespace {

std::vector<std::string_view> splitTabs(std::string_view line) {
    std::vector<std::string_view> fields;
    for (std::size_t from = 0;; ) {
        const std::size_t tab = line.find('\t', from);
        fields.push_back(line.substr(from, tab - from));
        if (tab == std::string_view::npos) return fields;
        from = tab + 1;
    }
}

template <typename Number> Number toNumber(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw InputError(fmt::format("\"{}\" is not a number", text));
    return number;
}

template <typename Number> std::optional<Number> toOptional(std::string_view text) {
    if (text == "?") return std::nullopt;
    return toNumber<Number>(text);
}

void expectFields(const std::vector<std::string_view>& fields, std::size_t least, std::size_t most) {
    if (fields.size() < least || fields.size() > most)
        throw InputError(fmt::format("{} columns, expected {} to {}", fields.size(), least, most));
}

Component readHeading(std::string_view line) {
    const auto fields = splitTabs(line.substr(1));
    expectFields(fields, 11, 11);
    Component c;
    std::string* const targets[] = {&c.code, &c.type, &c.name, &c.oneLetter, &c.parent, &c.formula, &c.formulaWeight,
                                    &c.formalCharge, &c.synonyms, &c.modified, &c.status};
    for (std::size_t i = 0; i < fields.size(); ++i) *targets[i] = fields[i];
    return c;
}

ComponentAtom readAtom(std::string_view line) {
    const auto fields = splitTabs(line);
    expectFields(fields, 8, 11);
    ComponentAtom atom;
    atom.name = fields[1];
    atom.element = fields[2];
    atom.charge = toOptional<int>(fields[3]);
    for (const char flag : fields[4]) {
        if (flag == 'L') atom.leaving = true;
        else if (flag == 'A') atom.aromatic = true;
        else if (flag == 'R' || flag == 'S') atom.stereo = flag;
        else throw InputError(fmt::format("unknown atom flag '{}'", flag));
    }
    for (std::size_t axis = 0; axis < 3; ++axis) atom.ideal[axis] = toOptional<double>(fields[5 + axis]);
    for (std::size_t axis = 0; fields.size() == 11 && axis < 3; ++axis)
        atom.model[axis] = toOptional<double>(fields[8 + axis]);
    return atom;
}

ComponentBond readBond(std::string_view line, std::size_t atoms) {
    const auto fields = splitTabs(line);
    expectFields(fields, 4, 4);
    ComponentBond bond;
    bond.first = toNumber<int>(fields[1]);
    bond.second = toNumber<int>(fields[2]);
    if (bond.first < 0 || bond.second < 0 || std::max(bond.first, bond.second) >= static_cast<int>(atoms))
        throw InputError("bond to an atom that is not there");
    bond.order = fields[3];
    bond.aromatic = false;
    for (; !bond.order.empty(); bond.order.pop_back()) {   // flags follow the order directly
        const char flag = bond.order.back();
        if (flag != 'A' && flag != 'E' && flag != 'Z') break;   // no order ends in one of these
        if (flag == 'A') bond.aromatic = true;
        else bond.stereo = flag;
    }
    return bond;
}

std::string trainDictionary(const std::vector<std::string>& samples) {
    constexpr std::size_t kWanted = 4000, kCapacity = 112 << 10;
    std::string joined;
    std::vector<std::size_t> sizes;
    const std::size_t step = std::max<std::size_t>(1, samples.size() / kWanted);
    for (std::size_t i = 0; i < samples.size(); i += step) {
        joined += samples[i];
        sizes.push_back(samples[i].size());
    }
    std::string dictionary(kCapacity, '\0');
    const std::size_t size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), joined.data(), sizes.data(),
                                                   static_cast<unsigned>(sizes.size()));
    if (ZDICT_isError(size)) return {};   // too few samples (a small test dictionary): frames without one
    dictionary.resize(size);
    return dictionary;
}

struct Compressor {
    Compressor(const std::string& dictionary, int level) : context(ZSTD_createCCtx(), ZSTD_freeCCtx) {
        ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
        ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
        ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0);
        if (!dictionary.empty()) ZSTD_CCtx_loadDictionary(context.get(), dictionary.data(), dictionary.size());
    }
    std::string compress(const std::string& text) {
        std::string out(ZSTD_compressBound(text.size()), '\0');
        const std::size_t size = ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size());
        check(!ZSTD_isError(size), "zstd refused to compress a component");
        out.resize(size);
        return out;
    }
    std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context;
};

template <typename T> std::string_view asText(const T& value) {
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

ComponentFileEntry makeEntry(const std::string& code, std::size_t offset, std::size_t size) {
    ComponentFileEntry entry{};
    if (code.empty() || code.size() > sizeof entry.code) throw InputError("component code \"" + code + "\" is too long");
    std::memcpy(entry.code, code.data(), code.size());
    entry.offset = static_cast<std::uint32_t>(offset);
    entry.size = static_cast<std::uint32_t>(size);
    return entry;
}

ComponentFileHeader makeHeader(std::size_t components, std::size_t index, std::size_t dictionary, std::size_t frames) {
    ComponentFileHeader header{};
    std::memcpy(header.magic, ComponentFileHeader::kMagic, sizeof header.magic);
    header.version = ComponentFileHeader::kVersion;
    header.components = static_cast<std::uint32_t>(components);
    header.dictionaryOffset = sizeof header + index;
    header.dictionarySize = dictionary;
    header.framesOffset = header.dictionaryOffset + dictionary;
    header.fileSize = header.framesOffset + frames;
    return header;
}

}  // namespace

std::vector<Component> readComponentsText(std::string_view text, const std::string& file) {
    std::vector<Component> components;
    int number = 0;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        ++number;
        try {
            if (line.starts_with('>')) components.push_back(readHeading(line));
            else if (components.empty()) throw InputError("a line before the first component");
            else if (line.starts_with("a\t")) components.back().atoms.push_back(readAtom(line));
            else if (line.starts_with("b\t")) components.back().bonds.push_back(readBond(line, components.back().atoms.size()));
            else throw InputError("a line that starts neither with '>', 'a' nor 'b'");
        } catch (const InputError& error) {
            throw InputError(fmt::format("{}:{}: {}", file, number, error.what()));
        }
    }
    return components;
}

std::string packComponents(std::vector<Component> components, int level) {
    std::sort(components.begin(), components.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
    std::vector<std::string> encoded;
    for (const Component& component : components) encoded.push_back(encodeComponent(component));
    const std::string dictionary = trainDictionary(encoded);
    Compressor compressor(dictionary, level);
    std::string index, frames;
    for (std::size_t i = 0; i < components.size(); ++i) {
        if (i > 0 && components[i].code == components[i - 1].code)
            throw InputError("component " + components[i].code + " stands there twice");
        const std::string frame = compressor.compress(encoded[i]);
        index += asText(makeEntry(components[i].code, frames.size(), frame.size()));
        frames += frame;
    }
    ComponentFileHeader header = makeHeader(components.size(), index.size(), dictionary.size(), frames.size());
    const Digest digest = digestOf(std::string(asText(header)) + index + dictionary);
    header.checksumHigh = digest.high;
    header.checksumLow = digest.low;
    return std::string(asText(header)) + index + dictionary + frames;
}

}  // namespace foldmeter::structure
