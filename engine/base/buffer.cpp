#include "base/buffer.h"

#include "base/error.h"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>

namespace foldmeter {

Buffer::Buffer(std::size_t size) : m_size(size) {
    if (size == 0) return;
    const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
    m_data.reset(static_cast<std::byte*>(std::aligned_alloc(alignment, rounded)));
    if (!m_data) throw DeviceError(fmt::format("the system refused {} bytes of memory", size));
}

Buffer Buffer::zeroed(std::size_t size) {
    Buffer buffer(size);
    if (size) std::memset(buffer.data(), 0, size);
    return buffer;
}

Buffer Buffer::copyOf(Bytes bytes) {
    Buffer buffer(bytes.size());
    if (!bytes.empty()) std::memcpy(buffer.data(), bytes.data(), bytes.size());
    return buffer;
}

void Buffer::Free::operator()(std::byte* bytes) const { std::free(bytes); }

}  // namespace foldmeter
