// The categories of a prediction's mmCIF file. Spec: outputs.md section 4.2; the texts about software and use are ours.
#pragma once

#include "predict/output.h"
#include "structure/cif_writer.h"

namespace foldmeter::predict {

// The rows of _atom_site, columns in their fixed order.
structure::CifTable atomTable(const features::Batch& batch, const SampleScores& scores);
// Atoms, chains, residues, components and bonds.
void addStructure(structure::CifWriter& writer, const OutputContext& context, const SampleScores& scores);
// Who made it, how, with what, under which terms, and how sure it is.
void addProvenance(structure::CifWriter& writer, const OutputContext& context, const SampleScores& scores);

// The PAE of every ordered pair of polymer residues as ModelCIF has it (_ma_qa_metric_local_pairwise), for viewers that
// draw it. ModelCIF names residues by number, so that ligands and ions have no place there; tokens of a split residue are
// averaged. Call after addProvenance.
void addPairwisePae(structure::CifWriter& writer, const OutputContext& context, const SeedResult& result, int sample);

}  // namespace foldmeter::predict
