#include "gui/timeline/track_list.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace foldmeter::gui {
namespace {

using timeline::Category;
using timeline::Span;

QString tr(const char* text) { return QCoreApplication::translate("foldmeter::gui::TrackListBuilder", text); }

const timeline::ArgumentValue* valueOf(const Span& span, std::string_view name) {
    for (const timeline::SpanArgument& argument : span.arguments)
        if (argument.name == name) return &argument.value;
    return nullptr;
}

QString textOf(const timeline::ArgumentValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return QString::number(*whole);
    if (const auto* real = std::get_if<double>(&value)) return QString::number(*real);
    return QString::fromStdString(std::get<std::string>(value));
}

// The program that runs in a span of the main loop.
std::string programRunIn(const Span& span) {
    static const std::map<std::string, std::string> kPrograms = {{"embed", "embed"},         {"recycle", "trunk"},    {"distogram", "distogram"},
                                                                 {"condition", "condition"}, {"step", "denoise"}, {"confidence", "confidence"}};
    if (span.category == Category::Execute)
        if (const auto found = kPrograms.find(span.name); found != kPrograms.end()) return found->second;
    const auto* program = valueOf(span, "program");
    return program && std::holds_alternative<std::string>(*program) ? std::get<std::string>(*program) : std::string();
}

class TrackListBuilder {
public:
    TrackListBuilder(std::shared_ptr<const timeline::Timeline> timeline, timeline::KernelTable kernels) {
        m_list.timeline = std::move(timeline);
        m_list.kernels = std::move(kernels);
        m_list.index = timeline::indexSpans(*m_list.timeline);
    }

    std::shared_ptr<const TrackList> build() {
        findBounds();
        addStages();
        addSeeds();
        addPrograms();
        addThreads();
        addKernels();
        addCounters();
        addFlows();
        return std::make_shared<const TrackList>(std::move(m_list));
    }

private:
    const std::vector<Span>& spans() const { return m_list.timeline->spans; }
    const Span& at(int index) const { return spans()[static_cast<std::size_t>(index)]; }

    void findBounds() {
        m_list.start = std::numeric_limits<std::int64_t>::max();
        m_list.end = std::numeric_limits<std::int64_t>::min();
        for (const Span& span : spans()) {
            m_list.start = std::min(m_list.start, span.start);
            m_list.end = std::max(m_list.end, span.end);
        }
        if (spans().empty()) m_list.start = m_list.end = 0;
    }

    const std::vector<std::vector<int>>& threads() const { return m_list.index.threads; }

    // What the main thread was at, moment by moment: the innermost span's stage, neighbours of one stage joined.
    void addStages() {
        if (threads().empty() || threads().front().empty()) return;
        TrackGroup group{tr("Stages"), {}, {}};
        TrackRow row{tr("main thread"), {}};
        struct Piece {
            std::int64_t start, end;
            Category category;
        };
        std::vector<Piece> pieces;
        std::vector<int> open;
        std::int64_t cursor = at(threads().front().front()).start;
        const auto advance = [&](std::int64_t time) {
            if (time <= cursor) return;
            const Category category = open.empty() ? Category::Other : at(open.back()).category;
            if (!pieces.empty() && pieces.back().category == category && pieces.back().end == cursor) pieces.back().end = time;
            else pieces.push_back({cursor, time, category});
            cursor = time;
        };
        const auto closeUntil = [&](std::int64_t time) {
            while (!open.empty() && at(open.back()).end <= time) {
                advance(at(open.back()).end);
                open.pop_back();
            }
        };
        for (const int span : threads().front()) {
            closeUntil(at(span).start);
            advance(at(span).start);
            open.push_back(span);
        }
        closeUntil(std::numeric_limits<std::int64_t>::max());
        for (const Piece& piece : pieces)
            if (piece.category != Category::Other) row.lane.add(piece.start, piece.end, piece.category, -1);
        if (row.lane.size() == 0) return;   // another program's, of which no stage is known
        row.lane.finish();
        group.rows.push_back(std::move(row));
        m_list.groups.push_back(std::move(group));
    }

