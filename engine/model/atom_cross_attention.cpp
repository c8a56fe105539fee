#include "model/atom_cross_attention.h"

namespace foldmeter::model {

namespace {

// Section 8.1 on the atoms of the query layout: element and name embeddings are rows of the weights.
Symbolic referenceConditioning(Inputs& in, const Layer& layer, const Config::Atom& atom) {
    const std::int64_t c = atom.channels;
    const Symbolic mask = in("atom_ref_mask").insertAxis(2);
    const Symbolic charge = in("atom_ref_charge").insertAxis(2);
    const Symbolic element = in("atom_ref_element");
    const Symbolic nameRows = in("atom_ref_name");
    const Symbolic nameMask = in("atom_ref_name_mask");
    const auto vector = [&](const char* record) { return layer.weight(record, {1, c}, {}, {c}); };
    Symbolic act = layer.linear(in("atom_ref_pos"), "embed_ref_pos", {c});                                     // (blocks, 32, C)
    act = act + mask * vector("embed_ref_mask:weights");
    act = act + layer.weight("embed_ref_element:weights", {128, c}).gather(element);
    act = act + ir::unary(ir::Op::Asinh, charge) * vector("embed_ref_charge:weights");
    const Symbolic names = layer.weight("embed_ref_atom_name:weights", {256, c}).gather(nameRows);    // (blocks, 32, 4, C)
    return (act + (names * nameMask.insertAxis(3)).sum({2})) * mask;
}

// Geometry of query and key atoms of one residue; zero for pairs of different residues.
Symbolic pairGeometry(Inputs& in, const Layer& layer, const Config::Atom& atom) {
    const Symbolic positions = in("atom_ref_pos");
    const std::int64_t p = atom.pairChannels;
    const Symbolic valid = ir::equal(in("atom_space_uid").insertAxis(2), in("key_space_uid").insertAxis(1)).cast(DType::F32).insertAxis(3);   // (blocks, 32, 128, 1)
    const Symbolic keyPositions = gatherRows(positions, 2, in("key_index"));                                                 // (blocks, 128, 3)
    const Symbolic offset = positions.insertAxis(2) - keyPositions.insertAxis(1);                                    // (blocks, 32, 128, 3)
    const Symbolic closeness = 1.0 / ((offset * offset).sum({3}) + 1.0);
    const auto vector = [&](const char* record) { return layer.weight(record, {1, p}, {}, {p}); };
    const Symbolic distance = closeness.insertAxis(3) * vector("embed_pair_distances_1:weights");
    return (layer.linear(offset, "embed_pair_offsets_1", {p}) + distance + vector("embed_pair_offsets_valid:weights")) * valid;
}

Symbolic trunkPair(Inputs& in, const Layer& layer, const Config::Atom& atom, const Symbolic& pair) {
    const Symbolic z = layer.linear(layer.scaleNorm(pair, "lnorm_trunk_pair_cond"), "embed_trunk_pair_cond", {atom.pairChannels});
    return gatherRows(z, 2, in("atom_pair_index")) * in("atom_pair_mask").insertAxis(3);   // (blocks, 32, 128, C_p)
}

}  // namespace

AtomConditioning atomConditioning(Inputs& in, const std::string& prefix, const Config::Atom& atom, const TrunkConditioning* trunk) {
    auto scope = in.builder().scope("atom_conditioning");
    const Layer layer(in.builder(), prefix + "_", false, DType::F32);
    Symbolic single = referenceConditioning(in, layer, atom);
    if (trunk) {
        const Symbolic embedded = layer.linear(layer.scaleNorm(trunk->single, "lnorm_trunk_single_cond"), "embed_trunk_single_cond", {atom.channels});
        single = single + embedded.gather(in("token_of_atom"));
    }
    single = single * in("atom_mask").insertAxis(2);                                                      // (blocks, 32, C)
    const Symbolic open = ir::relu(single);
    const Symbolic row = layer.linear(open, "single_to_pair_cond_row_1", {atom.pairChannels});
    const Symbolic column = gatherRows(layer.linear(open, "single_to_pair_cond_col_1", {atom.pairChannels}), 2, in("key_index"));
    Symbolic pair = row.insertAxis(2) + column.insertAxis(1);                                         // (blocks, 32, 128, C_p)
    if (trunk) pair = pair + trunkPair(in, layer, atom, trunk->pair);
    pair = pair + pairGeometry(in, layer, atom);
    Symbolic inner = layer.linear(ir::relu(pair), "pair_mlp_1", {atom.pairChannels});
    inner = layer.linear(ir::relu(inner), "pair_mlp_2", {atom.pairChannels});
    return {single, pair + layer.linear(ir::relu(inner), "pair_mlp_3", {atom.pairChannels})};
}

Symbolic indexOfSamples(const Symbolic& index, const Symbolic& sampleOffset) {
    Symbolic offset = sampleOffset;
    for (int axis = 0; axis < index.rank(); ++axis) offset = offset.insertAxis(axis + 1);
    return index.insertAxis(0) + offset;
}

Symbolic atomsToTokens(Inputs& in, const Layer& layer, const Config::Atom& atom, const Symbolic& act, const Symbolic& atomOfSlot) {
    auto scope = layer.builder().scope("atoms_to_tokens");
    const DType dtype = act.dtype();
    const Symbolic projected = ir::relu(layer.linear(act, "project_atom_features_for_aggr", {atom.tokenChannels}));
    const Symbolic slots = gatherRows(projected, act.rank() - 1, atomOfSlot);                         // ([samples,] tokens, 24, C_t)
    const Symbolic sum = (slots * in("slot_mask").cast(dtype).insertAxis(2)).sum({slots.rank() - 2});
    const Symbolic count = in("slot_mask").sum({1});
    const Symbolic divisor = ir::binary(ir::Op::Max, count, layer.builder().constant(1e-10, DType::F32));
    return sum * (1.0 / divisor).cast(dtype).insertAxis(1);
}

}  // namespace foldmeter::model
