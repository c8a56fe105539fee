// Made-up jobs that teach how long predictions take here.
#include "base/error.h"
#include "predict/job_time.h"
#include "predict/run_job.h"

#include <fmt/format.h>

#include <cstdlib>
#include <iterator>

namespace foldmeter::predict {
namespace {

namespace fs = std::filesystem;

struct Size {
    int residues, alignmentRows;
    bool ligand;
};
// Alone and with alignments and a ligand, so that the costs of tokens, rows and atoms can be told apart.
constexpr Size sizes[] = {{24, 1, false}, {64, 256, false}, {48, 1, true}, {96, 1, false}, {64, 1, false}, {96, 700, true}, {128, 1, false},
                          {160, 300, false}, {192, 1, false}, {192, 1000, true}, {256, 1, false}, {256, 500, false}, {384, 1, false}};
constexpr double enoughSeconds = 60;
constexpr std::size_t rounds = 2;   // all sizes again while there is time: what the machine did meanwhile shows in the spread
constexpr int manySteps = 20, fewSteps = 4;   // structures settle in many; a slow model has no time for them at every size
constexpr std::size_t fewest = 5;   // of the sizes, whatever they take

char residueAt(std::size_t i) { return "ACDEFGHIKLMNPQRSTVWY"[i * 7 % 20]; }

// The query and rows that differ from it here and there.
std::string alignmentOf(const std::string& sequence, int rows) {
    std::string text = ">query\n" + sequence + "\n";
    for (int row = 1; row < rows; ++row) {
        std::string other = sequence;
        for (std::size_t c = static_cast<std::size_t>(row) % 3; c < other.size(); c += 3) other[c] = residueAt(c * static_cast<std::size_t>(row + 1) + 1);
        text += fmt::format(">row{}\n{}\n", row, other);
    }
    return text;
}

features::FoldInput jobOf(const Size& size) {
    features::Entity protein;
    protein.ids = {"A"};
    for (int i = 0; i < size.residues; ++i) protein.sequence += residueAt(static_cast<std::size_t>(i));
    protein.unpairedMsa = size.alignmentRows > 1 ? alignmentOf(protein.sequence, size.alignmentRows) : std::string();
    protein.pairedMsa = "";
    protein.templates.emplace();
    features::FoldInput input;
    input.name = input.sanitisedName = fmt::format("calibration-{}-{}", size.residues, size.alignmentRows);
    input.seeds = {1, 2};
    input.entities = {protein};
    input.file = input.name;
    if (!size.ligand) return input;
    features::Entity ligand;
    ligand.kind = features::EntityKind::Ligand;
    ligand.ids = {"B"};
    ligand.ccdCodes = {"HEM"};
    input.entities.push_back(ligand);
    return input;
}

// A folder that is gone when the work is done.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string name = (fs::temp_directory_path() / "foldmeter-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw DeviceError("cannot make a temporary folder in " + fs::temp_directory_path().string(), errno);
        m_path = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

}  // namespace

void calibrate(Session& session, const PredictSettings& settings) {
    const ScratchFolder folder;
    const std::int64_t start = timeline::Recorder::now();
    for (std::size_t done = 0; done < rounds * std::size(sizes); ++done) {
        const Size& size = sizes[done % std::size(sizes)];
        const double seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
        if (done >= fewest && seconds > enoughSeconds) return;
        JobRequest request{.input = jobOf(size), .outputParent = folder.path(), .predict = settings};
        request.predict.recycles = 1;
        request.predict.steps = std::min(settings.steps, seconds < enoughSeconds / 3 ? manySteps : fewSteps);
        request.start = timeline::Recorder::now();
        const JobOutcome outcome = runJob(session, request, {});
        if (outcome.cancelled) throw Cancelled();
        if (!outcome.failures.empty()) throw Error(outcome.failures.front().text);
        note(session.log(), LogLevel::Info, fmt::format("{}: {:.2f} s", request.input.name, outcome.timing.stages.wall));
    }
}

}  // namespace foldmeter::predict
