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

std::map<Digest, cuda::CompiledSource> readKernels(const CodeEntry& entry) {
    std::map<Digest, cuda::CompiledSource> found;
    for (const CodeChunk& chunk : entry.chunks)
        for (const auto& [key, symbol] : chunk.variants) found.emplace(key, readCompiled(chunk.object));
    return found;
}

CodeEntry entryOf(const DeviceProgramCode& code, const std::vector<Digest>& keys, const DeviceCompiler& with) {
    CodeEntry entry{code.program + " " + with.device.architecture(), "NVRTC " + with.compiler->version(), {}};
    for (std::size_t n = 0; n < keys.size(); ++n) entry.chunks.push_back({toBytes(code.kernels[n].code), {{keys[n], code.kernels[n].code.entry}}});
    return entry;
}

}  // namespace

std::size_t DeviceProgramCode::compiledNow() const {
    return static_cast<std::size_t>(std::count_if(kernels.begin(), kernels.end(), [](const DeviceKernel& kernel) { return kernel.compiledNow; }));
}

std::string toBytes(const cuda::CompiledSource& code) {
    ByteWriter writer;
    writer.text(code.entry);
    writer.text(code.ptx);
    writer.text(code.cubin);
    for (const std::int64_t number : {static_cast<std::int64_t>(code.figures.registers), code.figures.sharedBytes, code.figures.spillStores,
                                      code.figures.spillLoads, code.figures.stackBytes})
        writer.number(static_cast<std::uint64_t>(number));
    return writer.take();
}

cuda::CompiledSource readCompiled(std::string_view bytes) {
    ByteReader reader(bytes, "a kernel of a device in the compile cache");
    cuda::CompiledSource code;
    code.entry = reader.text();
    code.ptx = reader.text();
    code.cubin = reader.text();
    code.figures.registers = static_cast<int>(reader.number());
    for (std::int64_t* number : {&code.figures.sharedBytes, &code.figures.spillStores, &code.figures.spillLoads, &code.figures.stackBytes})
        *number = static_cast<std::int64_t>(reader.number());
    if (!reader.atEnd()) throw InputError("a kernel of a device in the compile cache is damaged: bytes are left over");
    return code;
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
        result.kernels.push_back({kernel.name, kernel.scope, {}, false});
    }
    const Digest key = keyOf(program, keys);
    std::map<Digest, cuda::CompiledSource> known;
    if (with.cache && with.cache->usable()) {
        result.cache = "miss";
        if (const auto entry = with.cache->read(key, result.cacheReason)) {
            known = readKernels(*entry);
            result.cache = "hit";
        }
    }
    with.pool->parallelFor(sources.size(), 1, [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t n = begin; n < end; ++n) {
            if (with.cancel) with.cancel->throwIfRequested();
            const auto found = known.find(keys[n]);
            result.kernels[n].compiledNow = found == known.end();
            result.kernels[n].code = found != known.end() ? found->second : with.compiler->compile(sources[n], with.device.architecture(), with.strict);
        }
    });
    if (with.cache && with.cache->usable() && result.compiledNow() > 0) with.cache->write(key, entryOf(result, keys, with));
    result.seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
    return result;
}

}  // namespace foldmeter::runtime
