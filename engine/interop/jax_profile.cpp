#include "interop/jax_profile.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace foldmeter::interop {
namespace {

using timeline::Category;
using timeline::Span;
using timeline::Timeline;

constexpr std::string_view lowering = "lower_sharding_computation", compiling = "backend_compile";   // older versions say no more
constexpr std::string_view tracing = "trace_to_jaxpr", calling = "PjitFunction(";
constexpr std::int64_t leastStage = 10'000'000;   // ns: helpers of a few operations are compiled in less and are no program

bool isTracing(const Span& span) { return span.name.starts_with(tracing) || span.name.starts_with(calling); }

bool isRunning(const Span& span) { return span.name.starts_with("ThunkExecutor::Execute"); }

class StageFinder {
public:
    explicit StageFinder(const Timeline& timeline) : m_timeline(timeline) {}

    std::vector<ForeignStage> find() {
        std::vector<const Span*> programs;
        for (const Span& span : m_timeline.spans) {
            if (span.name.starts_with(compiling) && span.end - span.start >= leastStage) programs.push_back(&span);
            if (isRunning(span)) m_running.emplace_back(span.start, span.end);
        }
        std::sort(programs.begin(), programs.end(), [](const Span* a, const Span* b) { return a->start < b->start; });
        std::sort(m_running.begin(), m_running.end());
        for (std::size_t i = 0; i < programs.size(); ++i) {
            takeProgram(*programs[i]);
            takeRuns(*programs[i], i + 1 < programs.size() ? programs[i + 1]->start : INT64_MAX);
        }
        std::sort(m_stages.begin(), m_stages.end(), [](const ForeignStage& a, const ForeignStage& b) { return a.start < b.start; });
        return std::move(m_stages);
    }

private:
    // A compiled program: the lowering before it on its thread, the tracing before that, the calls after it.
    void takeProgram(const Span& compile) {
        const Span* lower = nullptr;
        for (const Span& span : m_timeline.spans)
            if (span.track == compile.track && span.name == lowering && span.end <= compile.start && span.start >= m_before && (!lower || span.end > lower->end)) lower = &span;
        if (lower) {
            takeTracing(compile.track, lower->start);
            m_stages.push_back({"lower", Category::Trace, lower->start, lower->end, {}});
        }
        m_stages.push_back({"compile", Category::Codegen, compile.start, compile.end, {}});
        m_before = compile.end;
    }
    // Tracing is one long call of Python with short spans in it: from the first span of its thread to the last traced one.
    void takeTracing(int track, std::int64_t until) {
        const Span *first = nullptr, *last = nullptr;
        for (const Span& span : m_timeline.spans) {
            if (span.track != track || span.start < m_before || span.end > until) continue;
            if (!first || span.start < first->start) first = &span;
            if (isTracing(span) && (!last || span.end > last->end)) last = &span;
        }
        if (first && last) m_stages.push_back({"trace", Category::Trace, first->start, last->end, {}});
    }
    // Calls after a compilation, each until the last of what it started, whatever thread that ran on.
    void takeRuns(const Span& compile, std::int64_t until) {
        std::vector<const Span*> calls;
        for (const Span& span : m_timeline.spans) {
            const bool isCall = span.track == compile.track && span.name.starts_with(calling) && span.start >= compile.end && span.start < until;
            if (isCall && (calls.empty() || span.start >= calls.back()->end)) calls.push_back(&span);
        }
        for (std::size_t i = 0; i < calls.size(); ++i) {
            const std::int64_t end = endOfRun(*calls[i], i + 1 < calls.size() ? calls[i + 1]->start : until);
            if (end - calls[i]->start >= leastStage) m_stages.push_back({"run", Category::Execute, calls[i]->start, end, {}});
        }
    }
    std::int64_t endOfRun(const Span& call, std::int64_t next) const {
        std::int64_t end = call.end;
        for (auto running = std::lower_bound(m_running.begin(), m_running.end(), std::pair(call.start, INT64_MIN)); running != m_running.end() && running->first < next; ++running) end = std::max(end, running->second);
        return end;
    }

