// Everything the panes show of one sample, read and computed together beside the window's thread and never changed after.
#pragma once

#include "gui/commands/shared_selection.h"
#include "results/interface_scores.h"
#include "results/ligand_sanity.h"
#include "results/verdict.h"

#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::gui {

struct LoadedSample {
    results::Sample sample;
    std::optional<structure::Structure> structure;
    std::optional<results::Summary> summary;
    std::optional<results::Confidences> confidences;
    results::TokenLayout layout;                           // empty without structure and confidences
    std::vector<results::InterfaceScores> interfaces;
    std::vector<results::InterfaceContact> contacts;
    std::vector<results::LigandReport> ligands;
    std::vector<results::Statement> statements;
    std::vector<std::string> problems;                     // what could not be read, in words

    bool hasTokens() const { return !layout.chainOf.empty(); }
    int tokens() const { return static_cast<int>(layout.chainOf.size()); }
    commands::SelectedResidue residueOfToken(int token) const;
    commands::SelectedResidue residueAt(int residue) const;   // place in the structure
    QString residueText(int residue) const;                // "A 12 TYR"
};

// Never throws: what cannot be read stands in `problems`.
std::shared_ptr<const LoadedSample> loadSample(const results::Sample& sample);

}  // namespace foldmeter::gui
