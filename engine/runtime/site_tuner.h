// Autotuning of one bound program: kernels with several schedules are timed on the program's own buffers at its own
// sizes, costliest first, within the budget; what is found is recorded and used at once.
#pragma once

#include "runtime/bound_program.h"

namespace foldmeter::runtime {

class SiteTuner {
public:
    explicit SiteTuner(CompiledBound& bound) : m_bound(bound), m_program(*bound.m_executable) {}
    // Returns the nanoseconds it took: 0 when the settings forbid it or everything is on record.
    std::int64_t run();

private:
    // A kernel with a choice.
    struct OpenSite {
        std::size_t kernel = 0;
        Instance instance;          // its first
        int calls = 0;              // instances of the kernel
        Schedules candidates;
        double defaultSeconds = 0;  // all calls together
        bool tried = true;          // false: a trial cannot pay
    };
    // One schedule of a site, ready to be timed.
    struct Candidate {
        std::shared_ptr<cpu::Launch> launch;
        std::shared_ptr<const cpu::Launch::Bound> bound;
        std::vector<void*> addresses;
        std::vector<std::shared_ptr<cpu::PackedWeight>> weights;
        Buffer scratch;
    };

    double secondsLeft() const;
    std::vector<OpenSite> openSites() const;
    void rank(std::vector<OpenSite>& sites);
    TunedSite leaveOut(const OpenSite& site, const std::string& reason) const;
    TunedSite tune(const OpenSite& site, double secondsLimit);
    Candidate prepare(const OpenSite& site, const cpu::Schedule& schedule);
    double time(const Candidate& candidate, int repeats = 1);   // of all repeats together
    void clear(const OpenSite& site);
    void lendInputs();
    void takeInputsBack();
    std::vector<std::string> verify(const OpenSite& site);
    void use(const std::vector<TunedSite>& found, const std::vector<OpenSite>& sites);

    CompiledBound& m_bound;
    Executable& m_program;
    std::int64_t m_start = 0;
};

}  // namespace foldmeter::runtime
