// Decoding: every operand gets a place in the register file, every instruction its handler. What is not known fails here, at
// load, with line and text.
#include "virtual_gpu/control.h"
#include "virtual_gpu/machine.h"

#include <algorithm>

namespace foldmeter::vgpu {
namespace {

std::int64_t roundUp(std::int64_t value, std::int64_t unit) { return (value + unit - 1) / unit * unit; }

bool isWideType(const std::string& type) { return type == "b64" || type == "u64" || type == "s64" || type == "f64"; }

const std::vector<std::string> specialNames = {"%tid.x", "%tid.y", "%tid.z", "%ntid.x", "%ntid.y", "%ntid.z", "%ctaid.x", "%ctaid.y",
                                               "%ctaid.z", "%nctaid.x", "%nctaid.y", "%nctaid.z", "%laneid", "%warpid"};

class Decoder {
public:
    Decoder(const KernelText& text, const std::vector<Variable>& moduleShared, const std::map<std::string, std::uint64_t>& globals) : m_globals(globals) {
        m_kernel = std::make_unique<Kernel>();
        m_kernel->text = text;
        if (text.maximumThreads > 0) m_kernel->maximumThreads = text.maximumThreads;
        placeRegisters();
        placeParameters();
        placeVariables(moduleShared);
    }

    std::unique_ptr<Kernel> decode() {
        const auto& instructions = m_kernel->text.instructions;
        m_kernel->steps.resize(instructions.size() + 1);
        for (std::size_t n = 0; n < instructions.size(); ++n) {
            Step& step = m_kernel->steps[n];
            step.index = static_cast<int>(n);
            step.source = &instructions[n];
            step.slots.fill(-1);
            decode(instructions[n], step);
        }
        Step& end = m_kernel->steps.back();
        end.index = static_cast<int>(instructions.size());
        end.run = leave;
        m_kernel->registerBytes = m_next;
        return std::move(m_kernel);
    }

private:
    [[noreturn]] void fail(const Instruction& instruction, const std::string& why) const {
        throw std::runtime_error("kernel " + m_kernel->text.name + ", PTX line " + std::to_string(instruction.line) + ": " + why + ": " + instruction.text);
    }

    std::int32_t newSlot(bool wide) {
        const std::int64_t place = m_next;
        m_next += wide ? 256 : 128;
        return static_cast<std::int32_t>(place);
    }
    void placeRegisters() {
        for (const auto& [name, type] : m_kernel->text.registers) m_registers[name] = {newSlot(isWideType(type)), isWideType(type)};
        for (const std::string& name : specialNames) {
            m_registers[name] = {newSlot(false), false};
            m_kernel->specials[name] = m_registers[name].place;
        }
    }
    void placeParameters() {
        std::int64_t at = 0;
        for (const Variable& parameter : m_kernel->text.parameters) {
            at = roundUp(at, std::max<std::int64_t>(parameter.alignment, 1));
            m_kernel->parameterPlaces[parameter.name] = at;
            m_symbols[parameter.name] = static_cast<std::uint64_t>(at);
            at += parameter.bytes;
        }
        m_kernel->parameterBytes = at;
    }
    void placeVariables(const std::vector<Variable>& moduleShared) {
        std::int64_t shared = 0, local = 0;
        const auto place = [&](const Variable& variable, std::int64_t& at) {
            at = roundUp(at, std::max<std::int64_t>(variable.alignment, 1));
            m_symbols[variable.name] = static_cast<std::uint64_t>(at);
            at += variable.bytes;
        };
        for (const auto* list : std::initializer_list<const std::vector<Variable>*>{&m_kernel->text.shared, &moduleShared})
            for (const Variable& variable : *list)
                if (!variable.external) place(variable, shared);
        shared = roundUp(shared, 16);   // what comes with the launch begins here
        for (const Variable& variable : moduleShared)
            if (variable.external) m_symbols[variable.name] = static_cast<std::uint64_t>(shared);
        for (const Variable& variable : m_kernel->text.local) place(variable, local);
        m_kernel->sharedBytes = shared;
        m_kernel->localBytes = roundUp(local, 16);
        for (const auto& [name, address] : m_globals) m_symbols[name] = address;
    }

    std::int32_t constant(std::uint64_t bits, bool wide) {
        const auto key = std::make_pair(wide ? bits : bits & 0xffffffffu, wide);
        const auto known = m_constants.find(key);
        if (known != m_constants.end()) return known->second;
        const std::int32_t place = newSlot(wide);
        m_kernel->constants.emplace_back(place, key.first);
        m_kernel->constantWide.push_back(wide);
        return m_constants[key] = place;
    }

    struct Place {
        std::int32_t place = -1;
        bool wide = false;
    };

    // Width of a number written in the text, by the operand it stands for.
    static bool immediateWide(const Instruction& instruction, std::size_t operand) {
        const Mnemonic& m = instruction.mnemonic;
        if ((m[0] == "shl" || m[0] == "shr") && operand == 2) return false;
        if (m[0] == "bfi" && operand >= 3) return false;
        if (m[0] == "mad" && std::find(m.begin(), m.end(), "wide") != m.end() && operand == 3) return true;
        if (m[0] == "cvt") return isWideType(m.back());
        if (m[0] == "shfl" || m[0] == "bar" || m[0] == "cp") return false;
        return isWideType(m.back());
    }

