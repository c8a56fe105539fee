// Memory that ends where a page begins that nobody may touch: a read or write behind the last element is a crash.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstring>
#include <stdexcept>

namespace foldmeter::test {

class GuardedMemory {
public:
    explicit GuardedMemory(std::size_t bytes, int fill = 0xff) : m_bytes((bytes + page - 1) / page * page + page) {
        m_start = static_cast<std::byte*>(mmap(nullptr, m_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        if (m_start == MAP_FAILED) throw std::runtime_error("no guarded memory");
        mprotect(m_start + m_bytes - page, page, PROT_NONE);
        m_data = m_start + m_bytes - page - bytes;
        std::memset(m_start, fill, m_bytes - page);
    }
    ~GuardedMemory() { munmap(m_start, m_bytes); }
    GuardedMemory(const GuardedMemory&) = delete;
    GuardedMemory& operator=(const GuardedMemory&) = delete;
    std::byte* data() const { return m_data; }

private:
    static constexpr std::size_t page = 4096;
    std::size_t m_bytes;
    std::byte* m_start;
    std::byte* m_data;
};

}  // namespace foldmeter::test
