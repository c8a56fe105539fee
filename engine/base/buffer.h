// Owned bytes aligned for vector units, and read-only views. The one way the engine holds bulk memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace foldmeter {

using Bytes = std::span<const std::byte>;

// Owns `size` bytes aligned to 64; movable, not copyable. Throws DeviceError when memory is refused.
class Buffer {
public:
    static constexpr std::size_t alignment = 64;

    Buffer() = default;
    explicit Buffer(std::size_t size);          // uninitialised
    static Buffer zeroed(std::size_t size);
    static Buffer copyOf(Bytes bytes);

    std::byte* data() { return m_data.get(); }
    const std::byte* data() const { return m_data.get(); }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    Bytes bytes() const { return {m_data.get(), m_size}; }

    template <typename T> std::span<T> as() { return {reinterpret_cast<T*>(data()), m_size / sizeof(T)}; }
    template <typename T> std::span<const T> as() const { return {reinterpret_cast<const T*>(data()), m_size / sizeof(T)}; }

private:
    struct Free {
        void operator()(std::byte* bytes) const;
    };
    std::unique_ptr<std::byte, Free> m_data;
    std::size_t m_size = 0;
};

}  // namespace foldmeter
