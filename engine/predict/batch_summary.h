// All jobs of one call of `foldmeter predict` in one table: batch_summary.csv and batch_summary.json in the output folder.
// Samples of all jobs and seeds are ranked together; jobs that failed or still wait stand in it too. Written anew after
// every job, so that it is right whenever the run ends.
#pragma once

#include "predict/run_job.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::predict {

struct BatchJob {
    enum class State { Waiting, Done, Partly, Failed, Cancelled };   // Partly: some seeds failed
    std::string name, file;
    std::int64_t tokens = 0, atoms = 0;                              // 0: not known
    State state = State::Waiting;
    std::string problem;                                             // of failed jobs and seeds
    std::filesystem::path folder;
    double seconds = 0;
    int resumedSeeds = 0;
};

// A sample of the table; scores are those of its summary file, absent where that says null.
struct BatchSample {
    std::size_t job = 0;                                             // row of the jobs
    report::RankedSample sample;
    std::optional<double> ptm, iptm, fractionDisordered;
    bool hasClash = false;
};

class BatchSummary {
public:
    std::size_t add(BatchJob job);                                   // its row; waiting
    BatchJob& job(std::size_t row) { return m_jobs[row]; }
    void finish(std::size_t row, const JobOutcome& outcome, double seconds);
    void fail(std::size_t row, const std::string& problem);
    std::size_t jobs() const { return m_jobs.size(); }

    std::vector<BatchSample> ranked() const;                         // best first; equal scores in the order of the jobs
    std::string toCsv() const;                                       // one row a sample
    std::string toJson() const;
    void write(const std::filesystem::path& folder) const;           // DeviceError when the disk refuses

private:
    std::vector<BatchJob> m_jobs;
    std::vector<BatchSample> m_samples;
};

}  // namespace foldmeter::predict
