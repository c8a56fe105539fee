// All samples of a run, and a reference where there is one, laid on one of them and compared: what the table of the
// superposition shows and where the view draws them. Computed beside the window's thread.
#pragma once

#include "gui/app/structure_choices.h"
#include "results/prediction.h"

#include <QString>

#include <map>

namespace foldmeter::app {

using SampleStructures = std::map<commands::SelectedSample, std::shared_ptr<const structure::Structure>>;

struct ComparingWish {
    commands::SelectedSample shown;
    std::vector<results::Sample> samples;                  // of the run, best first
    SampleStructures known;                                // read before
    StructureChoices choices;
};

struct ComparedSample {
    std::optional<commands::SelectedSample> sample;        // absent: the reference
    QString name;
    std::vector<structure::FittedPart> parts;              // laid on the target; empty when `problem` says why
    QString problem;
    bool target = false;
};

struct SampleComparison {
    commands::SelectedSample target;
    std::vector<ComparedSample> rows;                      // samples in their order, then the reference
    structure::Superposition toShown;                      // from the target's place to where the shown sample lies
    SampleStructures structures;
    std::vector<float> difference, deviation;              // one a residue of the shown sample: to `other`, to the reference
    QString other;                                         // what `difference` is to; empty: there is no other sample
    const ComparedSample* find(const std::optional<commands::SelectedSample>& sample) const;
};

QString nameOfSample(const commands::SelectedSample& sample);

// Never throws: what cannot be read or does not fit says so in its row.
std::shared_ptr<const SampleComparison> compareSamples(const ComparingWish& wish);

}  // namespace foldmeter::app
