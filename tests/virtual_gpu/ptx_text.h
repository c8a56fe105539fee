// PTX text, as NVRTC writes it, taken apart into statements: kernels with their parameters, variables, registers, labels and
// instructions. Nothing is executed here and no instruction is known; what the text says is kept with its line.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace foldmeter::vgpu {

// "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32" as its dotted parts.
using Mnemonic = std::vector<std::string>;

struct Operand {
    enum class Kind { Register, Immediate, Address, Symbol, Vector };
    Kind kind = Kind::Register;
    std::string text;                      // register or symbol; of an Address: its base (register, symbol or "")
    std::int64_t offset = 0;               // Address
    std::uint64_t bits = 0;                // Immediate
    bool isFloat = false;                  // Immediate written as 0f... or 0d...
    std::vector<Operand> parts;            // Vector
    std::string predicate;                 // second destination behind '|'
};
struct Instruction {
    int line = 0;
    std::string guard;                     // predicate register; "" = none
    bool guardNegated = false;
    Mnemonic mnemonic;
    std::vector<Operand> operands;
    std::string text;
};
struct Variable {
    std::string name, type;
    std::int64_t bytes = 0, alignment = 1;
    bool external = false;                 // .extern .shared: size comes with the launch
    std::vector<std::uint8_t> initial;
};
struct KernelText {
    std::string name;
    std::vector<Variable> parameters, shared, local;
    std::map<std::string, std::string> registers;   // unique name -> type without dot ("b32", "pred")
    std::vector<Instruction> instructions;
    std::map<std::string, int> labels;     // unique name -> index of the instruction behind it
    int maximumThreads = 0;
};
struct ModuleText {
    std::string target;                    // "sm_80"
    std::vector<Variable> global, shared;  // of the module
    std::map<std::string, KernelText> kernels;
};

// Throws std::runtime_error naming line and text.
ModuleText parsePtx(const std::string& text);
std::int64_t bytesOfType(const std::string& type);   // "b32" -> 4

}  // namespace foldmeter::vgpu
