#include "model/inputs.h"

#include "base/error.h"

#include <vector>

namespace foldmeter::model {

std::span<const InputRow> inputTable() {
    using namespace dim;
    using enum ir::Varies;
    static const std::vector<InputRow> rows = {
        // tokens
        {"seq_mask", DType::Bool, {tokens}, Job},
        {"aatype", DType::I32, {tokens}, Job},
        {"asym_id", DType::I32, {tokens}, Job},
        {"entity_id", DType::I32, {tokens}, Job},
        {"sym_id", DType::I32, {tokens}, Job},
        {"residue_index", DType::I32, {tokens}, Job},
        {"token_index", DType::I32, {tokens}, Job},
        {"profile", DType::F32, {tokens, 31}, Job},
        {"deletion_mean", DType::F32, {tokens}, Job},
        {"contact_matrix", DType::F32, {tokens, tokens}, Job},           // 1 where a bond goes from row to column token
        {"pseudo_beta_slot", DType::I32, {tokens}, Job},                 // into tokens*24
        {"pseudo_beta_mask", DType::F32, {tokens}, Job},
        // MSA rows drawn for a trunk pass
        {"msa", DType::I32, {msaRows, tokens}, Recycle},
        {"msa_mask", DType::Bool, {msaRows, tokens}, Recycle},
        {"deletion_matrix", DType::F32, {msaRows, tokens}, Recycle},
        // distinct template slots
        {"template_aatype", DType::I32, {templates, tokens}, Job},
        {"template_distogram_bin", DType::I32, {templates, tokens, tokens}, Job},   // 0..38, 39: none
        {"template_pseudo_beta_mask", DType::F32, {templates, tokens, tokens}, Job},
        {"template_backbone_mask", DType::F32, {templates, tokens, tokens}, Job},
        {"template_unit_vector", DType::F32, {templates, tokens, tokens, 3}, Job},
        {"template_multiplicity", DType::F32, {templates}, Job},         // slots of the batch that are equal to this one
        // atoms in blocks of queries
        {"atom_mask", DType::F32, {blocks, queries}, Job},
        {"atom_ref_pos", DType::F32, {blocks, queries, 3}, Seed},
        {"atom_ref_mask", DType::F32, {blocks, queries}, Job},
        {"atom_ref_element", DType::I32, {blocks, queries}, Job},
        {"atom_ref_charge", DType::F32, {blocks, queries}, Job},
        {"atom_ref_name", DType::I32, {blocks, queries, 4}, Job},        // 64 * position + character
        {"atom_ref_name_mask", DType::F32, {blocks, queries, 4}, Job},
        {"atom_space_uid", DType::I32, {blocks, queries}, Job},
        {"key_space_uid", DType::I32, {blocks, keys}, Job},              // with the quirk of spec 8.2
        {"key_index", DType::I32, {blocks, keys}, Job},                  // into blocks*32; padding keys address a padding atom
        {"token_of_atom", DType::I32, {blocks, queries}, Job},
        {"slot_of_atom", DType::I32, {blocks, queries}, Job},            // into tokens*24
        {"atom_of_slot", DType::I32, {tokens, slots}, Job},              // into blocks*32
        {"slot_mask", DType::F32, {tokens, slots}, Job},                 // pred_dense_atom_mask
        {"atom_pair_index", DType::I32, {blocks, queries, keys}, Job},   // into tokens*tokens
        {"atom_pair_mask", DType::F32, {blocks, queries, keys}, Job},
        // where a sample's rows start when samples and rows are one axis; as fast as what they index, so that nothing
        // with a sample axis is hoisted
        {"sample_token_offset", DType::I32, {samples}, Step},             // sample * tokens
        {"sample_slot_offset", DType::I32, {samples}, Step},              // sample * tokens * 24
        {"sample_atom_offset", DType::I32, {samples}, Step},              // sample * blocks * 32
        // the sampler's
        {"positions_noisy", DType::F32, {samples, tokens, slots, 3}, Step},
        {"noise_level", DType::F32, {}, Step},
        {"positions", DType::F32, {tokens, slots, 3}, Sample},
    };
    return rows;
}

const ir::Symbolic& Inputs::operator()(const std::string& name) {
    if (const auto found = m_values.find(name); found != m_values.end()) return found->second;
    for (const InputRow& row : inputTable()) {
        if (name == row.name) return m_values[name] = m_builder.input(name, {row.dtype, row.shape}, row.varies);
    }
    throw InternalError("no input named " + name);
}

}  // namespace foldmeter::model
