#include "runtime/device_code.h"

#include "base/error.h"
#include "runtime/byte_stream.h"

#include <algorithm>
#include <map>

namespace foldmeter::runtime {
namespace {

Digest keyOf(const cuda::KernelSource& source, const DeviceCompiler& with) {
    DigestBuilder builder;
    builder.add("cuda").add(with.device.architecture()).add(with.compiler->version()).add(with.strict ? "strict" : "");
    for (const auto& [name, text] : cuda::deviceHeaders()) builder.add(text);
    return builder.add(source.text).finish();
}

// One entry a program: its key is that of all its kernels together.
Digest keyOf(const std::string& program, const std::vector<Digest>& kernels) {
    DigestBuilder builder;
    builder.add("device program").add(program);
    for (const Digest& kernel : kernels) builder.add(kernel.toHex());
    return builder.finish();
}

using Modules = std::map<Digest, std::shared_ptr<const cuda::CompiledModule>>;   // by kernel

Modules modulesOf(const CodeEntry& entry) {
    Modules found;
    for (const CodeChunk& chunk : entry.chunks) {
        const auto module = std::make_shared<const cuda::CompiledModule>(readCompiled(chunk.object));
        for (const auto& [key, symbol] : chunk.variants)
            if (module->kernels.contains(symbol)) found.emplace(key, module);
    }
    return found;
}

CodeEntry entryOf(const DeviceProgramCode& code, const std::vector<Digest>& keys, const DeviceCompiler& with) {
    CodeEntry entry{code.program + " " + with.device.architecture(), "NVRTC " + with.compiler->version(), {}};
    std::map<const cuda::CompiledModule*, CodeChunk> chunks;
    for (std::size_t n = 0; n < keys.size(); ++n) {
        CodeChunk& chunk = chunks[code.kernels[n].module.get()];
        if (chunk.object.empty()) chunk.object = toBytes(*code.kernels[n].module);
        chunk.variants.emplace_back(keys[n], code.kernels[n].entry);
    }
    for (auto& [module, chunk] : chunks) entry.chunks.push_back(std::move(chunk));
    return entry;
}

// Compiles what is missing, a few kernels at a time.
void compileMissing(DeviceProgramCode& result, const std::vector<cuda::KernelSource>& sources, const DeviceCompiler& with) {
    std::vector<std::size_t> missing;
    for (std::size_t n = 0; n < sources.size(); ++n)
        if (!result.kernels[n].module) missing.push_back(n);
    constexpr std::size_t together = 8;
    const std::size_t threads = static_cast<std::size_t>(with.pool->threads());
    const std::size_t modules = std::max((missing.size() + together - 1) / together, std::min(threads, missing.size()));
    with.pool->parallelFor(modules, 1, [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t n = begin; n < end; ++n) {
            if (with.cancel) with.cancel->throwIfRequested();
            std::vector<cuda::KernelSource> part;   // every modules-th kernel, so that costly neighbours part
            for (std::size_t at = n; at < missing.size(); at += modules) part.push_back(sources[missing[at]]);
            const auto module = std::make_shared<const cuda::CompiledModule>(with.compiler->compile(part, with.device.architecture(), with.strict));
            for (std::size_t at = n; at < missing.size(); at += modules) {
                result.kernels[missing[at]].module = module;
                result.kernels[missing[at]].compiledNow = true;
            }
        }
    });
}

}  // namespace

std::size_t DeviceProgramCode::compiledNow() const {
    return static_cast<std::size_t>(std::count_if(kernels.begin(), kernels.end(), [](const DeviceKernel& kernel) { return kernel.compiledNow; }));
}

std::string toBytes(const cuda::CompiledModule& module) {
    ByteWriter writer;
    writer.text(module.ptx);
    writer.text(module.cubin);
    writer.number(module.kernels.size());
    for (const auto& [entry, figures] : module.kernels) {
        writer.text(entry);
        for (const std::int64_t number : {static_cast<std::int64_t>(figures.registers), figures.sharedBytes, figures.spillStores, figures.spillLoads, figures.stackBytes})
            writer.number(static_cast<std::uint64_t>(number));
    }
    return writer.take();
}

cuda::CompiledModule readCompiled(std::string_view bytes) {
    ByteReader reader(bytes, "a module of a device in the compile cache");
    cuda::CompiledModule module;
    module.ptx = reader.text();
    module.cubin = reader.text();
    for (std::uint64_t left = reader.count(6 * sizeof(std::uint64_t)); left > 0; --left) {
        cuda::KernelFigures& figures = module.kernels[std::string(reader.text())];
        figures.registers = static_cast<int>(reader.number());
        for (std::int64_t* number : {&figures.sharedBytes, &figures.spillStores, &figures.spillLoads, &figures.stackBytes})
            *number = static_cast<std::int64_t>(reader.number());
    }
    if (!reader.atEnd()) throw InputError("a module of a device in the compile cache is damaged: bytes are left over");
    return module;
}

DeviceProgramCode compileForDevice(const std::string& program, const std::vector<kernels::Kernel>& all, const DeviceCompiler& with) {
    timeline::ScopedSpan span(with.recorder, "compile for device", timeline::Category::Codegen);
    span.with("program", program).with("device", with.device.name);
    const std::int64_t start = timeline::Recorder::now();
    DeviceProgramCode result;
    result.program = program;
    std::vector<cuda::KernelSource> sources;
    std::vector<Digest> keys;
    for (const kernels::Kernel& kernel : all) {
        sources.push_back(cuda::printSource(kernel, with.device.sharedPerBlock));
        keys.push_back(keyOf(sources.back(), with));
        result.kernels.push_back({kernel.name, kernel.scope, sources.back().entry, nullptr, false});
    }
    const Digest key = keyOf(program, keys);
    if (with.cache && with.cache->usable()) {
        result.cache = "miss";
        if (const auto entry = with.cache->read(key, result.cacheReason)) {
            const Modules known = modulesOf(*entry);
            for (std::size_t n = 0; n < keys.size(); ++n)
                if (const auto found = known.find(keys[n]); found != known.end()) result.kernels[n].module = found->second;
            result.cache = "hit";
        }
    }
    compileMissing(result, sources, with);
    if (with.cache && with.cache->usable() && result.compiledNow() > 0) with.cache->write(key, entryOf(result, keys, with));
    result.seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
    return result;
}

}  // namespace foldmeter::runtime
