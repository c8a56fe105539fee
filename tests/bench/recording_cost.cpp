// What recording costs: the denoiser of the demonstration model (its launches are the shortest that are run in earnest, so
// the share is the largest) with and without a recorder, in turn, on one thread, in CPU time.
//
// Each pair makes both programs anew, because where their memory happens to lie moves a program by more than is asked
// for; within a pair the two run step by step in alternating order. The interval is that of the mean over pairs.
// Usage: recording_cost [PAIRS] [STEPS]; prints the ratio with its 95 % interval and the cost of a span.
#include "model/alphafold3.h"
#include "model/weights.h"
#include "predict/session.h"
#include "runtime/program.h"

#include <fmt/format.h>

#include <cmath>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace foldmeter;

double cpuSeconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// The denoiser at the size of a small protein, its inputs zero: indices stay inside their tables.
struct Denoiser {
    timeline::Recorder recorder;
    std::unique_ptr<runtime::Program> program;
    std::unique_ptr<runtime::BoundProgram> bound;
    double seconds = 0;

    Denoiser(predict::Session& session, ThreadPool& pool, bool recording) {
        runtime::Context context{.settings = session.settings(), .pool = &pool, .recorder = recording ? &recorder : nullptr, .weights = session.weights().source()};
        context.settings.autotune = 0;
        const ir::Sizes sizes{{"tokens", 20}, {"blocks", 5}, {"samples", 5}, {"templates", 1}, {"msa_rows", 1}};
        program = runtime::compile(model::traceDenoise(session.config()), DType::F32, context);
        bound = program->bind(sizes);
        for (const runtime::Port& input : program->signature().inputs) bound->setInput(input.name, Tensor(input.type.dtype, ir::evaluate(input.type.shape, sizes)));
        bound->run();
    }
    void step() {
        const double start = cpuSeconds();
        bound->run();
        seconds += cpuSeconds() - start;
    }
};

// Ratio of the times with and without, over one pair of programs.
double ratioOfPair(predict::Session& session, ThreadPool& pool, int steps, bool recordingFirst, double& launches) {
    std::unique_ptr<Denoiser> made[2];   // [1] records
    for (const int turn : {0, 1}) made[turn ^ (recordingFirst ? 1 : 0)] = std::make_unique<Denoiser>(session, pool, (turn ^ (recordingFirst ? 1 : 0)) == 1);
    for (int step = 0; step < steps; ++step) {
        made[step % 2]->step();
        made[1 - step % 2]->step();
    }
    launches = static_cast<double>(made[1]->bound->bindRecord().launches);
    return made[1]->seconds / made[0]->seconds;
}

}  // namespace

int main(int argc, char** argv) {
    const int pairs = argc > 1 ? std::stoi(argv[1]) : 40, steps = argc > 2 ? std::stoi(argv[2]) : 200;
    predict::Session session({}, nullptr, {});
    ThreadPool pool(1);
    std::vector<double> ratios;
    double launches = 0;
    for (int pair = 0; pair < pairs; ++pair) ratios.push_back(ratioOfPair(session, pool, steps, pair % 2 == 0, launches));
    double mean = 0, spread = 0;
    for (const double ratio : ratios) mean += ratio / pairs;
    for (const double ratio : ratios) spread += (ratio - mean) * (ratio - mean) / (pairs - 1);
    const double half = 2.03 * std::sqrt(spread / pairs);   // t, about 35 degrees of freedom
    fmt::print("{} pairs of {} steps of {} launches: {:.5f} ({:.5f} to {:.5f})\n", pairs, steps, launches, mean, mean - half, mean + half);
}
