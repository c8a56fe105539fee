#include "model/batch_inputs.h"

#include "base/error.h"
#include "model/inputs.h"

#include <algorithm>
#include <cstring>

namespace foldmeter::model {

namespace {

std::span<const std::int32_t> ints(const Tensor& tensor) { return tensor.as<std::int32_t>(); }
Tensor intsOf(const TensorMap& batch, const std::string& name) { return arrayOf(batch, name).converted(DType::I32); }

std::int64_t tokensOf(const TensorMap& batch) { return arrayOf(batch, "aatype").extents().at(0); }

// A gather of the batch, on the host.
struct GatherInfo {
    Tensor indices, mask;
    GatherInfo(const TensorMap& batch, const std::string& name)
        : indices(intsOf(batch, name + ":gather_idxs")), mask(arrayOf(batch, name + ":gather_mask").converted(DType::I32)) {}
    std::int32_t index(std::int64_t at) const { return ints(indices)[static_cast<std::size_t>(at)]; }
    bool valid(std::int64_t at) const { return ints(mask)[static_cast<std::size_t>(at)] != 0; }
    std::int64_t count() const { return indices.count(); }
};

void enterBonds(const TensorMap& batch, const std::string& gather, std::int64_t tokens, std::span<float> contacts) {
    const GatherInfo bonds(batch, gather);
    for (std::int64_t row = 0; row + 1 < bonds.count(); row += 2) {
        if (bonds.valid(row) && bonds.valid(row + 1)) contacts[static_cast<std::size_t>(bonds.index(row) * tokens + bonds.index(row + 1))] = 1;
    }
}

// Bonds between tokens, first to second only; entry (0, 0) is where masked rows point to and stays 0.
Tensor contactMatrix(const TensorMap& batch) {
    const std::int64_t tokens = tokensOf(batch);
    Tensor contacts(DType::F32, {tokens, tokens});
    for (const char* gather : {"tokens_to_polymer_ligand_bonds", "tokens_to_ligand_ligand_bonds"}) enterBonds(batch, gather, tokens, contacts.mutableAs<float>());
    contacts.mutableAs<float>()[0] = 0;
    return contacts;
}

// One array over the query slots, filled from its source at the slot of every real atom; padding atoms stay 0.
template <typename T> Tensor ofAtoms(const Tensor& source, DType dtype, std::int64_t blocks, const std::vector<std::int32_t>& slots, std::int64_t trailing) {
    const Tensor from = source.converted(dtype);
    Tensor to = trailing == 1 ? Tensor(dtype, {blocks, dim::queries}) : Tensor(dtype, {blocks, dim::queries, trailing});
    const auto width = static_cast<std::size_t>(trailing);
    for (std::size_t atom = 0; atom < slots.size(); ++atom) {
        const auto row = from.as<T>().subspan(static_cast<std::size_t>(slots[atom]) * width, width);
        std::copy(row.begin(), row.end(), to.mutableAs<T>().begin() + static_cast<std::ptrdiff_t>(atom * width));
    }
    return to;
}

// Slot (token*24 + slot) of every real atom, in flat order.
std::vector<std::int32_t> slotsOfAtoms(const TensorMap& batch) {
    const GatherInfo queries(batch, "token_atoms_to_queries");
    const std::int64_t atoms = atomsIn(batch);
    if (queries.count() < atoms) throw InputError("the batch's query blocks hold fewer atoms than its atom mask");
    std::vector<std::int32_t> slots;
    for (std::int64_t atom = 0; atom < atoms; ++atom) slots.push_back(queries.index(atom));
    return slots;
}

Tensor tensorOfInts(const std::vector<std::int32_t>& values, Extents extents) {
    Tensor tensor(DType::I32, std::move(extents));
    std::copy(values.begin(), values.end(), tensor.mutableAs<std::int32_t>().begin());
    return tensor;
}

// Keys of every block: which atom (padding keys: the first padding atom), which conformer, which tokens the pair has.
void addKeyInputs(const TensorMap& batch, std::int64_t blocks, std::int64_t atoms, const Tensor& tokenOfAtom, TensorMap& out) {
    const GatherInfo keys(batch, "queries_to_keys"), keyTokens(batch, "tokens_to_keys");
    const Tensor uidTensor = intsOf(batch, "ref_space_uid");
    const auto uids = ints(uidTensor);
    const std::int64_t tokens = tokensOf(batch), given = std::min(blocks * dim::keys, keys.count());
    std::vector<std::int32_t> index(static_cast<std::size_t>(blocks * dim::keys), static_cast<std::int32_t>(atoms));
    std::vector<std::int32_t> uid(index.size(), 0);
    Tensor pairIndex(DType::I32, {blocks, dim::queries, dim::keys}), pairMask(DType::F32, {blocks, dim::queries, dim::keys});
    for (std::int64_t key = 0; key < given; ++key) {
        const auto at = static_cast<std::size_t>(key);
        // The uid is read from the token layout by an index of the query layout: so does AlphaFold 3 (spec 8.2).
        if (keys.valid(key)) uid[at] = uids[std::min<std::size_t>(static_cast<std::size_t>(keys.index(key)), uids.size() - 1)];
        if (!keys.valid(key) || keys.index(key) >= atoms) continue;
        index[at] = keys.index(key);
        for (std::int64_t query = 0; query < dim::queries; ++query) {
            const std::int64_t atom = key / dim::keys * dim::queries + query;
            if (atom >= atoms || !keyTokens.valid(key)) continue;
            const auto pair = static_cast<std::size_t>(atom * dim::keys + key % dim::keys);
            const std::int64_t row = ints(tokenOfAtom)[static_cast<std::size_t>(atom)];
            pairIndex.mutableAs<std::int32_t>()[pair] = static_cast<std::int32_t>(row * tokens + keyTokens.index(key));
            pairMask.mutableAs<float>()[pair] = 1;
        }
    }
    out["key_index"] = tensorOfInts(index, {blocks, dim::keys});
    out["key_space_uid"] = tensorOfInts(uid, {blocks, dim::keys});
    out["atom_pair_index"] = std::move(pairIndex);
    out["atom_pair_mask"] = std::move(pairMask);
}

// Rows 64 * position + character of the name embedding; a character of 64 or more has none.
void addNameInputs(const Tensor& chars, TensorMap& out) {
    Tensor rows(DType::I32, chars.extents()), mask(DType::F32, chars.extents());
    for (std::size_t n = 0; n < ints(chars).size(); ++n) {
        const std::int32_t code = ints(chars)[n];
        const bool known = code >= 0 && code < 64;
        rows.mutableAs<std::int32_t>()[n] = static_cast<std::int32_t>(64 * (n % 4)) + (known ? code : 0);
        mask.mutableAs<float>()[n] = known;
    }
    out["atom_ref_name"] = std::move(rows);
    out["atom_ref_name_mask"] = std::move(mask);
}

Tensor atomOfSlot(const TensorMap& batch, const std::vector<std::int32_t>& slots) {
    const Tensor mask = intsOf(batch, "pred_dense_atom_mask");
    Tensor atoms(DType::I32, mask.extents());
    for (std::size_t atom = 0; atom < slots.size(); ++atom) atoms.mutableAs<std::int32_t>()[static_cast<std::size_t>(slots[atom])] = static_cast<std::int32_t>(atom);
    return atoms;
}

}  // namespace

const Tensor& arrayOf(const TensorMap& batch, const std::string& name) {
    const auto found = batch.find(name);
    if (found == batch.end()) throw InputError("the batch has no array " + name);
    return found->second;
}

std::int64_t atomsIn(const TensorMap& batch) {
    const Tensor mask = intsOf(batch, "pred_dense_atom_mask");
    return std::count_if(ints(mask).begin(), ints(mask).end(), [](std::int32_t value) { return value != 0; });
}

std::int64_t blocksFor(std::int64_t atoms) {
    const std::int64_t blocks = (atoms + dim::queries - 1) / dim::queries;
    const bool needsPaddingAtom = atoms < dim::keys && atoms % dim::queries == 0;
    return std::max<std::int64_t>(1, needsPaddingAtom ? blocks + 1 : blocks);
}

TensorMap tokenInputs(const TensorMap& batch) {
    TensorMap out;
    for (const char* name : {"aatype", "asym_id", "entity_id", "sym_id", "residue_index", "token_index"}) out[name] = intsOf(batch, name);
    out["seq_mask"] = arrayOf(batch, "seq_mask").converted(DType::Bool);
    out["profile"] = arrayOf(batch, "profile").converted(DType::F32);
    out["deletion_mean"] = arrayOf(batch, "deletion_mean").converted(DType::F32);
    out["contact_matrix"] = contactMatrix(batch);
    const GatherInfo beta(batch, "token_atoms_to_pseudo_beta");
    out["pseudo_beta_slot"] = beta.indices;
    out["pseudo_beta_mask"] = beta.mask.converted(DType::F32);
    return out;
}

Tensor atomReferencePositions(const TensorMap& batch) {
    return ofAtoms<float>(arrayOf(batch, "ref_pos"), DType::F32, blocksFor(atomsIn(batch)), slotsOfAtoms(batch), 3);
}

TensorMap atomInputs(const TensorMap& batch) {
    const std::vector<std::int32_t> slots = slotsOfAtoms(batch);
    const auto atoms = static_cast<std::int64_t>(slots.size());
    const std::int64_t blocks = blocksFor(atoms);
    const auto floats = [&](const char* name) { return ofAtoms<float>(arrayOf(batch, name), DType::F32, blocks, slots, 1); };
    TensorMap out;
    out["atom_mask"] = floats("pred_dense_atom_mask");
    out["atom_ref_pos"] = atomReferencePositions(batch);
    out["atom_ref_mask"] = floats("ref_mask");
    out["atom_ref_charge"] = floats("ref_charge");
    out["atom_ref_element"] = ofAtoms<std::int32_t>(arrayOf(batch, "ref_element"), DType::I32, blocks, slots, 1);
    out["atom_space_uid"] = ofAtoms<std::int32_t>(arrayOf(batch, "ref_space_uid"), DType::I32, blocks, slots, 1);
    addNameInputs(ofAtoms<std::int32_t>(arrayOf(batch, "ref_atom_name_chars"), DType::I32, blocks, slots, 4), out);
    std::vector<std::int32_t> tokenOfAtom(slots.size());
    std::transform(slots.begin(), slots.end(), tokenOfAtom.begin(), [](std::int32_t slot) { return slot / static_cast<std::int32_t>(dim::slots); });
    out["slot_of_atom"] = tensorOfInts(slots, {blocks, dim::queries});
    out["token_of_atom"] = tensorOfInts(tokenOfAtom, {blocks, dim::queries});
    out["atom_of_slot"] = atomOfSlot(batch, slots);
    out["slot_mask"] = arrayOf(batch, "pred_dense_atom_mask").converted(DType::F32);
    addKeyInputs(batch, blocks, atoms, out["token_of_atom"], out);
    return out;
}

TensorMap sampleInputs(std::int64_t tokens, std::int64_t blocks, int samples) {
    TensorMap out;
    const auto offsets = [&](const char* name, std::int64_t rows) {
        Tensor tensor(DType::I32, {samples});
        for (int sample = 0; sample < samples; ++sample) tensor.mutableAs<std::int32_t>()[static_cast<std::size_t>(sample)] = static_cast<std::int32_t>(sample * rows);
        out[name] = tensor;
    };
    offsets("sample_token_offset", tokens);
    offsets("sample_slot_offset", tokens * dim::slots);
    offsets("sample_atom_offset", blocks * dim::queries);
    return out;
}

TensorMap batchInputs(const TensorMap& batch, int samples) {
    TensorMap out = tokenInputs(batch);
    out.merge(templateInputs(batch));
    out.merge(atomInputs(batch));
    out.merge(sampleInputs(tokensOf(batch), out.at("key_index").extents()[0], samples));
    return out;
}

TensorMap msaInputs(const TensorMap& batch, const std::vector<int>& rows) {
    const std::int64_t tokens = tokensOf(batch);
    const auto draw = [&](const char* name, DType dtype) {
        const Tensor& from = arrayOf(batch, name);   // may hold many more rows than are drawn
        Tensor to(from.dtype(), {static_cast<std::int64_t>(rows.size()), tokens});
        const std::size_t bytes = static_cast<std::size_t>(tokens) * sizeOf(from.dtype());
        std::byte* at = to.mutableAs<std::byte>().data();
        for (const int row : rows) {
            std::memcpy(at, from.bytes().data() + static_cast<std::size_t>(row) * bytes, bytes);
            at += bytes;
        }
        return to.converted(dtype);
    };
    return {{"msa", draw("msa", DType::I32)}, {"msa_mask", draw("msa_mask", DType::Bool)}, {"deletion_matrix", draw("deletion_matrix", DType::F32)}};
}

}  // namespace foldmeter::model
