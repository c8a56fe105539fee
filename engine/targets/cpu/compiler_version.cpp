#include "code_version.inc"
#include "targets/cpu/cpu_target.h"

#include <fmt/format.h>
#include <llvm-c/Core.h>

namespace foldmeter::cpu {

std::string compilerVersion() {
    unsigned major = 0, minor = 0, patch = 0;
    LLVMGetVersion(&major, &minor, &patch);
    return fmt::format("llvm {}.{}.{} {}", major, minor, patch, codeVersion);
}

}  // namespace foldmeter::cpu
