#include "predict/pdb_text.h"

#include "base/error.h"
#include "base/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

namespace foldmeter::predict {
namespace {

using features::Batch;
using features::LayoutAtom;

constexpr std::string_view chainLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t mostAtoms = 99'999;
constexpr int mostResidues = 9'999;

bool isStandardPolymer(const LayoutAtom& atom) {
    static const std::set<std::string> names = {"ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE", "LEU", "LYS", "MET", "PHE", "PRO", "SER",
                                                "THR", "TRP", "TYR", "VAL", "A",   "G",   "C",   "U",   "DA",  "DG",  "DC",  "DT",  "N",   "DN",  "UNK"};
    return atom.chainType.starts_with("poly") && names.contains(atom.residueName);
}

// One character a chain and three letters a component: their own where they fit, else the first that is free.
class ShortNames {
public:
    explicit ShortNames(const Batch& batch) {
        for (const features::ChainInfo& chain : batch.chains)
            if (chain.id.size() == 1) m_chains[chain.id] = chain.id[0];
        for (const features::ChainInfo& chain : batch.chains)
            if (chain.id.size() != 1) m_chains[chain.id] = freeLetter();
        std::set<std::string> long_;
        for (const LayoutAtom& atom : batch.atoms)
            if (atom.residueName.size() <= 3) m_components[atom.residueName] = atom.residueName;
            else long_.insert(atom.residueName);
        int number = 0;
        for (const std::string& name : long_) {
            std::string made = name.starts_with("LIG_") ? "LIG" : std::string();
            while (made.empty() || isTaken(made)) made = fmt::format("X{:02}", ++number);
            m_components[name] = made;
        }
    }
    char chain(const std::string& id) const { return m_chains.at(id); }
    const std::string& component(const std::string& code) const { return m_components.at(code); }

    std::string remarks() const {
        std::string text;
        for (const auto& [id, letter] : m_chains)
            if (id.size() != 1) text += fmt::format("REMARK   1 CHAIN {} IS CALLED {}\n", id, letter);
        for (const auto& [code, made] : m_components)
            if (code != made) text += fmt::format("REMARK   1 COMPONENT {} IS CALLED {}\n", code, made);
        return text;
    }

private:
    char freeLetter() const {
        for (const char letter : chainLetters)
            if (std::none_of(m_chains.begin(), m_chains.end(), [&](const auto& entry) { return entry.second == letter; })) return letter;
        throw InternalError("more chains than PDB has letters for");
    }
    bool isTaken(const std::string& made) const {
        return std::any_of(m_components.begin(), m_components.end(), [&](const auto& entry) { return entry.second == made; });
    }

    std::map<std::string, char> m_chains;
    std::map<std::string, std::string> m_components;
};

// Elements of one letter begin in the second of the four columns, as long as the name leaves room.
std::string atomColumns(const LayoutAtom& atom) {
    if (atom.atomName.size() >= 4) return atom.atomName.substr(0, 4);
    return atom.element.size() == 1 ? fmt::format(" {:<3}", atom.atomName) : fmt::format("{:<4}", atom.atomName);
}

std::string coordinate(double value) {
    if (!(value > -999.9995 && value < 9999.9995)) throw InputError(message("pdb.coordinate", {fmt::format("{:.3f}", value)}));
    return fmt::format("{:8.3f}", value);
}

std::string residueColumns(const ShortNames& names, const LayoutAtom& atom) {
    return fmt::format("{:>3} {}{:>4}", names.component(atom.residueName), names.chain(atom.chainId), atom.residueId);
}

std::string links(const ShortNames& names, const Batch& batch) {
    std::string text;
    for (const auto* bonds : {&batch.polymerLigandBonds, &batch.ligandLigandBonds})
        for (const features::LayoutBond& bond : *bonds) {
            const LayoutAtom &a = batch.atoms[static_cast<std::size_t>(bond.first)], &b = batch.atoms[static_cast<std::size_t>(bond.second)];
            text += fmt::format("LINK        {} {}                {} {}     1555   1555\n", atomColumns(a), residueColumns(names, a), atomColumns(b), residueColumns(names, b));
        }
    return text;
}

}  // namespace

std::string pdbRefusal(const Batch& batch) {
    if (batch.atoms.size() + batch.chains.size() > mostAtoms) return message("pdb.atoms", {std::to_string(batch.atoms.size()), std::to_string(mostAtoms)});
    if (batch.chains.size() > chainLetters.size()) return message("pdb.chains", {std::to_string(batch.chains.size()), std::to_string(chainLetters.size())});
    for (const LayoutAtom& atom : batch.atoms)
        if (atom.residueId > mostResidues) return message("pdb.residues", {atom.chainId, std::to_string(mostResidues)});
    return {};
}

std::string pdbText(const OutputContext& context, const SampleScores& scores) {
    const Batch& batch = *context.batch;
    const ShortNames names(batch);
    std::string text = fmt::format("TITLE     {}\n", context.input->sanitisedName.substr(0, 70));
    text += fmt::format("EXPDTA    THEORETICAL MODEL\nREMARK   1 COMPUTED BY FOLDMETER {}; THE B COLUMN IS THE PLDDT\n", context.softwareVersion);
    text += names.remarks() + links(names, batch);
    std::size_t serial = 0;
    for (std::size_t i = 0; i < batch.atoms.size(); ++i) {
        const LayoutAtom& atom = batch.atoms[i];
        std::string element = atom.element;
        std::transform(element.begin(), element.end(), element.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        text += fmt::format("{}{:>5} {} {}    ", isStandardPolymer(atom) ? "ATOM  " : "HETATM", ++serial, atomColumns(atom), residueColumns(names, atom));
        for (std::size_t axis = 0; axis < 3; ++axis) text += coordinate(static_cast<double>(scores.atomPositions[3 * i + axis]));
        text += fmt::format("{:6.2f}{:6.2f}          {:>2}\n", 1.0, static_cast<double>(scores.atomPlddt[i]), element);
        const bool ends = i + 1 == batch.atoms.size() || batch.atoms[i + 1].chainId != atom.chainId;
        if (ends && atom.chainType.starts_with("poly")) text += fmt::format("TER   {:>5}      {}\n", ++serial, residueColumns(names, atom));
    }
    return text + "END\n";
}

}  // namespace foldmeter::predict
