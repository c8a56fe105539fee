#include "runtime/code_library.h"

#include "base/error.h"
#include "runtime/share_work.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::runtime {

CodeLibrary::CodeLibrary(std::string program, const std::vector<Variant>& base, Surroundings surroundings)
    : m_around(std::move(surroundings)) {
    m_entry.program = std::move(program);
    m_entry.compiler = cpu::compilerVersion();
    std::vector<Digest> keys;
    for (const Variant& variant : base) keys.push_back(keyOf(variant));
    std::sort(keys.begin(), keys.end());
    DigestBuilder builder;
    for (const Digest& key : keys) builder.add(key.high).add(key.low);
    m_key = builder.finish();
}

Digest CodeLibrary::keyOf(const Variant& variant) const {
    return DigestBuilder().add(variant.kernel->digest.high).add(variant.kernel->digest.low).add(cpu::codeOf(variant.schedule).toText())
        .add(m_around.cpu.isa).add(m_around.cpu.features).add(m_entry.compiler).finish();
}

Digest CodeLibrary::launchKeyOf(const Variant& variant) const {
    const Digest code = keyOf(variant);
    return DigestBuilder().add(code.high).add(code.low).add(variant.schedule.toText()).finish();
}

int CodeLibrary::primitivesCreated() const {
    int created = 0;
    for (const auto& [key, launch] : m_launches) created += launch->primitivesCreated();
    return created;
}

// Loads an object and makes its kernels findable. InternalError when the code cannot be used here.
void CodeLibrary::adopt(const CodeChunk& chunk) {
    cpu::CompiledCode code;
    code.object = chunk.object;
    for (const auto& [variant, symbol] : chunk.variants) code.symbols.push_back(symbol);
    const std::shared_ptr<cpu::CodeModule> module = chunk.object.empty() ? nullptr : cpu::CodeModule::load(code);
    for (const auto& [variant, symbol] : chunk.variants) {
        if (!symbol.empty()) check(module && module->entry(symbol), "symbol " + symbol + " is absent from its object");
        m_code[variant] = {module, symbol};
    }
}

void CodeLibrary::readCache() {
    m_read = true;
    timeline::ScopedSpan span(m_around.recorder, "read cache", timeline::Category::Codegen);
    if (!m_around.cache->usable()) {
        m_cacheReason = m_around.cache->problem();
        return;
    }
    m_cacheResult = "miss";
    const std::optional<CodeEntry> entry = m_around.cache->read(m_key, m_cacheReason);
    if (entry) {
        try {
            for (const CodeChunk& chunk : entry->chunks) adopt(chunk);
            m_entry.chunks = entry->chunks;
            m_cacheResult = "hit";
        } catch (const InternalError& unusable) {
            m_code.clear();
            m_cacheReason = unusable.what();
        }
    }
    span.with("cache", m_cacheResult);
    if (!m_cacheReason.empty()) span.with("cache reason", m_cacheReason);
}

CodeChunk CodeLibrary::compileChunk(const std::vector<Variant>& variants) const {
    timeline::ScopedSpan span(m_around.recorder, "generate code", timeline::Category::Codegen);
    span.with("kernels", static_cast<std::int64_t>(variants.size())).with("program", m_entry.program);
    std::vector<cpu::KernelVariant> kernels;
    for (const Variant& variant : variants) kernels.push_back({&variant.kernel->kernel, cpu::codeOf(variant.schedule)});
    cpu::CompiledCode code = cpu::compileKernels(kernels, m_around.cpu);
    check(code.symbols.size() == variants.size(), "the target returned another number of symbols than kernels");
    CodeChunk chunk{std::move(code.object), {}};
    for (std::size_t n = 0; n < variants.size(); ++n) chunk.variants.emplace_back(keyOf(variants[n]), code.symbols[n]);
    return chunk;
}

// Kernels with long texts take longest to compile: they are dealt out first, each to the chunk with the least so far.
std::vector<CodeChunk> CodeLibrary::compile(const std::vector<Variant>& variants, std::size_t chunks) {
    std::vector<Variant> byLength = variants;
    std::stable_sort(byLength.begin(), byLength.end(), [](const Variant& a, const Variant& b) { return a.kernel->length > b.kernel->length; });
    std::vector<std::vector<Variant>> groups(std::min(chunks, variants.size()));
    std::vector<std::size_t> lengths(groups.size(), 0);
    for (const Variant& variant : byLength) {
        const auto least = static_cast<std::size_t>(std::min_element(lengths.begin(), lengths.end()) - lengths.begin());
        groups[least].push_back(variant);
        lengths[least] += variant.kernel->length;
    }
    std::vector<CodeChunk> made(groups.size());
    m_cpuSeconds += shareWork(*m_around.pool, groups.size(), m_around.cancel, [&](std::size_t n) { made[n] = compileChunk(groups[n]); });
    m_compiled += variants.size();
    for (const CodeChunk& chunk : made) adopt(chunk);
    return made;
}

void CodeLibrary::keepTrials(const std::vector<Variant>& variants) {
    for (const Variant& variant : variants) {
        const auto trial = m_trials.find(keyOf(variant));
        if (trial == m_trials.end()) continue;
        m_entry.chunks.push_back(std::move(trial->second));
        m_trials.erase(trial);
    }
}

// Without code so far; one of several that share it.
std::vector<Variant> CodeLibrary::missingOf(const std::vector<Variant>& variants) const {
    std::vector<Variant> missing;
    for (const Variant& variant : variants) {
        const Digest key = keyOf(variant);
        const auto same = [&](const Variant& other) { return keyOf(other) == key; };
        if (!m_code.contains(key) && std::none_of(missing.begin(), missing.end(), same)) missing.push_back(variant);
    }
    return missing;
}

void CodeLibrary::provide(const std::vector<Variant>& variants) {
    if (!m_read) readCache();
    const std::size_t chunksBefore = m_entry.chunks.size();
    keepTrials(variants);
    const std::vector<Variant> missing = missingOf(variants);
    if (!missing.empty()) {
        if (m_cacheResult == "hit") {
            m_cacheResult = "miss";
            m_cacheReason = fmt::format("the entry lacks {} of {} kernels", missing.size(), variants.size());
        }
        // Programs are made side by side, and every chunk generates the blocks its kernels share once more: few, large chunks.
        constexpr std::size_t kernelsPerChunk = 40;
        const std::size_t most = static_cast<std::size_t>(m_around.pool->threads());
        for (CodeChunk& chunk : compile(missing, std::min(most, missing.size() / kernelsPerChunk + 1))) m_entry.chunks.push_back(std::move(chunk));
    }
    if (m_entry.chunks.size() != chunksBefore) m_around.cache->write(m_key, m_entry);
}

void CodeLibrary::provideForTrial(const std::vector<Variant>& variants) {
    const std::vector<Variant> missing = missingOf(variants);
    for (CodeChunk& chunk : compile(missing, missing.size())) {
        const Digest key = chunk.variants.front().first;
        m_trials[key] = std::move(chunk);
    }
}

std::shared_ptr<cpu::Launch> CodeLibrary::launch(const Variant& variant) {
    std::shared_ptr<cpu::Launch>& launch = m_launches[launchKeyOf(variant)];
    if (launch) return launch;
    const auto code = m_code.find(keyOf(variant));
    check(code != m_code.end(), "no code was provided for kernel " + variant.kernel->kernel.name);
    return launch = cpu::Launch::make({&variant.kernel->kernel, variant.schedule}, code->second.module, code->second.symbol);
}

}  // namespace foldmeter::runtime
