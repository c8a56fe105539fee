#include "runtime/device_code.h"

#include "base/error.h"
#include "runtime/byte_stream.h"

#include <algorithm>
#include <map>
#include <set>

namespace foldmeter::runtime {
namespace {

// What decides the code: the comment at the top tells where a kernel comes from, and that may differ between equal ones.
std::string_view withoutHeading(std::string_view text) {
    while (text.starts_with("//")) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    return text;
}

Digest keyOf(const cuda::KernelSource& source, const DeviceCompiler& with) {
    DigestBuilder builder;
    builder.add("cuda").add(with.device.architecture()).add(with.compiler->version()).add(with.strict ? "strict" : "");
    for (const auto& [name, text] : cuda::deviceHeaders()) builder.add(text);
    return builder.add(withoutHeading(source.text)).finish();
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

// A program on its way: what its kernels are called in the cache, and their texts.
struct Work {
    DeviceProgramCode code;
    std::vector<cuda::KernelSource> sources;
    std::vector<Digest> keys;
    Digest key;   // of all of them
};

Work workOf(const ProgramKernels& program, const DeviceCompiler& with) {
    Work work;
    work.code.program = program.program;
    for (std::size_t n = 0; n < program.kernels.size(); ++n) {
        const kernels::Kernel& kernel = program.kernels[n];
        work.sources.push_back(cuda::printSource(kernel, with.device.sharedPerBlock, program.schedules.empty() ? cuda::Schedule{} : program.schedules[n]));
        work.keys.push_back(keyOf(work.sources.back(), with));
        work.code.kernels.push_back({kernel.name, kernel.scope, work.sources.back().entry, nullptr, false});
    }
    work.key = keyOf(program.program, work.keys);
    return work;
}

void readCached(Work& work, const CodeCache& cache) {
    work.code.cache = "miss";
    const auto entry = cache.read(work.key, work.code.cacheReason);
    if (!entry) return;
    const Modules known = modulesOf(*entry);
    for (std::size_t n = 0; n < work.keys.size(); ++n)
        if (const auto found = known.find(work.keys[n]); found != known.end()) work.code.kernels[n].module = found->second;
    work.code.cache = "hit";
}

// Kernels that are compiled together, of one program.
struct Part {
    std::size_t program = 0;
    std::vector<std::size_t> kernels;
    std::size_t letters = 0;   // of their texts: what they will cost, about
    std::shared_ptr<const cuda::CompiledModule> module;
};

// Every so manieth of what one program lacks, so that costly neighbours part; what another program brings is left out.
std::vector<Part> partsOf(const std::vector<Work>& programs, std::size_t threads) {
    constexpr std::size_t together = 8;
    std::vector<Part> parts;
    std::set<Digest> taken;
    for (std::size_t program = 0; program < programs.size(); ++program) {
        const Work& work = programs[program];
        std::vector<std::size_t> missing;
        for (std::size_t n = 0; n < work.keys.size(); ++n)
            if (!work.code.kernels[n].module && taken.insert(work.keys[n]).second) missing.push_back(n);
        const std::size_t count = std::max((missing.size() + together - 1) / together, std::min(threads, missing.size()));
        const std::size_t first = parts.size();
        parts.resize(first + count);
        for (std::size_t at = 0; at < missing.size(); ++at) {
            Part& part = parts[first + at % count];
            part.program = program;
            part.kernels.push_back(missing[at]);
            part.letters += work.sources[missing[at]].text.size();
        }
    }
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.letters > b.letters; });   // the last ones are short
    return parts;
}

void compileMissing(std::vector<Work>& programs, const DeviceCompiler& with) {
    std::vector<Part> parts = partsOf(programs, static_cast<std::size_t>(with.pool->threads()));
    with.pool->parallelFor(parts.size(), 1, [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t n = begin; n < end; ++n) {
            if (with.cancel) with.cancel->throwIfRequested();
            std::vector<cuda::KernelSource> sources;
            for (const std::size_t kernel : parts[n].kernels) sources.push_back(programs[parts[n].program].sources[kernel]);
            parts[n].module = std::make_shared<const cuda::CompiledModule>(with.compiler->compile(sources, with.device.architecture(), with.strict));
        }
    });
    Modules made;
    for (const Part& part : parts) {
        Work& work = programs[part.program];
        work.code.seconds += part.module->seconds;
        for (const std::size_t kernel : part.kernels) {
            made.emplace(work.keys[kernel], part.module);
            work.code.kernels[kernel].compiledNow = true;
        }
    }
    for (Work& work : programs)
        for (std::size_t n = 0; n < work.keys.size(); ++n)
            if (!work.code.kernels[n].module) work.code.kernels[n].module = made.at(work.keys[n]);
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

std::vector<DeviceProgramCode> compileForDevice(const std::vector<ProgramKernels>& programs, const DeviceCompiler& with) {
    timeline::ScopedSpan span(with.recorder, "compile for device", timeline::Category::Codegen);
    span.with("device", with.device.name);
    const bool cached = with.cache && with.cache->usable();
    std::vector<Work> all;
    for (const ProgramKernels& program : programs) {
        all.push_back(workOf(program, with));
        if (cached) readCached(all.back(), *with.cache);
    }
    std::vector<std::size_t> incomplete;
    for (std::size_t n = 0; n < all.size(); ++n)
        if (std::any_of(all[n].code.kernels.begin(), all[n].code.kernels.end(), [](const DeviceKernel& kernel) { return !kernel.module; })) incomplete.push_back(n);
    compileMissing(all, with);
    if (cached)
        for (const std::size_t n : incomplete) with.cache->write(all[n].key, entryOf(all[n].code, all[n].keys, with));
    std::vector<DeviceProgramCode> result;
    for (Work& work : all) result.push_back(std::move(work.code));
    return result;
}

DeviceProgramCode compileForDevice(const std::string& program, const std::vector<kernels::Kernel>& kernels, const DeviceCompiler& with) {
    return std::move(compileForDevice(std::vector<ProgramKernels>{{program, kernels, {}}}, with).front());
}

}  // namespace foldmeter::runtime
