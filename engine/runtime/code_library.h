// The machine code of one program: for each kernel variant (kernel and schedule) it needs, from the cache or generated
// in parallel, loaded into the process once.
#pragma once

#include "base/cancel.h"
#include "runtime/cache.h"
#include "runtime/launch_list.h"
#include "targets/cpu/cpu_target.h"
#include "timeline/recorder.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace foldmeter::runtime {

struct Variant {
    const UniqueKernel* kernel = nullptr;
    cpu::Schedule schedule;
};

class CodeLibrary {
public:
    struct Surroundings {
        cpu::CpuDescription cpu;
        const CodeCache* cache = nullptr;
        ThreadPool* pool = nullptr;
        timeline::Recorder* recorder = nullptr;
        const CancelFlag* cancel = nullptr;
    };
    // The entry's key is made from `base`, what the program needs before any tuning; chosen variants live in the same
    // entry.
    CodeLibrary(std::string program, const std::vector<Variant>& base, Surroundings surroundings);

    // Brings all of these to life: from the cache where it has them, else compiled and added to the cache.
    void provide(const std::vector<Variant>& variants);
    // The same for candidates: the cache learns of them only when they are provided for good.
    void provideForTrial(const std::vector<Variant>& variants);
    // Of a variant provided before.
    std::shared_ptr<cpu::Launch> launch(const Variant& variant);

    // Where the code of the first provide() came from: hit, miss, off.
    const std::string& cacheResult() const { return m_cacheResult; }
    const std::string& cacheReason() const { return m_cacheReason; }
    std::size_t compiled() const { return m_compiled; }
    double cpuSeconds() const { return m_cpuSeconds; }
    int primitivesCreated() const;   // library primitives of all launches so far

private:
    Digest keyOf(const Variant& variant) const;         // of its code
    Digest launchKeyOf(const Variant& variant) const;   // of code and schedule
    void readCache();
    void adopt(const CodeChunk& chunk);
    std::vector<CodeChunk> compile(const std::vector<Variant>& variants, std::size_t chunks);
    CodeChunk compileChunk(const std::vector<Variant>& variants) const;
    std::vector<Variant> missingOf(const std::vector<Variant>& variants) const;
    void keepTrials(const std::vector<Variant>& variants);

    struct Code {
        std::shared_ptr<cpu::CodeModule> module;
        std::string symbol;
    };
    Surroundings m_around;
    Digest m_key;
    CodeEntry m_entry;                      // what the cache holds, or will
    bool m_read = false;
    std::map<Digest, Code> m_code;
    std::map<Digest, CodeChunk> m_trials;   // compiled for a trial: the cache learns of them when they are chosen
    std::map<Digest, std::shared_ptr<cpu::Launch>> m_launches;
    std::string m_cacheResult = "off", m_cacheReason;
    std::size_t m_compiled = 0;
    double m_cpuSeconds = 0;
};

}  // namespace foldmeter::runtime
