// The categories of a prediction's mmCIF file. Spec: outputs.md section 4.2; the texts about software and use are ours.
#pragma once

#include "predict/output.h"
#include "structure/cif_writer.h"

namespace foldmeter::predict {

// Atoms, chains, residues, components and bonds.
void addStructure(structure::CifWriter& writer, const OutputContext& context, const SampleScores& scores);
// Who made it, how, with what, under which terms, and how sure it is.
void addProvenance(structure::CifWriter& writer, const OutputContext& context, const SampleScores& scores);

}  // namespace foldmeter::predict
