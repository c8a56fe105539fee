// The output folder of one job while it is being filled: AlphaFold 3's layout and our files beside it. Every file
// appears complete; the ranking is rewritten after each seed, so that a run that was cut short can be resumed.
#pragma once

#include "report/run_folder.h"
#include "timeline/timeline.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace foldmeter::predict {

struct JobRequest;

// Texts of one sample, ready to be written.
struct SampleFiles {
    int sample = 0;
    double rankingScore = 0;
    std::string modelCif, confidences, summary;
    std::string modelWithPae, pdb;   // empty: not asked for
};

// The weights that are used.
struct ModelOrigin {
    std::string name, file, digest;
};

class JobFolder {
public:
    // Makes the folder (or, resuming, takes the one with the same input, settings and model) and writes the input and
    // the settings into it.
    JobFolder(const JobRequest& request, const std::vector<std::pair<std::string, std::string>>& settings, const ModelOrigin& model);

    const std::filesystem::path& path() const { return m_path; }
    const std::string& timestamp() const { return m_timestamp; }   // "2026-11-23 10:12:00"
    // How many samples of the seed the run that is resumed has left complete, counted from the first.
    int finishedSamplesOf(std::uint32_t seed) const;
    bool isFinished(std::uint32_t seed) const { return finishedSamplesOf(seed) >= m_samplesPerSeed; }
    const std::vector<report::RankedSample>& finishedSamples() const { return m_finished; }

    void writeSample(std::uint32_t seed, const SampleFiles& files) const;
    void writeRanking(const std::vector<report::RankedSample>& samples) const;
    // Puts the files of the best sample (greatest score, first wins) beside the folders of the samples.
    void writeBest(const std::vector<report::RankedSample>& samples) const;
    // Where a file of the seed (its embeddings) or of a sample (its trajectory) goes; the folder is made. "embeddings",
    // ".npz" -> seed-S_embeddings/NAME_seed-S_embeddings.npz.
    std::filesystem::path placeOf(std::uint32_t seed, const std::string& subject, const std::string& ending) const;
    std::filesystem::path placeOfTrajectory(std::uint32_t seed, int sample) const;
    void writeTiming(const report::Timing& timing, const timeline::Timeline& timeline) const;

private:
    std::filesystem::path file(const std::string& ending) const;
    std::filesystem::path sampleFile(std::uint32_t seed, int sample, const std::string& ending) const;
    void takeOver();
    void findResumed(const JobRequest& request);
    std::filesystem::path writtenAs(const std::filesystem::path& path, bool large) const;
    void write(const std::filesystem::path& path, const std::string& text, bool large) const;
    void writeSettings(const JobRequest& request, const std::vector<std::pair<std::string, std::string>>& settings, const ModelOrigin& model) const;

    std::string m_name, m_timestamp, m_digest;
    bool m_compress = false;
    int m_samplesPerSeed = 0;
    std::filesystem::path m_path;
    std::vector<report::RankedSample> m_finished;
};

}  // namespace foldmeter::predict
