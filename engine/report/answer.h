// Why did the first seed take longer, or every seed as long as it did? Sentences written by rules from the timing file and
// the timeline: what took the difference, ranked, each cause with its remedy and what that would save. Never a guess: a
// cause is named only when spans or counters prove it, and each sentence holds the spans that it was read from.
#pragma once

#include "report/seed_stages.h"
#include "report/timing.h"

#include <string>
#include <vector>

namespace foldmeter::report {

enum class Cause { ColdCache, Autotuning, Bucket, Chunking, Swapping, SlowDisk, OtherLoad, PageFaults };
std::string_view nameOf(Cause cause);            // "cold cache", "other load" ...

struct Reason {
    Cause cause = Cause::ColdCache;
    bool firstSeedOnly = true;                   // else: it slows every seed
    double seconds = 0;                          // that it took; of one seed where it slows every seed
    double saves = 0;                            // seconds that the remedy would save, at most
    std::string text, remedy;
    std::vector<int> spans;                      // places in the timeline's spans
};

// A part of the headline: a stage that took longer in the first seed.
struct StageDifference {
    timeline::Category stage = timeline::Category::Other;
    double seconds = 0;
    std::vector<int> spans;                      // the main thread's outermost ones of that stage in the first seed
};

struct Answer {
    std::string headline;                        // "3.7 s more than the others: 2.1 s code generation (64 kernels), ..."
    double difference = 0;                       // seconds, first seed over the median of the others; 0 with one seed
    std::vector<StageDifference> stages;         // greatest first, only what counts
    std::vector<Reason> reasons;                 // by what they took, greatest first
};

// Without a timeline only what the timing file proves can be said.
Answer explainRun(const Timing& timing, const timeline::Timeline& timeline);

}  // namespace foldmeter::report