    const Timeline& m_timeline;
    std::vector<ForeignStage> m_stages;
    std::vector<std::pair<std::int64_t, std::int64_t>> m_running;   // begin and end of what runs on any thread
    std::int64_t m_before = INT64_MIN;   // end of the program compiled last
};

std::optional<LoggedStage> loggedStage(std::string_view line) {
    static constexpr std::pair<std::string_view, std::string_view> kBegins[] = {
        {"Finished tracing stage", ""}, {"Finished tracing + transforming ", "trace"}, {"Finished tracing ", "trace"},
        {"Finished jaxpr to MLIR module conversion ", "lower"}, {"Finished XLA compilation of ", "compile"}};
    for (const auto& [begin, stage] : kBegins) {
        const auto at = line.find(begin);
        const auto in = line.rfind(" in "), sec = line.rfind(" sec");
        if (at == std::string_view::npos || in == std::string_view::npos || sec == std::string_view::npos || sec < in + 4) continue;
        if (stage.empty()) return std::nullopt;   // a stage of nothing: how long the log itself took
        LoggedStage found{std::string(stage), {}, 0};
        const std::string_view function = line.substr(at + begin.size(), in > at + begin.size() ? in - at - begin.size() : 0);
        found.function = std::string(function.substr(0, function.find(" for ")));
        const std::string_view number = line.substr(in + 4, sec - in - 4);
        if (std::from_chars(number.data(), number.data() + number.size(), found.seconds).ec != std::errc()) return std::nullopt;
        return found;
    }
    return std::nullopt;
}

// Names of XLA's own spans that are one of our stages whatever they lie in.
Category ownCategory(const Span& span, Category otherwise) {
    if (span.name.starts_with("HLO passes")) return Category::Optimize;
    if (otherwise == Category::Codegen && span.name.find("autotun") != std::string::npos) return Category::Autotune;
    return otherwise;
}

}  // namespace

std::vector<ForeignStage> jaxStages(const Timeline& timeline) { return StageFinder(timeline).find(); }

std::vector<LoggedStage> readJaxLog(std::string_view text) {
    std::vector<LoggedStage> found;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (auto stage = loggedStage(text.substr(0, end))) found.push_back(std::move(*stage));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return found;
}

void addLogged(std::vector<ForeignStage>& stages, const std::vector<LoggedStage>& logged) {
    for (ForeignStage& stage : stages)
        for (const LoggedStage& line : logged) {
            if (line.stage != stage.name || std::abs(line.seconds - stage.seconds()) > 0.25 * stage.seconds()) continue;
            if (!stage.logged || std::abs(line.seconds - stage.seconds()) < std::abs(*stage.logged - stage.seconds())) stage.logged = line.seconds;
        }
}

void colourByStage(Timeline& timeline, const std::vector<ForeignStage>& stages) {
    if (stages.empty()) return;
    const auto stageAt = [&](const Span& span) {
        for (const ForeignStage& stage : stages)
            if (span.start >= stage.start && span.start < stage.end) return stage.category;
        return Category::Other;
    };
    std::vector<Span> own;
    for (const ForeignStage& stage : stages) own.push_back({stage.name, stage.category, stage.start, stage.end, 0, 0, {}});
    // Spans stand by start within their track, parents first: a pass takes along what lies in it.
    int track = -1;
    std::int64_t passEnd = INT64_MIN;
    for (Span& span : timeline.spans) {
        if (span.track != track) track = span.track, passEnd = INT64_MIN;
        if (span.category == Category::Other) span.category = span.start < passEnd ? Category::Optimize : ownCategory(span, stageAt(span));
        ++span.track;
        if (!span.name.starts_with("HLO passes")) continue;
        passEnd = std::max(passEnd, span.end);
        own.push_back({span.name, Category::Optimize, span.start, span.end, 0, 1, {}});
    }
    std::stable_sort(own.begin(), own.end(), [](const Span& a, const Span& b) { return a.start != b.start ? a.start < b.start : a.end > b.end; });
    timeline.tracks.insert(timeline.tracks.begin(), {"stages"});
    for (timeline::Flow& flow : timeline.flows) flow.fromSpan += static_cast<int>(own.size()), flow.toSpan += static_cast<int>(own.size());
    timeline.spans.insert(timeline.spans.begin(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
}

}  // namespace foldmeter::interop
