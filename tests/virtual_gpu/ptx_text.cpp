#include "virtual_gpu/ptx_text.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <stdexcept>

namespace foldmeter::vgpu {
namespace {

struct Token {
    std::string text;
    int line = 0;
};

bool isWordCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '%' || c == '.'; }

// Words, strings and single marks. Comments and the line directives (.loc, .file) fall away.
std::vector<Token> tokenize(const std::string& text) {
    std::vector<Token> tokens;
    int line = 1;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '\n') ++line;
        if (std::isspace(static_cast<unsigned char>(c))) {
            ++at;
        } else if (text.compare(at, 2, "//") == 0) {
            at = std::min(text.find('\n', at), text.size());
        } else if (text.compare(at, 5, ".loc ") == 0 || text.compare(at, 5, ".loc\t") == 0 || text.compare(at, 5, ".file") == 0) {
            at = std::min(text.find('\n', at), text.size());
        } else if (c == '"') {
            const std::size_t end = text.find('"', at + 1);
            tokens.push_back({text.substr(at, end + 1 - at), line});
            at = end + 1;
        } else if (isWordCharacter(c)) {
            std::size_t end = at;
            while (end < text.size() && isWordCharacter(text[end])) ++end;
            tokens.push_back({text.substr(at, end - at), line});
            at = end;
        } else {
            tokens.push_back({std::string(1, c), line});
            ++at;
        }
    }
    return tokens;
}

class Parser {
public:
    explicit Parser(const std::string& text) : m_tokens(tokenize(text)) {}

    ModuleText parse() {
        while (!atEnd()) parseTop();
        return std::move(m_module);
    }

private:
    bool atEnd() const { return m_at >= m_tokens.size(); }
    const Token& peek(std::size_t ahead = 0) const {
        static const Token end{"", 0};
        return m_at + ahead < m_tokens.size() ? m_tokens[m_at + ahead] : end;
    }
    std::string take() {
        if (atEnd()) fail("the text ends too early");
        return m_tokens[m_at++].text;
    }
    bool accept(const std::string& text) {
        if (peek().text != text) return false;
        ++m_at;
        return true;
    }
    void expect(const std::string& text) {
        if (!accept(text)) fail("expected '" + text + "', found '" + peek().text + "'");
    }
    [[noreturn]] void fail(const std::string& why) const {
        throw std::runtime_error("PTX line " + std::to_string(atEnd() ? (m_tokens.empty() ? 0 : m_tokens.back().line) : peek().line) + ": " + why);
    }

    void parseTop() {
        if (accept(".version") || accept(".address_size")) {
            take();
        } else if (accept(".target")) {
            m_module.target = take();
            while (accept(",")) take();
        } else if (peek().text == ".visible" || peek().text == ".weak") {
            take();
        } else if (accept(".entry")) {
            parseKernel();
        } else if (peek().text == ".extern" || peek().text == ".global" || peek().text == ".const" || peek().text == ".shared") {
            const bool external = accept(".extern");
            const std::string space = take();
            Variable variable = parseVariable(external);
            (space == ".shared" ? m_module.shared : m_module.global).push_back(variable);
        } else {
            fail("'" + peek().text + "' is not known at the top of a module");
        }
    }

    static std::int64_t numberOf(const std::string& text) { return static_cast<std::int64_t>(std::strtoull(text.c_str(), nullptr, 0)); }

    // .align 16 .b8 name[128] = {..};
    Variable parseVariable(bool external) {
        Variable variable;
        variable.external = external;
        if (accept(".align")) variable.alignment = numberOf(take());
        variable.type = take().substr(1);
        if (variable.type == "v2" || variable.type == "v4") variable.type = take().substr(1);
        variable.name = take();
        std::int64_t count = 1;
        while (accept("[")) {
            if (!accept("]")) {
                count *= numberOf(take());
                expect("]");
            } else {
                count = 0;
            }
        }
        variable.bytes = bytesOfType(variable.type) * count;
        if (accept("=")) parseInitial(variable);
        expect(";");
        return variable;
    }

    void parseInitial(Variable& variable) {
        const std::int64_t width = bytesOfType(variable.type);
        const auto add = [&](const std::string& text) {
            const auto value = static_cast<std::uint64_t>(numberOf(text));
            for (std::int64_t byte = 0; byte < width; ++byte) variable.initial.push_back(static_cast<std::uint8_t>(value >> (8 * byte)));
        };
        if (!accept("{")) return add(take());
        while (!accept("}")) {
            add(take());
            accept(",");
        }
    }

    void parseKernel() {
        KernelText kernel;
        kernel.name = take();
        m_scopes.assign(1, {});
        if (accept("(")) {
            while (!accept(")")) {
                expect(".param");
                kernel.parameters.push_back(parseParameter());
                accept(",");
            }
        }
        while (peek().text != "{") {
            const std::string directive = take();
            if (directive == ".maxntid") kernel.maximumThreads = static_cast<int>(numberOf(peek().text));
        }
        take();
        parseBody(kernel);
        m_module.kernels.emplace(kernel.name, std::move(kernel));
    }

    Variable parseParameter() {
        Variable parameter;
        if (accept(".align")) parameter.alignment = numberOf(take());
        parameter.type = take().substr(1);
        while (peek().text == ".ptr" || peek().text == ".align" || peek().text == ".global") {
            if (take() == ".align") take();
        }
        parameter.name = take();
        parameter.bytes = bytesOfType(parameter.type);
        if (accept("[")) {
            parameter.bytes *= numberOf(take());
            expect("]");
        } else {
            parameter.alignment = parameter.bytes;
        }
        return parameter;
    }

