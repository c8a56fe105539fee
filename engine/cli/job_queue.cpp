#include "cli/job_queue.h"

#include "cli/common_options.h"
#include "features/build_batch.h"
#include "features/input_check.h"
#include "predict/run_job.h"

#include <algorithm>
#include <tuple>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t mostKept = std::size_t{256} << 20;   // bytes of alignments and templates

std::size_t bytesOf(const features::FoldInput& input) {
    std::size_t bytes = input.userCcd.size();
    for (const features::Entity& entity : input.entities) {
        bytes += entity.sequence.size() + (entity.unpairedMsa ? entity.unpairedMsa->size() : 0) + (entity.pairedMsa ? entity.pairedMsa->size() : 0);
        if (!entity.templates) continue;
        for (const features::Template& one : *entity.templates) bytes += one.mmcif.size();
    }
    return bytes;
}

QueuedJob refused(const fs::path& file, std::size_t index, std::string name, const std::exception& problem) {
    return {file, index, std::move(name), 0, 0, {}, problem.what(), predict::exitCodeOf(problem)};
}

class Queue {
public:
    Queue(const Invocation& invocation, predict::Session& session) : m_invocation(invocation), m_session(session) {}

    // alone: the only file; its job, if it is the only one, is checked when it is predicted.
    void read(const fs::path& file, bool alone) {
        std::vector<features::FoldInput> inputs;
        try {
            inputs = readInputs(m_invocation, file);
        } catch (const UsageError&) {
            throw;
        } catch (const Error& problem) {
            return m_jobs.push_back(refused(file, 0, file.stem().string(), problem));
        }
        const bool measured = !alone || inputs.size() > 1;
        for (std::size_t i = 0; i < inputs.size(); ++i) add(file, i, measured, std::move(inputs[i]));
    }

    std::vector<QueuedJob> take() {
        std::stable_sort(m_jobs.begin(), m_jobs.end(), [](const QueuedJob& a, const QueuedJob& b) { return std::tie(a.tokens, a.atoms) < std::tie(b.tokens, b.atoms); });
        return std::move(m_jobs);
    }

private:
    void add(const fs::path& file, std::size_t index, bool measured, features::FoldInput input) {
        QueuedJob job{.file = file, .index = index, .name = input.sanitisedName};
        try {
            if (measured) std::tie(job.tokens, job.atoms) = sizesOf(input);
        } catch (const Error& problem) {
            return m_jobs.push_back(refused(file, index, input.sanitisedName, problem));
        }
        m_kept += bytesOf(input);
        if (m_kept <= mostKept) job.input = std::move(input);
        m_jobs.push_back(std::move(job));
    }

    std::pair<std::int64_t, std::int64_t> sizesOf(const features::FoldInput& input) {
        const bool strict = m_invocation.arguments.has("strict-alphafold3");
        const features::CheckedJob checked = features::checkJob(input, m_session.components(), strict);
        const std::string errors = features::toText(checked.problems, features::Problem::Severity::Error, input.file);
        if (!errors.empty()) throw InputError(errors);
        const features::JobSizes sizes = features::sizesOf(input, *checked.components, strict);
        return {features::paddedSize(sizes.tokens, m_session.settings().buckets), sizes.atoms};
    }

    const Invocation& m_invocation;
    predict::Session& m_session;
    std::vector<QueuedJob> m_jobs;
    std::size_t m_kept = 0;
};

}  // namespace

std::vector<QueuedJob> queueJobs(const Invocation& invocation, predict::Session& session, const std::vector<fs::path>& files) {
    const timeline::ScopedSpan span(&session.recorder(), "read inputs", timeline::Category::Featurise);
    Queue queue(invocation, session);
    for (const fs::path& file : files) {
        invocation.cancel.throwIfRequested();
        queue.read(file, files.size() == 1);
    }
    return queue.take();
}

features::FoldInput inputOf(const Invocation& invocation, QueuedJob& job) {
    if (job.input) {
        features::FoldInput input = std::move(*job.input);
        job.input.reset();
        return input;
    }
    std::vector<features::FoldInput> inputs = readInputs(invocation, job.file);
    if (job.index >= inputs.size()) throw InputError(job.file.string() + " has changed since it was first read");
    return std::move(inputs[job.index]);
}

}  // namespace foldmeter::cli
