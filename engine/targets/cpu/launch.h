// The three kinds of launch behind cpu::Launch::make.
#pragma once

#include "targets/cpu/emit_kernel.h"

namespace foldmeter::cpu {

std::shared_ptr<Launch> makeRowLaunch(const KernelVariant& variant, std::shared_ptr<CodeModule> code, void* entry, const CpuDescription& cpu);
std::shared_ptr<Launch> makeMatmulLaunch(const KernelVariant& variant, std::shared_ptr<CodeModule> code, void* entry, const CpuDescription& cpu);
std::shared_ptr<Launch> makeAttentionLaunch(const KernelVariant& variant, std::shared_ptr<CodeModule> code, void* entry, const CpuDescription& cpu);

}  // namespace foldmeter::cpu
