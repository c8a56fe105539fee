#include "runtime/huge_pages.h"

#include <cstdint>
#include <sys/mman.h>

namespace foldmeter::runtime {

void preferHugePages(Buffer& buffer) {
    constexpr std::uintptr_t page = std::uintptr_t{2} << 20;
    const auto begin = (reinterpret_cast<std::uintptr_t>(buffer.data()) + page - 1) / page * page;
    const auto end = (reinterpret_cast<std::uintptr_t>(buffer.data()) + buffer.size()) / page * page;
    if (end > begin) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);   // advice: may be ignored
}

}  // namespace foldmeter::runtime
