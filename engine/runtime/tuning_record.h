// What autotuning found, kept beside the compile cache: for each kernel and size every candidate with its time, the
// choice and the reason. A neighbouring size reuses the choice.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace foldmeter::runtime {

struct TimedCandidate {
    std::string schedule;      // its text form
    double seconds = 0;        // best of the trial; 0: not timed
    std::string note;          // why it was left out, if it was
};
struct TunedSite {
    std::string kernel;        // digest of the kernel text
    std::string name;          // for people
    std::string sizes;         // "atoms=512 tokens=64", for people
    double work = 0;           // index space of the kernel at these sizes: what makes sizes neighbours
    int threads = 1;
    std::string choice;        // schedule text
    std::string reason;
    std::vector<TimedCandidate> candidates;
};

// The machine's own peak in matrix products, as measured once: what speeds are compared with.
struct GemmPeak {
    int threads = 1;
    double f32 = 0, bf16 = 0;   // GFLOP/s; bf16 0: the machine has none
};

class TuningRecord {
public:
    // Sizes up to this factor apart count as neighbours.
    static constexpr double neighbourFactor = 2;

    std::string toJson() const;
    static TuningRecord fromJson(std::string_view text, const std::string& file);   // InputError

    // The nearest recorded neighbour; null when there is none.
    const TunedSite* find(const std::string& kernel, double work, int threads) const;
    // Replaces what was recorded for this kernel at practically the same size.
    void add(TunedSite site);
    const std::vector<TunedSite>& sites() const { return m_sites; }

    // What a record of a GPU holds for: device, driver, compiler; "" of a processor.
    const std::string& machine() const { return m_machine; }
    void setMachine(std::string machine) { m_machine = std::move(machine); }

    const GemmPeak* peak(int threads) const;   // null: not measured
    void set(const GemmPeak& peak);            // replaces what stands for as many threads

private:
    std::string m_machine;
    std::vector<TunedSite> m_sites;
    std::vector<GemmPeak> m_peaks;
};

}  // namespace foldmeter::runtime
