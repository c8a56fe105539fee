#include "runtime/device_workspace.h"

#include <algorithm>

namespace foldmeter::runtime {

cuda::Address DeviceWorkspace::lend(const void* owner, std::size_t bytes) {
    const std::lock_guard lock(m_mutex);
    m_owners.erase(owner);
    std::size_t most = bytes;
    for (const auto& [other, wanted] : m_owners) most = std::max(most, wanted);
    if (most > m_memory.size()) {
        m_memory = {};   // free before more is asked for
        m_memory = cuda::DeviceMemory(m_stream, most);
    }
    m_owners[owner] = bytes;
    return m_memory.address();
}

void DeviceWorkspace::giveBack(const void* owner) {
    const std::lock_guard lock(m_mutex);
    m_owners.erase(owner);
    if (m_owners.empty()) m_memory = {};
}

std::size_t DeviceWorkspace::bytes() const {
    const std::lock_guard lock(m_mutex);
    return m_memory.size();
}

}  // namespace foldmeter::runtime
