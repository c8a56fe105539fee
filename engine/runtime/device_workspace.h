// Memory of a GPU that programs need only while they run. They run one after the other in one stream, so one piece serves
// all of them, as large as the largest needs. It moves when it grows: who uses it asks for its address before every run.
#pragma once

#include "targets/cuda/driver/memory.h"

#include <map>
#include <mutex>

namespace foldmeter::runtime {

class DeviceWorkspace {
public:
    explicit DeviceWorkspace(std::shared_ptr<const cuda::Stream> stream) : m_stream(std::move(stream)) {}

    // At least `bytes` for `owner`, who may ask again for another amount. DriverError when the device has no memory left;
    // what others lent may be gone then, until they ask again.
    cuda::Address lend(const void* owner, std::size_t bytes);
    void giveBack(const void* owner);   // the last one takes the memory with it
    std::size_t bytes() const;

private:
    std::shared_ptr<const cuda::Stream> m_stream;
    mutable std::mutex m_mutex;
    std::map<const void*, std::size_t> m_owners;
    cuda::DeviceMemory m_memory;
};

}  // namespace foldmeter::runtime
