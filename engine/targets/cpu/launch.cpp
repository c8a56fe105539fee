#include "targets/cpu/launch.h"

namespace foldmeter::cpu {

std::shared_ptr<Launch> Launch::make(const KernelVariant& variant, std::shared_ptr<CodeModule> code, const std::string& symbol,
                                     const CpuDescription& cpu) {
    void* entry = code->entry(symbol);
    if (std::holds_alternative<kernels::RowKernel>(variant.kernel->body)) return makeRowLaunch(variant, std::move(code), entry, cpu);
    if (std::holds_alternative<kernels::MatmulKernel>(variant.kernel->body)) return makeMatmulLaunch(variant, std::move(code), entry, cpu);
    return makeAttentionLaunch(variant, std::move(code), entry, cpu);
}

}  // namespace foldmeter::cpu
