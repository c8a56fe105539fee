#include "predict/conformer_file.h"

#include "base/error.h"
#include "base/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace foldmeter::predict {
namespace {

constexpr std::size_t fieldCount = 7;

template <typename Number> bool parse(std::string_view text, Number& value) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

bool splitLine(std::string_view line, std::array<std::string_view, fieldCount>& fields) {
    for (std::size_t i = 0; i < fieldCount; ++i) {
        const std::size_t tab = line.find('\t');
        if ((tab == std::string_view::npos) != (i + 1 == fieldCount)) return false;
        fields[i] = line.substr(0, tab);
        line.remove_prefix(std::min(line.size(), fields[i].size() + 1));
    }
    return true;
}

}  // namespace

ConformerFile ConformerFile::read(const std::filesystem::path& path) {
    ConformerFile file;
    file.m_file = path.string();
    const std::string text = readText(path);
    int number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = std::string_view(text).substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line.starts_with('#')) continue;
        std::array<std::string_view, fieldCount> fields;
        Atom atom{.line = number};
        std::uint32_t seed = 0;
        int residue = 0;
        if (!splitLine(line, fields) || (fields[0] != "*" && !parse(fields[0], seed)) || !parse(fields[2], residue) || !parse(fields[4], atom.x) ||
            !parse(fields[5], atom.y) || !parse(fields[6], atom.z))
            throw InputError(fmt::format("{}:{}: seed or *, chain id, residue id, atom name, x, y, z separated by tabs are expected", path.string(), number));
        auto& atoms = fields[0] == "*" ? file.m_everySeed : file.m_bySeed[seed];
        atoms[{std::string(fields[1]), residue, std::string(fields[3])}] = atom;
    }
    return file;
}

Tensor ConformerFile::injectedInto(const features::Batch& batch, std::uint32_t seed) const {
    std::map<Key, const features::LayoutAtom*> known;
    for (const features::LayoutAtom& atom : batch.atoms) known[{atom.chainId, atom.residueId, atom.atomName}] = &atom;
    const Tensor& computed = batch.at("ref_pos");                        // (tokens, 24, 3)
    Tensor positions(DType::F32, computed.extents(), Buffer::copyOf(computed.bytes()));
    const auto values = positions.mutableAs<float>();
    const auto slots = static_cast<std::size_t>(computed.extents()[1]);
    const auto put = [&](const std::map<Key, Atom>& atoms) {
        for (const auto& [key, atom] : atoms) {
            const auto found = known.find(key);
            if (found == known.end())
                throw InputError(fmt::format("{}:{}: the job has no atom {} in residue {} of chain {}", m_file, atom.line, std::get<2>(key), std::get<1>(key), std::get<0>(key)));
            if (found->second->slot < 0) continue;
            const std::size_t place = (static_cast<std::size_t>(found->second->token) * slots + static_cast<std::size_t>(found->second->slot)) * 3;
            values[place] = atom.x;
            values[place + 1] = atom.y;
            values[place + 2] = atom.z;
        }
    };
    put(m_everySeed);
    if (const auto own = m_bySeed.find(seed); own != m_bySeed.end()) put(own->second);
    return positions;
}

std::string conformerLines(const features::Batch& batch, std::uint32_t seed) {
    const Tensor& tensor = batch.at("ref_pos");
    const auto values = tensor.as<float>();
    const auto slots = static_cast<std::size_t>(tensor.extents()[1]);
    std::string text;
    for (const features::LayoutAtom& atom : batch.atoms) {
        if (atom.slot < 0) continue;
        const std::size_t place = (static_cast<std::size_t>(atom.token) * slots + static_cast<std::size_t>(atom.slot)) * 3;
        text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", seed, atom.chainId, atom.residueId, atom.atomName, values[place], values[place + 1], values[place + 2]);
    }
    return text;
}

}  // namespace foldmeter::predict
