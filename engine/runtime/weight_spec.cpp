#include "runtime/weight_spec.h"

#include "base/error.h"

#include <fmt/format.h>

#include <cstring>

namespace foldmeter::runtime {
namespace {

// Copies `from` with its axes in the order of `permutation`: runs of the last result axis are moved one by one unless
// they are contiguous in the source too.
Tensor permuted(const Tensor& from, const std::vector<std::int64_t>& permutation) {
    const std::size_t rank = permutation.size();
    std::vector<std::size_t> strides(rank), steps(rank);
    std::size_t stride = sizeOf(from.dtype());
    for (std::size_t axis = rank; axis-- > 0;) {
        strides[axis] = stride;
        stride *= static_cast<std::size_t>(from.extents()[axis]);
    }
    Extents extents(rank);
    for (std::size_t axis = 0; axis < rank; ++axis) {
        extents[axis] = from.extents()[static_cast<std::size_t>(permutation[axis])];
        steps[axis] = strides[static_cast<std::size_t>(permutation[axis])];
    }
    const std::size_t item = sizeOf(from.dtype());
    Buffer buffer(from.bytes().size());
    std::byte* out = buffer.data();
    const std::size_t run = rank == 0 ? 1 : static_cast<std::size_t>(extents.back());
    std::vector<std::int64_t> index(rank, 0);
    const std::size_t rows = run == 0 ? 0 : from.bytes().size() / item / run;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::byte* in = from.bytes().data();
        for (std::size_t axis = 0; axis + 1 < rank; ++axis) in += static_cast<std::size_t>(index[axis]) * steps[axis];
        if (rank == 0 || steps.back() == item) {
            std::memcpy(out, in, run * item);
        } else {
            for (std::size_t i = 0; i < run; ++i) std::memcpy(out + i * item, in + i * steps.back(), item);
        }
        out += run * item;
        for (std::size_t axis = rank - 1; axis-- > 0 && ++index[axis] == extents[axis];) index[axis] = 0;
    }
    return Tensor(from.dtype(), std::move(extents), std::move(buffer));
}

bool isIdentity(const std::vector<std::int64_t>& permutation) {
    for (std::size_t axis = 0; axis < permutation.size(); ++axis)
        if (permutation[axis] != static_cast<std::int64_t>(axis)) return false;
    return true;
}

// Whether `finer` lists the axes of `extents`, some of them split: (128, 256) as (128, 128, 2).
bool splits(const Extents& extents, const Extents& finer) {
    std::size_t at = 0;
    for (const std::int64_t extent : extents) {
        std::int64_t part = 1;
        while (part < extent && at < finer.size()) part *= finer[at++];
        while (at < finer.size() && finer[at] == 1) ++at;
        if (part != extent) return false;
    }
    return at == finer.size();
}

}  // namespace

WeightSpec weightSpecOf(const ir::Node& weight, const ir::TensorType& type, bool forMatmul, std::vector<std::int64_t> rounds) {
    WeightSpec spec;
    spec.record = weight.attributes.text("name");
    spec.stored = weight.attributes.integers("stored");
    spec.permutation = weight.attributes.integers("permutation");
    if (isIdentity(spec.permutation)) spec.permutation.clear();
    spec.layered = weight.attributes.integer("layered") != 0;
    if (spec.layered) spec.rounds = std::move(rounds);
    spec.type = type;
    spec.forMatmul = forMatmul;
    return spec;
}

std::int64_t layerOf(const WeightSpec& spec, std::int64_t layers, const std::vector<std::int64_t>& round) {
    if (!spec.layered) return 0;
    check(layers > 0, "weight " + spec.record + " has no layers");
    std::int64_t flat = 0;
    for (std::size_t loop = 0; loop < spec.rounds.size(); ++loop) flat = flat * spec.rounds[loop] + round[loop];
    return flat % layers;
}

Tensor viewOf(const WeightSpec& spec, const Tensor& record, std::int64_t layer) {
    Extents expected = spec.stored;
    if (spec.layered) expected.insert(expected.begin(), record.extents().empty() ? 0 : record.extents().front());
    if (!splits(record.extents(), expected) || (spec.layered && layer >= expected.front()))
        throw InternalError(fmt::format("weight {} is {}, the graph looks for {} at layer {}", spec.record,
                                        toText(record.extents()), toText(expected), layer));
    Tensor view = spec.layered ? record : record.reshaped(spec.stored);
    if (spec.layered) {
        const std::size_t bytes = static_cast<std::size_t>(elementCount(spec.stored)) * sizeOf(record.dtype());
        view = Tensor::view(record.dtype(), spec.stored, record.bytes().subspan(static_cast<std::size_t>(layer) * bytes, bytes),
                            std::make_shared<Tensor>(record));
    }
    if (!spec.permutation.empty()) view = permuted(view, spec.permutation);
    else if (reinterpret_cast<std::uintptr_t>(view.bytes().data()) % sizeOf(view.dtype()) != 0)
        view = Tensor(view.dtype(), view.extents(), Buffer::copyOf(view.bytes()));
    return view.reshaped(ir::evaluate(spec.type.shape, {}));
}

}  // namespace foldmeter::runtime
