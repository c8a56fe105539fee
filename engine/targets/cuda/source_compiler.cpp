#include "targets/cuda/source_compiler.h"

#include "base/error.h"

#include <fmt/format.h>
#include <nvrtc.h>

#include <algorithm>
#include <chrono>
#include <regex>

namespace foldmeter::cuda {

struct SourceCompiler::Calls {
    decltype(&nvrtcVersion) version = nullptr;
    decltype(&nvrtcCreateProgram) createProgram = nullptr;
    decltype(&nvrtcDestroyProgram) destroyProgram = nullptr;
    decltype(&nvrtcCompileProgram) compileProgram = nullptr;
    decltype(&nvrtcGetPTXSize) ptxSize = nullptr;
    decltype(&nvrtcGetPTX) ptx = nullptr;
    decltype(&nvrtcGetCUBINSize) cubinSize = nullptr;
    decltype(&nvrtcGetCUBIN) cubin = nullptr;
    decltype(&nvrtcGetProgramLogSize) logSize = nullptr;
    decltype(&nvrtcGetProgramLog) log = nullptr;
    decltype(&nvrtcGetErrorString) errorText = nullptr;

    bool complete() const {
        return version && createProgram && destroyProgram && compileProgram && ptxSize && ptx && cubinSize && cubin && logSize && log && errorText;
    }
};

SourceCompiler::SourceCompiler() : m_library({"libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so"}), m_calls(std::make_unique<Calls>()) {
    if (m_library.found()) m_library.openBeside("libnvrtc-builtins.so");
    m_library.bind(m_calls->version, "nvrtcVersion");
    m_library.bind(m_calls->createProgram, "nvrtcCreateProgram");
    m_library.bind(m_calls->destroyProgram, "nvrtcDestroyProgram");
    m_library.bind(m_calls->compileProgram, "nvrtcCompileProgram");
    m_library.bind(m_calls->ptxSize, "nvrtcGetPTXSize");
    m_library.bind(m_calls->ptx, "nvrtcGetPTX");
    m_library.bind(m_calls->cubinSize, "nvrtcGetCUBINSize");
    m_library.bind(m_calls->cubin, "nvrtcGetCUBIN");
    m_library.bind(m_calls->logSize, "nvrtcGetProgramLogSize");
    m_library.bind(m_calls->log, "nvrtcGetProgramLog");
    m_library.bind(m_calls->errorText, "nvrtcGetErrorString");
}

SourceCompiler::~SourceCompiler() = default;

bool SourceCompiler::available() const { return m_calls->complete(); }

std::string SourceCompiler::version() const {
    if (!available()) return "";
    int major = 0, minor = 0;
    m_calls->version(&major, &minor);
    return fmt::format("{}.{}", major, minor);
}

namespace {

// The program object of one compilation.
template <typename Destroy> struct OpenProgram {
    nvrtcProgram program = nullptr;
    Destroy destroy;
    explicit OpenProgram(Destroy how) : destroy(how) {}
    ~OpenProgram() {
        if (program) destroy(&program);
    }
};

template <typename Size, typename Get> std::string textOf(nvrtcProgram program, Size size, Get get) {
    std::size_t bytes = 0;
    if (size(program, &bytes) != NVRTC_SUCCESS) return "";
    std::string text(bytes, '\0');
    if (bytes == 0 || get(program, text.data()) != NVRTC_SUCCESS) return "";
    return text;
}

// One text of several kernels: what each includes comes once and first, each stands in a namespace of its own.
std::string joined(const std::vector<KernelSource>& sources) {
    std::string includes, bodies;
    for (const KernelSource& source : sources) {
        bodies += "namespace in_" + source.entry + " {\n";
        for (std::size_t at = 0; at < source.text.size();) {
            const std::size_t end = std::min(source.text.find('\n', at), source.text.size() - 1) + 1;
            const std::string line = source.text.substr(at, end - at);
            at = end;
            if (!line.starts_with("#include")) bodies += line;
            else if (includes.find(line) == std::string::npos) includes += line;
        }
        bodies += "}\n\n";
    }
    return includes + "\n" + bodies;
}

}  // namespace

CompiledModule SourceCompiler::compile(const std::vector<KernelSource>& sources, const std::string& architecture, bool strict, bool lineNumbers) const {
    if (!available()) throw DeviceError("kernels for NVIDIA devices need the compiler library libnvrtc, which was not found: " + m_library.reason(), 0);
    const auto started = std::chrono::steady_clock::now();
    OpenProgram open(m_calls->destroyProgram);
    std::vector<const char*> names, texts;
    for (const auto& [name, text] : deviceHeaders()) {
        names.push_back(name.c_str());
        texts.push_back(text.c_str());
    }
    const auto require = [&](nvrtcResult result, const char* what) {
        if (result != NVRTC_SUCCESS) throw InternalError(fmt::format("NVRTC: {}: {}", what, m_calls->errorText(result)));
    };
    const std::string text = joined(sources);
    require(m_calls->createProgram(&open.program, text.c_str(), "kernels.cu", static_cast<int>(names.size()), texts.data(), names.data()), "creating a program");
    const std::string target = "--gpu-architecture=" + architecture;
    std::vector<const char*> options{target.c_str(), "--std=c++17", "--ptxas-options=-v", "-default-device"};
    if (strict) options.push_back("--fmad=false");
    if (lineNumbers) options.push_back("-lineinfo");
    const nvrtcResult result = m_calls->compileProgram(open.program, static_cast<int>(options.size()), options.data());
    const std::string log = textOf(open.program, m_calls->logSize, m_calls->log);
    if (result != NVRTC_SUCCESS)
        throw InternalError(fmt::format("NVRTC refuses kernels for {}: {}\n{}\n{}", architecture, m_calls->errorText(result), log, text));
    CompiledModule compiled;
    compiled.ptx = textOf(open.program, m_calls->ptxSize, m_calls->ptx).c_str();   // without the closing zero
    compiled.cubin = textOf(open.program, m_calls->cubinSize, m_calls->cubin);
    for (const KernelSource& source : sources) compiled.kernels[source.entry] = figuresFrom(log, source.entry).value_or(KernelFigures{});
    compiled.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return compiled;
}

std::optional<KernelFigures> figuresFrom(const std::string& log, const std::string& entry) {
    const auto begin = log.find("Compiling entry function '" + entry + "'");
    if (begin == std::string::npos) return std::nullopt;
    const std::string part = log.substr(begin, log.find("Compiling entry function", begin + 10) - begin);
    KernelFigures figures;
    const auto number = [&](const char* pattern) -> std::int64_t {
        std::smatch match;
        return std::regex_search(part, match, std::regex(pattern)) ? std::stoll(match[1]) : 0;
    };
    figures.registers = static_cast<int>(number("Used (\\d+) registers"));
    figures.sharedBytes = number("(\\d+) bytes smem");
    figures.spillStores = number("(\\d+) bytes spill stores");
    figures.spillLoads = number("(\\d+) bytes spill loads");
    figures.stackBytes = number("(\\d+) bytes stack frame");
    return figures;
}

}  // namespace foldmeter::cuda
