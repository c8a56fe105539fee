#include "compare/run_measures.h"

#include "base/error.h"
#include "report/seed_stages.h"
#include "report/statistics.h"
#include "timeline/timeline_file.h"

namespace foldmeter::compare {

using timeline::Category;

RunMeasures measureRun(const report::RunFolder& run) {
    RunMeasures measures;
    const report::Timing& timing = run.timing;
    for (const Category stage : {Category::Trace, Category::Optimize, Category::Codegen, Category::Autotune}) measures.compile += timing.stages.of(stage);
    for (std::size_t i = timing.seeds.size() > 1 ? 1 : 0; i < timing.seeds.size(); ++i) measures.seeds.push_back(timing.seeds[i].execute);
    if (!timing.seeds.empty()) measures.firstSeed = timing.seeds.front().wall;
    if (run.timelineFile.empty()) return measures;
    try {
        const std::vector<report::SeedStages> seeds = report::seedStages(timeline::readTimeline(run.timelineFile));
        if (seeds.empty()) return measures;
        measures.first = seeds.front().stages;
        measures.others = report::medianOfOthers(seeds);
        measures.firstSeed = seeds.front().stages.wall;   // with what was waited for before it
    } catch (const InputError& problem) {
        measures.problem = problem.what();
    }
    return measures;
}

timeline::StageSeconds medianStages(const std::vector<timeline::StageSeconds>& runs) {
    timeline::StageSeconds result;
    std::vector<double> values(runs.size());
    for (std::size_t stage = 0; stage < result.seconds.size(); ++stage) {
        for (std::size_t i = 0; i < runs.size(); ++i) values[i] = runs[i].seconds[stage];
        result.seconds[stage] = report::median(values);
    }
    for (std::size_t i = 0; i < runs.size(); ++i) values[i] = runs[i].wall;
    result.wall = report::median(values);
    return result;
}

}  // namespace foldmeter::compare