    // Names of nested scopes are made unique by the scope's number.
    std::string unique(const std::string& name) const {
        for (std::size_t n = m_scopes.size(); n-- > 0;) {
            const auto found = m_scopes[n].find(name);
            if (found != m_scopes[n].end()) return found->second;
        }
        return name;
    }
    void declare(const std::string& name) { m_scopes.back()[name] = m_scopes.size() == 1 ? name : name + "@" + std::to_string(m_scopeCount); }

    void parseBody(KernelText& kernel) {
        for (int depth = 1; depth > 0;) {
            if (accept("{")) {
                ++depth;
                ++m_scopeCount;
                m_scopes.emplace_back();
            } else if (accept("}")) {
                --depth;
                m_scopes.pop_back();
            } else if (accept(".reg")) {
                parseRegisters(kernel);
            } else if (accept(".shared")) {
                kernel.shared.push_back(parseVariable(false));
            } else if (accept(".local")) {
                kernel.local.push_back(parseVariable(false));
            } else if (peek(1).text == ":") {
                const std::string label = take();
                take();
                kernel.labels[label] = static_cast<int>(kernel.instructions.size());
            } else if (accept(".pragma") || accept(".branchtargets")) {
                while (take() != ";") {}
            } else {
                kernel.instructions.push_back(parseInstruction());
            }
        }
    }

    void parseRegisters(KernelText& kernel) {
        const std::string type = take().substr(1);
        do {
            const std::string name = take();
            if (accept("<")) {
                const std::int64_t count = numberOf(take());
                expect(">");
                for (std::int64_t n = 0; n < count; ++n) addRegister(kernel, name + std::to_string(n), type);
            } else {
                addRegister(kernel, name, type);
            }
        } while (accept(","));
        expect(";");
    }
    void addRegister(KernelText& kernel, const std::string& name, const std::string& type) {
        declare(name);
        kernel.registers[unique(name)] = type;
    }

    Instruction parseInstruction() {
        Instruction instruction;
        instruction.line = peek().line;
        const std::size_t first = m_at;
        if (accept("@")) {
            instruction.guardNegated = accept("!");
            instruction.guard = unique(take());
        }
        const std::string word = take();
        for (std::size_t begin = 0; begin <= word.size();) {
            const std::size_t end = std::min(word.find('.', begin), word.size());
            instruction.mnemonic.push_back(word.substr(begin, end - begin));
            begin = end + 1;
        }
        while (accept(":")) accept(":");
        while (!accept(";")) {
            instruction.operands.push_back(parseOperand());
            if (accept("|")) instruction.operands.back().predicate = unique(take());
            accept(",");
        }
        for (std::size_t n = first; n < m_at; ++n) instruction.text += (n == first ? "" : " ") + m_tokens[n].text;
        return instruction;
    }

    Operand parseOperand() {
        Operand operand;
        if (accept("{")) {
            operand.kind = Operand::Kind::Vector;
            while (!accept("}")) {
                operand.parts.push_back(parseOperand());
                accept(",");
            }
            return operand;
        }
        if (accept("[")) {
            operand.kind = Operand::Kind::Address;
            if (std::isdigit(static_cast<unsigned char>(peek().text[0]))) operand.offset = numberOf(take());
            else operand.text = unique(take());
            while (peek().text == "+" || peek().text == "-") {
                std::int64_t sign = 1;
                while (peek().text == "+" || peek().text == "-") sign *= take() == "-" ? -1 : 1;
                operand.offset += sign * numberOf(take());
            }
            expect("]");
            return operand;
        }
        const bool negative = accept("-");
        if (accept("!")) fail("a negated operand");
        const std::string word = take();
        if (std::isdigit(static_cast<unsigned char>(word[0]))) return immediate(word, negative);
        operand.kind = word[0] == '%' ? Operand::Kind::Register : Operand::Kind::Symbol;
        operand.text = unique(word);
        if (operand.kind == Operand::Kind::Symbol && operand.text != word) operand.kind = Operand::Kind::Register;
        return operand;
    }

    static Operand immediate(const std::string& word, bool negative) {
        Operand operand;
        operand.kind = Operand::Kind::Immediate;
        if (word.size() == 10 && (word[1] == 'f' || word[1] == 'F') && word[0] == '0') {
            operand.isFloat = true;
            operand.bits = std::strtoull(word.c_str() + 2, nullptr, 16);
        } else if (word.size() == 18 && (word[1] == 'd' || word[1] == 'D') && word[0] == '0') {
            operand.isFloat = true;
            operand.bits = std::strtoull(word.c_str() + 2, nullptr, 16);
        } else {
            operand.bits = std::strtoull(word.c_str(), nullptr, 0);
            if (negative) operand.bits = static_cast<std::uint64_t>(-static_cast<std::int64_t>(operand.bits));
        }
        return operand;
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    ModuleText m_module;
    std::vector<std::map<std::string, std::string>> m_scopes;
    int m_scopeCount = 0;
};

}  // namespace

std::int64_t bytesOfType(const std::string& type) {
    if (type == "pred") return 1;
    const std::size_t digits = type.find_first_of("0123456789");
    if (digits == std::string::npos) throw std::runtime_error("PTX type '" + type + "' is not known");
    return std::atoi(type.c_str() + digits) / 8 * (type.find('x') != std::string::npos ? 2 : 1);
}

ModuleText parsePtx(const std::string& text) { return Parser(text).parse(); }

}  // namespace foldmeter::vgpu
