#include "gui/run/loaded_sample.h"

#include "base/error.h"

namespace foldmeter::gui {
namespace {

template <typename Work> void attempt(std::vector<std::string>& problems, Work&& work) {
    try {
        work();
    } catch (const std::exception& problem) {
        problems.push_back(problem.what());
    }
}

}  // namespace

commands::SelectedResidue LoadedSample::residueAt(int residue) const {
    const structure::StructureResidue& r = structure->residues[static_cast<std::size_t>(residue)];
    return {structure->chains[static_cast<std::size_t>(r.chain)].id, r.number};
}

commands::SelectedResidue LoadedSample::residueOfToken(int token) const { return residueAt(layout.residueOf[static_cast<std::size_t>(token)]); }

QString LoadedSample::residueText(int residue) const {
    const commands::SelectedResidue named = residueAt(residue);
    return QStringLiteral("%1 %2 %3").arg(QString::fromStdString(named.chain)).arg(named.number).arg(QString::fromStdString(structure->residues[static_cast<std::size_t>(residue)].name));
}

std::shared_ptr<const LoadedSample> loadSample(const results::Sample& sample) {
    auto loaded = std::make_shared<LoadedSample>();
    LoadedSample& s = *loaded;
    s.sample = sample;
    attempt(s.problems, [&] { s.structure = results::readSampleStructure(sample); });
    if (!sample.summary.empty()) attempt(s.problems, [&] { s.summary = results::readSummary(sample.summary); });
    if (!sample.confidences.empty()) attempt(s.problems, [&] { s.confidences = results::readConfidences(sample.confidences); });
    if (!s.structure) return loaded;
    if (s.confidences)
        attempt(s.problems, [&] {
            s.layout = results::layOutTokens(*s.structure, *s.confidences);
            s.interfaces = results::scoreInterfaces(*s.structure, *s.confidences, s.layout);
            s.contacts = results::findInterfaceContacts(*s.structure, *s.confidences, s.layout);
        });
    attempt(s.problems, [&] { s.ligands = results::checkLigands(*s.structure, results::readSampleBonds(sample, *s.structure), *structure::ComponentDictionary::bundled()); });
    if (s.hasTokens()) s.statements = results::judge(results::verdictInput(*s.structure, s.summary.value_or(results::Summary{}), s.layout));
    return loaded;
}

}  // namespace foldmeter::gui
