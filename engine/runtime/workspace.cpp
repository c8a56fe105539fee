#include "runtime/workspace.h"

#include "base/error.h"
#include "runtime/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

namespace foldmeter::runtime {
namespace {

constexpr std::size_t page = std::size_t{2} << 20;   // a huge one

std::size_t wholePages(std::size_t bytes) { return (bytes + page - 1) / page * page; }

// Addresses only; twice what the machine has, so that a request beyond its memory is refused by the system, not by us.
std::size_t reservedBytes() {
    return wholePages(2 * static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)));
}

}  // namespace

Workspace::~Workspace() {
    if (m_mapping) ::munmap(m_mapping, m_reserved + page);
}

std::shared_ptr<Workspace> makeWorkspace() { return std::make_shared<Workspace>(); }

std::byte* Workspace::lend(const void* owner, std::size_t bytes) {
    const std::lock_guard lock(m_mutex);
    if (!m_base) {
        const std::size_t reserved = reservedBytes();
        void* mapping = ::mmap(nullptr, reserved + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (mapping == MAP_FAILED) throw DeviceError(fmt::format("the system refuses {} bytes of addresses for the workspace", reserved));
        m_mapping = mapping;
        m_base = reinterpret_cast<std::byte*>(wholePages(reinterpret_cast<std::uintptr_t>(mapping)));
        m_reserved = reserved;
    }
    resize(std::max(bytes, wantedWithout(owner)));   // may throw: nothing is booked then
    m_owners[owner] = bytes;
    return m_base;
}

void Workspace::giveBack(const void* owner) {
    const std::lock_guard lock(m_mutex);
    if (m_base) resize(wantedWithout(owner));
    m_owners.erase(owner);
}

std::size_t Workspace::bytes() const {
    const std::lock_guard lock(m_mutex);
    return m_usable;
}

std::size_t Workspace::wantedWithout(const void* owner) const {
    std::size_t most = 0;
    for (const auto& [other, bytes] : m_owners)
        if (other != owner) most = std::max(most, bytes);
    return most;
}

void Workspace::resize(std::size_t bytes) {
    const std::size_t before = wholePages(m_usable), after = wholePages(bytes);
    if (after > m_reserved || (after > before && ::mprotect(m_base + before, after - before, PROT_READ | PROT_WRITE) != 0))
        throw DeviceError(fmt::format("the system refuses {} bytes of memory for the workspace", bytes));
    if (after > before) ::madvise(m_base + before, after - before, MADV_HUGEPAGE);   // advice: may be ignored
    if (after < before) {
        ::madvise(m_base + after, before - after, MADV_DONTNEED);
        ::mprotect(m_base + after, before - after, PROT_NONE);
    }
    m_usable = bytes;
}

}  // namespace foldmeter::runtime
