#include "runtime/device_weights.h"

#include "base/error.h"
#include "targets/cuda/kernel_source.h"

#include <algorithm>
#include <cstring>

namespace foldmeter::runtime {
namespace {

constexpr std::size_t unit = 256;                       // bytes; what the device fetches at once and more
constexpr std::size_t stagingBytes = std::size_t{8} << 20;

std::size_t rounded(std::size_t bytes) { return (bytes + unit - 1) / unit * unit; }

std::size_t bytesOf(const WeightSpec& spec) {
    const Extents extents = ir::evaluate(spec.type.shape, {});
    const std::int64_t count = elementCount(extents);
    if (!spec.forMatmul) return static_cast<std::size_t>(count) * sizeOf(spec.type.dtype);
    return cuda::productWeightBytes(extents.at(0), count / std::max<std::int64_t>(extents.at(0), 1), spec.type.dtype);
}

// Values of a mapped file may stand at any address.
Tensor aligned(const Tensor& view) {
    const bool fits = reinterpret_cast<std::uintptr_t>(view.bytes().data()) % sizeOf(view.dtype()) == 0;
    return fits ? view : Tensor(view.dtype(), view.extents(), Buffer::copyOf(view.bytes()));
}

// Two pieces of pinned memory in turn: one is filled while the other is on its way.
class Staging {
public:
    Staging(const ComputeDevice& device, std::size_t bytes) : m_stream(device.upload()) {
        for (Piece& piece : m_pieces) {
            piece.memory = cuda::PinnedMemory(m_stream->device(), bytes);
            piece.sent = std::make_unique<cuda::Event>(m_stream->device());
        }
    }
    std::byte* fill() {
        Piece& piece = m_pieces[m_turn];
        if (piece.used) piece.sent->synchronize();
        return piece.memory.data();
    }
    void send(cuda::Address to, std::size_t bytes) {
        Piece& piece = m_pieces[m_turn];
        cuda::copyToDevice(*m_stream, to, {piece.memory.data(), bytes});
        m_stream->record(*piece.sent);
        piece.used = true;
        m_turn = 1 - m_turn;
    }

private:
    struct Piece {
        cuda::PinnedMemory memory;
        std::unique_ptr<cuda::Event> sent;
        bool used = false;
    };
    std::shared_ptr<const cuda::Stream> m_stream;
    Piece m_pieces[2];
    int m_turn = 0;
};

}  // namespace

DeviceWeights::DeviceWeights(std::vector<WeightSpec> specs, ir::WeightSource source, Release release, std::shared_ptr<ComputeDevice> device)
    : m_specs(std::move(specs)), m_source(std::move(source)), m_release(std::move(release)), m_device(std::move(device)) {}

DeviceWeights::~DeviceWeights() {
    if (m_behind.valid()) m_behind.wait();
}

void DeviceWeights::beginUpload(const Surroundings& around) {
    // A thread of its own: the one that waits for it may be the only worker of the pool.
    m_behind = std::async(std::launch::async, [this, around] {
        const std::lock_guard lock(m_mutex);
        if (!m_uploaded) send(around);
    });
}

void DeviceWeights::upload(const Surroundings& around) {
    if (m_behind.valid()) m_behind.get();
    const std::lock_guard lock(m_mutex);
    if (!m_uploaded) send(around);
}

void DeviceWeights::release() {
    const std::lock_guard lock(m_mutex);
    m_memory = {};
    m_uploaded = false;
}

std::size_t DeviceWeights::layOut(std::vector<Layout>& layouts) const {
    layouts.clear();
    std::size_t total = 0;
    for (const WeightSpec& spec : m_specs) {
        const Tensor record = m_source(spec.record);
        const std::int64_t layers = spec.layered && !record.extents().empty() ? record.extents().front() : 1;
        layouts.push_back({total, rounded(bytesOf(spec)), layers});
        total += layouts.back().layerBytes * static_cast<std::size_t>(layers);
    }
    return total;
}

void DeviceWeights::packInto(std::byte* to, std::size_t weight, const Tensor& record, std::int64_t layer) const {
    const WeightSpec& spec = m_specs[weight];
    try {
        const Tensor view = aligned(viewOf(spec, record, layer));
        if (spec.forMatmul) {
            const Buffer packed = cuda::packProductWeight(view, spec.type.dtype);
            std::memcpy(to, packed.data(), packed.size());
            return;
        }
        const Tensor plain = view.converted(spec.type.dtype);
        std::memcpy(to, plain.bytes().data(), plain.bytes().size());
    } catch (Error& error) {
        error.addContext("while packing weight " + spec.record);
        throw;
    }
}

// As many layers together as a piece holds, packed by all threads that are free.
void DeviceWeights::send(const Surroundings& around) {
    timeline::ScopedSpan span(around.recorder, "send weights", timeline::Category::Load);
    const std::size_t total = layOut(m_layouts);
    span.with("bytes", static_cast<std::int64_t>(total));
    m_memory = cuda::DeviceMemory(m_device->upload(), total);
    std::size_t largest = unit;
    for (const Layout& layout : m_layouts) largest = std::max(largest, layout.layerBytes);
    Staging staging(*m_device, std::max(stagingBytes, largest));
    for (std::size_t weight = 0; weight < m_specs.size(); ++weight) {
        const Layout& layout = m_layouts[weight];
        const Tensor record = m_source(m_specs[weight].record);
        const auto together = static_cast<std::int64_t>(std::max<std::size_t>(1, std::max(stagingBytes, largest) / std::max<std::size_t>(layout.layerBytes, 1)));
        for (std::int64_t first = 0; first < layout.layers; first += together) {
            if (around.cancel) around.cancel->throwIfRequested();
            const std::int64_t count = std::min(together, layout.layers - first);
            std::byte* to = staging.fill();
            around.pool->parallelFor(static_cast<std::size_t>(count), 1, [&](std::size_t begin, std::size_t end, int) {
                for (std::size_t n = begin; n < end; ++n) packInto(to + n * layout.layerBytes, weight, record, first + static_cast<std::int64_t>(n));
            });
            staging.send(m_memory.address() + layout.offset + static_cast<std::size_t>(first) * layout.layerBytes, static_cast<std::size_t>(count) * layout.layerBytes);
        }
        if (m_release) m_release(record.bytes());
    }
    m_device->upload()->synchronize();
    m_uploaded = true;
}

cuda::Address DeviceWeights::address(int weight, const std::vector<std::int64_t>& round) const {
    const std::lock_guard lock(m_mutex);
    check(m_uploaded, "weight " + spec(weight).record + " is not on the device");
    const Layout& layout = m_layouts[static_cast<std::size_t>(weight)];
    return m_memory.address() + layout.offset + static_cast<std::size_t>(layerOf(spec(weight), layout.layers, round)) * layout.layerBytes;
}

Tensor DeviceWeights::onHost(int weight) const { return aligned(viewOf(spec(weight), m_source(spec(weight).record), 0)).converted(spec(weight).type.dtype); }

std::size_t DeviceWeights::bytes() const {
    const std::lock_guard lock(m_mutex);
    return m_memory.size();
}

std::size_t DeviceWeights::plannedBytes() const {
    std::vector<Layout> layouts;
    return layOut(layouts);
}

}  // namespace foldmeter::runtime
