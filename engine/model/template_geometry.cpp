// Template slots as inputs: distogram bins, unit vectors in backbone frames, masks. Spec: network.md section 4.
#include "base/error.h"
#include "model/batch_inputs.h"
#include "model/inputs.h"
#include "model/parameter_table.h"

#include <array>
#include <cmath>
#include <cstring>

namespace foldmeter::model {

namespace {

using Vector = std::array<float, 3>;

Vector operator-(const Vector& a, const Vector& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
Vector operator*(const Vector& a, float s) { return {a[0] * s, a[1] * s, a[2] * s}; }
float dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vector cross(const Vector& a, const Vector& b) { return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]}; }
Vector unit(const Vector& v) { return v * (1.0f / std::sqrt(std::max(dot(v, v), 1e-12f))); }

// By residue type 0..30: slot of the pseudo-beta, slots of the frame atoms C, CA, N (of the nucleic types C1', C3', C4').
struct FrameSlots {
    int beta, c, ca, n;
};
FrameSlots slotsOf(int aatype) {
    constexpr int nucleicBeta[] = {22, 23, 14, 14, 21, 22, 13, 13};   // A G C U DA DG DC DT
    if (aatype == 7) return {1, 2, 1, 0};                            // GLY has no CB
    if (aatype >= 0 && aatype < 20) return {4, 2, 1, 0};
    if (aatype >= 22 && aatype < 30) return {nucleicBeta[aatype - 22], 12, 8, 6};
    return {0, 0, 0, 0};
}

// What a slot says of one token.
struct TokenFrame {
    Vector beta{}, origin{};
    std::array<Vector, 3> axes{};
    float betaMask = 0, frameMask = 0;
};

struct Slot {
    std::span<const std::int32_t> aatype;
    std::span<const float> positions, mask;   // (tokens, 24, 3), (tokens, 24)

    Vector atom(std::size_t token, int slot) const {
        const std::size_t at = token * dim::slots + static_cast<std::size_t>(slot);
        return Vector{positions[at * 3], positions[at * 3 + 1], positions[at * 3 + 2]} * mask[at];
    }
    float maskOf(std::size_t token, int slot) const { return mask[token * dim::slots + static_cast<std::size_t>(slot)]; }

    TokenFrame frame(std::size_t token) const {
        const FrameSlots slots = slotsOf(aatype[token]);
        TokenFrame f;
        f.beta = atom(token, slots.beta);
        f.betaMask = maskOf(token, slots.beta);
        f.origin = atom(token, slots.ca);
        f.frameMask = maskOf(token, slots.c) * maskOf(token, slots.ca) * maskOf(token, slots.n);
        f.axes[0] = unit(atom(token, slots.c) - f.origin);
        const Vector toN = atom(token, slots.n) - f.origin;
        f.axes[1] = unit(toN - f.axes[0] * dot(toN, f.axes[0]));
        f.axes[2] = cross(f.axes[0], f.axes[1]);
        return f;
    }
    bool operator==(const Slot& other) const {
        const auto same = [](const auto& a, const auto& b) { return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0; };
        return same(aatype, other.aatype) && same(positions, other.positions) && same(mask, other.mask);
    }
};

// Bin of a squared distance; edges are strict on both sides, so on an edge and below the first there is none.
std::int32_t distogramBin(float squared) {
    for (int bin = 0; bin < distogramFeatureBins; ++bin) {
        const float lower = 3.25f + 1.25f * static_cast<float>(bin), upper = lower + 1.25f;
        const float upperSquared = bin + 1 == distogramFeatureBins ? 1e8f : upper * upper;
        if (squared > lower * lower && squared < upperSquared) return bin;
    }
    return distogramFeatureBins;
}

struct PairArrays {
    std::span<std::int32_t> bins;
    std::span<float> betaMask, frameMask, unitVector;
};

void fillPairs(const Slot& slot, std::span<const std::int32_t> chains, const PairArrays& out) {
    const std::size_t tokens = chains.size();
    std::vector<TokenFrame> frames;
    for (std::size_t token = 0; token < tokens; ++token) frames.push_back(slot.frame(token));
    for (std::size_t i = 0; i < tokens; ++i) {
        for (std::size_t j = 0; j < tokens; ++j) {
            const TokenFrame &a = frames[i], &b = frames[j];
            const float multi = chains[i] == chains[j];
            const std::size_t at = i * tokens + j;
            out.betaMask[at] = a.betaMask * b.betaMask * multi;
            out.frameMask[at] = a.frameMask * b.frameMask * multi;
            const Vector between = a.beta - b.beta;
            out.bins[at] = out.betaMask[at] != 0 ? distogramBin(dot(between, between)) : distogramFeatureBins;
            if (i == j || out.frameMask[at] == 0) continue;   // exactly 0 on the diagonal
            const Vector toOther = b.origin - a.origin;
            const Vector u = unit({dot(a.axes[0], toOther), dot(a.axes[1], toOther), dot(a.axes[2], toOther)});
            for (std::size_t axis = 0; axis < 3; ++axis) out.unitVector[at * 3 + axis] = u[axis];
        }
    }
}

// Slots without their repetitions, and how often each stands there.
struct DistinctSlots {
    Tensor aatype, positions, mask;   // whose elements the slots look at
    std::vector<Slot> slots;
    std::vector<float> multiplicity;

