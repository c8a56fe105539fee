// Memory of the device, taken and given back in the order of a stream, and host memory that copies can go to and from while
// the processor does something else.
#pragma once

#include "base/buffer.h"
#include "targets/cuda/driver/stream.h"

#include <cstdint>

namespace foldmeter::cuda {

using Address = std::uint64_t;   // on the device

class DeviceMemory {
public:
    DeviceMemory() = default;
    // DriverError with outOfMemory() when the device has none left, even after what is kept for reuse was given back.
    DeviceMemory(std::shared_ptr<const Stream> stream, std::size_t bytes);
    ~DeviceMemory();                 // free as soon as the stream has done what it was given so far
    DeviceMemory(DeviceMemory&& other) noexcept;
    DeviceMemory& operator=(DeviceMemory&& other) noexcept;

    Address address() const { return m_address; }
    std::size_t size() const { return m_size; }

private:
    std::shared_ptr<const Stream> m_stream;
    Address m_address = 0;
    std::size_t m_size = 0;
};

// Pages that stay where they are.
class PinnedMemory {
public:
    PinnedMemory() = default;
    PinnedMemory(std::shared_ptr<const Device> device, std::size_t bytes);
    ~PinnedMemory();
    PinnedMemory(PinnedMemory&& other) noexcept;
    PinnedMemory& operator=(PinnedMemory&& other) noexcept;

    std::byte* data() const { return m_data; }
    std::size_t size() const { return m_size; }
    Bytes bytes() const { return {m_data, m_size}; }

private:
    std::shared_ptr<const Device> m_device;
    std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

// Queued; `host` must stay as it is until the stream has come to the copy.
void copyToDevice(const Stream& stream, Address to, Bytes host);
void copyToHost(const Stream& stream, std::byte* host, Address from, std::size_t bytes);
void copyOnDevice(const Stream& stream, Address to, Address from, std::size_t bytes);
void fillBytes(const Stream& stream, Address to, unsigned char value, std::size_t bytes);

}  // namespace foldmeter::cuda
