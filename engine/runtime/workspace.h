// Memory that programs need only while they run. Programs of a context run one after the other, so one piece serves all
// of them, as large as the largest needs. Its address never changes: it is set aside once and backed by memory as far as
// some program asks for it.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>

namespace foldmeter::runtime {

class Workspace {
public:
    Workspace() = default;
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    // Makes at least `bytes` usable for `owner`, who may ask again for another amount. DeviceError when memory is refused.
    std::byte* lend(const void* owner, std::size_t bytes);
    void giveBack(const void* owner);
    std::size_t bytes() const;   // usable now: what the most demanding owner asked for

private:
    void resize(std::size_t bytes);
    std::size_t wantedWithout(const void* owner) const;

    mutable std::mutex m_mutex;
    std::map<const void*, std::size_t> m_owners;
    void* m_mapping = nullptr;
    std::byte* m_base = nullptr;
    std::size_t m_reserved = 0, m_usable = 0;
};

}  // namespace foldmeter::runtime