    explicit DistinctSlots(const TensorMap& batch) : aatype(arrayOf(batch, "template_aatype").converted(DType::I32)) {
        const std::int64_t count = aatype.extents().at(0), tokens = aatype.extents().at(1);
        const auto n = static_cast<std::size_t>(tokens), atoms = n * dim::slots;
        const auto optional = [&](const char* name, const Extents& extents) {
            return batch.contains(name) ? batch.at(name).converted(DType::F32) : Tensor(DType::F32, extents);
        };
        positions = optional("template_atom_positions", {count, tokens, dim::slots, 3});
        mask = optional("template_atom_mask", {count, tokens, dim::slots});
        for (std::size_t t = 0; t < static_cast<std::size_t>(count); ++t)
            add({aatype.as<std::int32_t>().subspan(t * n, n), positions.as<float>().subspan(t * atoms * 3, atoms * 3), mask.as<float>().subspan(t * atoms, atoms)});
    }

private:
    void add(const Slot& slot) {
        const auto found = std::find(slots.begin(), slots.end(), slot);
        if (found != slots.end()) {
            multiplicity[static_cast<std::size_t>(found - slots.begin())] += 1;
        } else {
            slots.push_back(slot);
            multiplicity.push_back(1);
        }
    }
};

}  // namespace

std::int64_t templatesIn(const TensorMap& batch) { return static_cast<std::int64_t>(DistinctSlots(batch).slots.size()); }

TensorMap templateInputs(const TensorMap& batch) {
    const Tensor chains = arrayOf(batch, "asym_id").converted(DType::I32);
    const DistinctSlots all(batch);
    const std::vector<Slot>& distinct = all.slots;
    const std::vector<float>& multiplicity = all.multiplicity;
    const std::int64_t tokens = all.aatype.extents().at(1);
    const auto n = static_cast<std::size_t>(tokens);
    const auto count = static_cast<std::int64_t>(distinct.size());
    TensorMap out;
    out["template_aatype"] = Tensor(DType::I32, {count, tokens});
    out["template_multiplicity"] = Tensor(DType::F32, {count});
    out["template_distogram_bin"] = Tensor(DType::I32, {count, tokens, tokens});
    for (const char* name : {"template_pseudo_beta_mask", "template_backbone_mask"}) out[name] = Tensor(DType::F32, {count, tokens, tokens});
    out["template_unit_vector"] = Tensor(DType::F32, {count, tokens, tokens, 3});
    std::copy(multiplicity.begin(), multiplicity.end(), out["template_multiplicity"].mutableAs<float>().begin());
    const auto rows = [&](const char* name, std::size_t t, std::size_t width) { return out[name].mutableAs<float>().subspan(t * n * n * width, n * n * width); };
    for (std::size_t t = 0; t < distinct.size(); ++t) {
        std::copy(distinct[t].aatype.begin(), distinct[t].aatype.end(), out["template_aatype"].mutableAs<std::int32_t>().begin() + static_cast<std::ptrdiff_t>(t * n));
        fillPairs(distinct[t], chains.as<std::int32_t>(),
                  {out["template_distogram_bin"].mutableAs<std::int32_t>().subspan(t * n * n, n * n), rows("template_pseudo_beta_mask", t, 1),
                   rows("template_backbone_mask", t, 1), rows("template_unit_vector", t, 3)});
    }
    return out;
}

}  // namespace foldmeter::model
