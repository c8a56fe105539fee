// LLVM IR -> object bytes -> memory. Objects are position-independent ELF files, so a cache may hand them to another
// process, which then links them without any code generation.
#include "base/error.h"
#include "targets/cpu/emit_kernel.h"

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>

#include <mutex>

namespace foldmeter::cpu {

namespace {

std::string targetTriple() { return "x86_64-unknown-linux-gnu"; }

std::unique_ptr<llvm::TargetMachine> makeTargetMachine(const CpuDescription& cpu) {
    static std::once_flag once;
    std::call_once(once, [] {
        llvm::InitializeNativeTarget();
        llvm::InitializeNativeTargetAsmPrinter();
    });
    std::string reason;
    const llvm::Target* target = llvm::TargetRegistry::lookupTarget(targetTriple(), reason);
    if (!target) throw InternalError("LLVM has no code generator for this machine: " + reason);
    std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
        targetTriple(), "x86-64", cpu.features, llvm::TargetOptions(), llvm::Reloc::PIC_, llvm::CodeModel::Small, llvm::CodeGenOptLevel::Less, true));
    if (!machine) throw InternalError("LLVM refuses the target features " + cpu.features);
    return machine;
}

void emitKernel(llvm::Module& module, const KernelVariant& variant, const CpuDescription& cpu, const std::string& symbol) {
    if (std::holds_alternative<kernels::RowKernel>(variant.kernel->body)) emitRowKernel(module, variant, cpu, symbol);
    else if (std::holds_alternative<kernels::MatmulKernel>(variant.kernel->body)) emitMatmulKernel(module, variant, cpu, symbol);
    else emitAttentionKernel(module, variant, cpu, symbol);
}

std::unique_ptr<llvm::Module> makeModule(llvm::LLVMContext& context, const llvm::TargetMachine& machine) {
    auto module = std::make_unique<llvm::Module>("kernels", context);
    module->setTargetTriple(targetTriple());
    module->setDataLayout(machine.createDataLayout());
    return module;
}

std::string generate(llvm::Module& module, llvm::TargetMachine& machine, llvm::CodeGenFileType type) {
    llvm::SmallString<0> bytes;
    llvm::raw_svector_ostream stream(bytes);
    llvm::legacy::PassManager passes;
    if (machine.addPassesToEmitFile(passes, stream, nullptr, type)) throw InternalError("LLVM cannot write this kind of file");
    passes.run(module);
    return std::string(bytes.str());
}

std::string textOf(const llvm::Module& module) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    module.print(stream, nullptr);
    return text;
}

void verify(const llvm::Module& module, const std::string& kernel) {
    std::string reason;
    llvm::raw_string_ostream stream(reason);
    if (llvm::verifyModule(module, &stream)) throw InternalError("generated code of kernel " + kernel + " is not valid: " + reason + "\n" + textOf(module));
}

std::string textOf(llvm::Error error) { return llvm::toString(std::move(error)); }

}  // namespace

CompiledCode compileKernels(const std::vector<KernelVariant>& kernels, const CpuDescription& cpu) {
    const auto machine = makeTargetMachine(cpu);
    llvm::LLVMContext context;
    const auto module = makeModule(context, *machine);
    CompiledCode code;
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        code.symbols.push_back("kernel_" + std::to_string(i));
        try {
            emitKernel(*module, kernels[i], cpu, code.symbols.back());
        } catch (Error& error) {
            error.addContext("in code generation of kernel " + kernels[i].kernel->name);
            throw;
        }
    }
    verify(*module, kernels.empty() ? "" : kernels.front().kernel->name);
    if (!kernels.empty()) code.object = generate(*module, *machine, llvm::CodeGenFileType::ObjectFile);
    return code;
}

std::string showLlvmIr(const KernelVariant& kernel, const CpuDescription& cpu) {
    const auto machine = makeTargetMachine(cpu);
    llvm::LLVMContext context;
    const auto module = makeModule(context, *machine);
    emitKernel(*module, kernel, cpu, kernel.kernel->name);
    verify(*module, kernel.kernel->name);
    return textOf(*module);
}

std::string showAssembly(const KernelVariant& kernel, const CpuDescription& cpu) {
    const auto machine = makeTargetMachine(cpu);
    llvm::LLVMContext context;
    const auto module = makeModule(context, *machine);
    emitKernel(*module, kernel, cpu, kernel.kernel->name);
    verify(*module, kernel.kernel->name);
    return generate(*module, *machine, llvm::CodeGenFileType::AssemblyFile);
}

struct CodeModule::State {
    std::unique_ptr<llvm::orc::LLJIT> session;
};

std::shared_ptr<CodeModule> CodeModule::load(const CompiledCode& code) {
    auto module = std::make_shared<CodeModule>();
    module->m_state = std::make_unique<State>();
    if (code.object.empty()) return module;
    makeTargetMachine(describeCpu());
    llvm::orc::JITTargetMachineBuilder builder{llvm::Triple(targetTriple())};
    auto session = llvm::orc::LLJITBuilder()
                       .setJITTargetMachineBuilder(builder)
                       .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
                       .setLinkProcessSymbolsByDefault(true)
                       .create();
    if (!session) throw InternalError("no session for generated code: " + textOf(session.takeError()));
    module->m_state->session = std::move(*session);
    // The bytes may come from a cache: they are copied, so that nothing depends on who owns them.
    auto buffer = llvm::MemoryBuffer::getMemBufferCopy(code.object, "kernels");
    if (auto error = module->m_state->session->addObjectFile(std::move(buffer)))
        throw InternalError("generated code cannot be loaded: " + textOf(std::move(error)));
    for (const std::string& symbol : code.symbols)
        if (!symbol.empty()) module->entry(symbol);
    return module;
}

void* CodeModule::entry(const std::string& symbol) const {
    if (!m_state->session) throw InternalError("there is no generated code that could hold " + symbol);
    auto address = m_state->session->lookup(symbol);
    if (!address) throw InternalError("generated code has no " + symbol + ": " + textOf(address.takeError()));
    return address->toPtr<void*>();
}

CodeModule::~CodeModule() = default;

}  // namespace foldmeter::cpu