    Place placeOf(const Instruction& instruction, const Operand& operand, std::size_t number) {
        switch (operand.kind) {
            case Operand::Kind::Register: {
                if (operand.text == "_") return {newSlot(true), true};
                const auto found = m_registers.find(operand.text);
                if (found == m_registers.end()) fail(instruction, "register '" + operand.text + "' is not known");
                return found->second;
            }
            case Operand::Kind::Immediate: {
                const bool wide = immediateWide(instruction, number);
                return {constant(operand.bits, wide), wide};
            }
            case Operand::Kind::Symbol: {
                if (const auto known = m_registers.find(operand.text); known != m_registers.end()) return known->second;
                const auto found = m_symbols.find(operand.text);
                if (found == m_symbols.end()) fail(instruction, "name '" + operand.text + "' is not known");
                const bool wide = isWideType(instruction.mnemonic.back());
                return {constant(found->second, wide), wide};
            }
            case Operand::Kind::Address: {
                if (operand.text.empty()) return {constant(0, true), true};
                if (const auto known = m_registers.find(operand.text); known != m_registers.end()) return known->second;
                const auto found = m_symbols.find(operand.text);
                if (found == m_symbols.end()) fail(instruction, "name '" + operand.text + "' is not known");
                return {constant(found->second, true), true};
            }
            case Operand::Kind::Vector: break;
        }
        fail(instruction, "an operand of unknown form");
    }

    void decode(const Instruction& instruction, Step& step) {
        if (!instruction.guard.empty()) {
            step.guard = m_registers.at(instruction.guard).place;
            step.guardNegated = instruction.guardNegated;
        }
        const Mnemonic& m = instruction.mnemonic;
        if (m[0] == "bra") {
            const auto label = m_kernel->text.labels.find(instruction.operands.at(0).text);
            if (label == m_kernel->text.labels.end()) fail(instruction, "label is not known");
            step.target = label->second;
            step.run = branch;
            return;
        }
        if (m[0] == "ret" || m[0] == "exit") {
            step.run = leave;
            return;
        }
        if ((m[0] == "bar" || m[0] == "barrier") && std::find(m.begin(), m.end(), "warp") == m.end()) {
            if (instruction.operands.size() != 1 || instruction.operands[0].bits != 0) fail(instruction, "only barrier 0 of the whole block is known");
            step.run = blockBarrier;
            return;
        }
        if (m[0] == "membar" || m[0] == "fence") {
            step.run = nothing;
            return;
        }
        placeOperands(instruction, step);
        for (const auto family : {arithmeticHandler, conversionHandler, memoryHandler, warpHandler})
            if (!step.run) step.run = family(instruction, step);
        if (!step.run) fail(instruction, "the instruction is not known");
    }

    void placeOperands(const Instruction& instruction, Step& step) {
        std::size_t at = 0;
        bool addressSeen = false;
        const auto put = [&](const Operand& operand, std::size_t number) {
            if (at >= step.slots.size()) fail(instruction, "too many operands");
            const Place place = placeOf(instruction, operand, number);
            step.slots[at] = place.place;
            step.wide[at++] = place.wide;
            if (operand.kind != Operand::Kind::Address) return;
            if (addressSeen && operand.offset != 0) fail(instruction, "an offset in the second address");
            if (!addressSeen) step.offset = operand.offset;
            addressSeen = true;
        };
        for (std::size_t n = 0; n < instruction.operands.size(); ++n) {
            const Operand& operand = instruction.operands[n];
            if (operand.kind == Operand::Kind::Vector)
                for (const Operand& part : operand.parts) put(part, n);
            else put(operand, n);
            if (!operand.predicate.empty()) step.slots[instruction.operands.size()] = m_registers.at(operand.predicate).place;
        }
    }

    std::unique_ptr<Kernel> m_kernel;
    const std::map<std::string, std::uint64_t>& m_globals;
    std::map<std::string, Place> m_registers;
    std::map<std::string, std::uint64_t> m_symbols;
    std::map<std::pair<std::uint64_t, bool>, std::int32_t> m_constants;
    std::int64_t m_next = 0;
};

}  // namespace

Module::Module(const std::string& ptx, GlobalMemory& memory) {
    const ModuleText text = parsePtx(ptx);
    m_target = text.target;
    std::map<std::string, std::uint64_t> globals;
    for (const Variable& variable : text.global) {
        const std::uint64_t address = globals[variable.name] = memory.allocate(static_cast<std::size_t>(variable.bytes));
        auto* bytes = memory.at(address, static_cast<std::size_t>(variable.bytes));
        std::fill(bytes, bytes + variable.bytes, std::uint8_t{0});
        std::copy(variable.initial.begin(), variable.initial.end(), bytes);
    }
    for (const auto& [name, kernel] : text.kernels) m_kernels[name] = Decoder(kernel, text.shared, globals).decode();
}

const Kernel& Module::kernel(const std::string& name) const {
    const auto found = m_kernels.find(name);
    if (found == m_kernels.end()) throw std::runtime_error("the module has no kernel '" + name + "'");
    return *found->second;
}

}  // namespace foldmeter::vgpu