    // One row of these spans; one that lies in the one before, or beside it on another thread, is left out.
    TrackRow rowOf(const QString& name, std::vector<int> taken) const {
        std::stable_sort(taken.begin(), taken.end(), [&](int a, int b) { return at(a).start < at(b).start; });
        TrackRow row{name, {}};
        std::int64_t before = std::numeric_limits<std::int64_t>::min();
        for (const int span : taken) {
            if (at(span).start < before) continue;
            row.lane.add(at(span).start, at(span).end, at(span).category, span);
            before = at(span).end;
        }
        row.lane.finish();
        return row;
    }

    void addSeeds() {
        static const std::set<std::string> kPhases = {"embed", "recycle", "distogram", "condition", "step"};
        std::vector<int> seeds, phases, samples;
        for (const auto& thread : threads())
            for (const int span : thread) {
                if (at(span).name == "seed") seeds.push_back(span);
                if ((at(span).category == Category::Execute || at(span).category == Category::Write) && kPhases.contains(at(span).name)) phases.push_back(span);
                if (valueOf(at(span), "sample")) samples.push_back(span);
            }
        if (seeds.empty()) return;
        TrackGroup group{tr("Seeds and samples"), {}, {}};
        group.rows.push_back(rowOf(tr("seeds"), std::move(seeds)));
        group.rows.push_back(rowOf(tr("phases"), std::move(phases)));
        if (!samples.empty()) group.rows.push_back(rowOf(tr("samples"), std::move(samples)));
        m_list.groups.push_back(std::move(group));
    }

    // Rows in the order in which their first span begins.
    void addGroup(const QString& name, const std::map<std::string, std::vector<int>>& byRow) {
        std::vector<std::pair<std::int64_t, const std::pair<const std::string, std::vector<int>>*>> order;
        for (const auto& row : byRow) order.emplace_back(at(row.second.front()).start, &row);
        std::sort(order.begin(), order.end());
        TrackGroup group{name, {}, {}};
        for (const auto& [start, row] : order) group.rows.push_back(rowOf(row->first.empty() ? tr("no module") : QString::fromStdString(row->first), row->second));
        if (!group.rows.empty()) m_list.groups.push_back(std::move(group));
    }

    void addPrograms() {
        std::map<std::string, std::vector<int>> byProgram;
        for (const auto& thread : threads())
            for (const int span : thread)
                if (const std::string program = programRunIn(at(span)); !program.empty()) byProgram[program].push_back(span);
        addGroup(tr("Programs"), byProgram);
    }

    void addThreads() {
        constexpr std::size_t deepest = 64;   // rows of a thread
        TrackGroup group{tr("Threads"), {}, {}};
        for (std::size_t track = 0; track < threads().size(); ++track) {
            std::vector<Lane> lanes;
            for (const int span : threads()[track]) {
                auto depth = static_cast<std::size_t>(m_list.index.depths[static_cast<std::size_t>(span)]);
                if (depth >= deepest) continue;
                if (lanes.size() <= depth) lanes.resize(depth + 1);
                while (lanes[depth].size() > 0 && at(span).start < lanes[depth].end(lanes[depth].size() - 1))   // overlaps, as a stream's spans may
                    if (++depth == lanes.size()) lanes.emplace_back();
                lanes[depth].add(at(span).start, at(span).end, at(span).category, span);
            }
            for (std::size_t depth = 0; depth < lanes.size(); ++depth) {
                lanes[depth].finish();
                group.rows.push_back({depth == 0 ? QString::fromStdString(m_list.timeline->tracks[track].name) : QString(), std::move(lanes[depth])});
            }
        }
        if (!group.rows.empty()) m_list.groups.push_back(std::move(group));
    }

    void addKernels() {
        std::map<std::string, std::vector<int>> byModule;
        for (const auto& thread : threads())
            for (const int span : thread)
                if (const timeline::KernelFacts* kernel = m_list.kernelOf(span)) byModule[kernel->scope.substr(0, kernel->scope.find('/'))].push_back(span);
        addGroup(tr("Kernels by module"), byModule);
    }

    void addCounters() {
        TrackGroup group{tr("Memory and counters"), {}, {}};
        for (const timeline::Counter& counter : m_list.timeline->counters) {
            if (counter.times.size() < 2 || std::all_of(counter.values.begin(), counter.values.end(), [&](double value) { return value == counter.values.front(); })) continue;   // nothing to see
            const bool bytes = counter.name == "memory" || counter.name.find("bytes") != std::string::npos;
            CounterRow row{QString::fromStdString(counter.name), bytes ? QStringLiteral("B") : QString(), counter.times, counter.values, 0};
            if (counter.name != "memory" && counter.name != "swapped bytes")   // they only grow: the first sample is where this run begins
                for (double& value : row.values) value -= counter.values.front();
            row.greatest = *std::max_element(row.values.begin(), row.values.end());
            group.counters.push_back(std::move(row));
        }
        if (!group.counters.empty()) m_list.groups.push_back(std::move(group));
    }

    // The timeline's own, and one from the making of each program's code to the first span that runs it.
    void addFlows() {
        m_list.flows = m_list.timeline->flows;
        std::map<std::string, int> made;
        for (std::size_t track = 1; track < threads().size(); ++track)
            for (const int span : threads()[track])
                if (at(span).name == "bind program")
                    if (const std::string program = programRunIn(at(span)); !program.empty()) made.try_emplace(program, span);
        if (threads().empty()) return;
        for (const int span : threads().front()) {
            if (made.empty()) return;
            if (at(span).category != Category::Execute) continue;
            const auto found = made.find(programRunIn(at(span)));
            if (found == made.end() || at(found->second).end > at(span).start) continue;
            m_list.flows.push_back({found->second, span});
            made.erase(found);
        }
    }

    TrackList m_list;
};

}  // namespace

const timeline::ArgumentValue* TrackList::argumentOf(int place, std::string_view name, bool inherited) const {
    for (int at = place; at >= 0; at = inherited ? parentOf(at) : -1)
        if (const timeline::ArgumentValue* value = valueOf(span(at), name)) return value;
    return nullptr;
}

const timeline::KernelFacts* TrackList::kernelOf(int place) const {
    if (span(place).category != Category::Execute) return nullptr;
    const auto found = kernels.find(span(place).name);
    return found == kernels.end() ? nullptr : &found->second;
}

QString TrackList::programOf(int place) const {
    for (int at = place; at >= 0; at = parentOf(at))
        if (const std::string program = programRunIn(span(at)); !program.empty()) return QString::fromStdString(program);
    return {};
}

QString TrackList::titleOf(int place) const {
    const Span& named = span(place);
    const QString name = QString::fromStdString(named.name);
    for (const char* teller : {"seed", "recycle", "step", "sample", "layer", "program"}) {
        const auto* value = valueOf(named, teller);
        if (!value) continue;
        const bool ownName = named.name == teller || std::string_view(teller) == "program";   // "step 12", "bind program trunk"
        return ownName ? QStringLiteral("%1 %2").arg(name, textOf(*value)) : QStringLiteral("%1, %2 %3").arg(name, QLatin1String(teller), textOf(*value));
    }
    return name;
}

std::shared_ptr<const TrackList> withoutHidden(const TrackList& list, const std::vector<bool>& kept, const std::array<bool, timeline::categoryCount>& categories) {
    auto shown = std::make_shared<TrackList>(list);
    for (TrackGroup& group : shown->groups)
        for (TrackRow& row : group.rows) {
            Lane lane;
            for (std::size_t i = 0; i < row.lane.size(); ++i) {
                const int span = row.lane.span(i);
                if (span < 0 ? categories[static_cast<std::size_t>(row.lane.category(i))] : kept[static_cast<std::size_t>(span)]) lane.add(row.lane.start(i), row.lane.end(i), row.lane.category(i), span);
            }
            lane.finish();
            row.lane = std::move(lane);
        }
    std::erase_if(shown->flows, [&](const timeline::Flow& flow) { return !kept[static_cast<std::size_t>(flow.fromSpan)] || !kept[static_cast<std::size_t>(flow.toSpan)]; });
    return shown;
}

std::shared_ptr<const TrackList> makeTrackList(std::shared_ptr<const timeline::Timeline> timeline, timeline::KernelTable kernels) {
    return TrackListBuilder(std::move(timeline), std::move(kernels)).build();
}

}  // namespace foldmeter::gui
