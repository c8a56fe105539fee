#include "viz/cartoon.h"

#include "viz/base_slab.h"
#include "viz/sweep.h"

#include <algorithm>
#include <cmath>

namespace foldmeter::viz {
namespace {

// Half extents, Angstrom.
constexpr CrossSection kCoil{0.22f, 0.22f, 2};
constexpr CrossSection kHelix{1.25f, 0.22f, 2.6f};
constexpr CrossSection kStrand{1.05f, 0.25f, 2};
constexpr float kArrowBase = 1.85f;
constexpr CrossSection kBackbone{0.75f, 0.42f, 2};   // of nucleic acids: width towards the bases
constexpr float kTaper = 0.7f;                       // of a residue, from coil to helix

struct Run {
    Fold fold = Fold::Coil;
    std::size_t first = 0, last = 0;   // points
    float begin = 0, end = 0;          // places on the curve
};

std::vector<Run> runsOf(const Trace& trace) {
    std::vector<Run> runs;
    const auto& points = trace.points;
    const auto last = static_cast<float>(points.size() - 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (runs.empty() || runs.back().fold != points[i].fold) runs.push_back({points[i].fold, i, i});
        runs.back().last = i;
    }
    for (Run& run : runs) {
        run.begin = std::max(static_cast<float>(run.first) - 0.5f, 0.f);
        run.end = std::min(static_cast<float>(run.last) + 0.5f, last);
    }
    return runs;
}

// Strands lose their pleat: each point moves to the weighted mean with its neighbours.
void flattenStrands(const Trace& trace, std::span<const char> anchored, std::vector<CurvePoint>& points) {
    const std::vector<CurvePoint> as = points;
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        if (trace.points[i].fold != Fold::Strand) continue;
        if (!anchored.empty() && anchored[static_cast<std::size_t>(trace.points[i].residue)]) continue;
        points[i].position = 0.25f * as[i - 1].position + 0.5f * as[i].position + 0.25f * as[i + 1].position;
    }
}

// Widths of one run are brought to the same side and averaged with their neighbours, `rounds` times.
void smoothWidths(const Run& run, int rounds, std::vector<CurvePoint>& points) {
    for (std::size_t i = run.first + 1; i <= run.last; ++i)
        if (points[i].width.dot(points[i - 1].width) < 0) points[i].width = -points[i].width;
    for (int round = 0; round < rounds; ++round) {
        const std::vector<CurvePoint> as = points;
        for (std::size_t i = run.first; i <= run.last; ++i) {
            const Vec3 sum = as[std::max(i, run.first + 1) - 1].width + 2 * as[i].width + as[std::min(i + 1, run.last)].width;
            if (sum.norm() > 1e-3f) points[i].width = sum.normalized();
        }
    }
}

std::vector<CurvePoint> curvePointsOf(const Trace& trace, const std::vector<Run>& runs, std::span<const char> anchored) {
    std::vector<CurvePoint> points;
    for (const TracePoint& p : trace.points) points.push_back({p.position, p.width, trace.nucleic || p.fold != Fold::Coil});
    if (trace.nucleic) {
        smoothWidths({Fold::Coil, 0, points.size() - 1}, 1, points);
        return points;
    }
    flattenStrands(trace, anchored, points);
    for (const Run& run : runs)
        if (run.fold != Fold::Coil) smoothWidths(run, run.fold == Fold::Strand ? 2 : 1, points);
    return points;
}

CrossSection between(const CrossSection& a, const CrossSection& b, float share) {
    const float s = share * share * (3 - 2 * share);
    return {a.width + s * (b.width - a.width), a.thickness + s * (b.thickness - a.thickness),
            a.squareness + s * (b.squareness - a.squareness)};
}

class ProteinSweep {
public:
    ProteinSweep(const Trace& trace, const CartoonDetail& detail, std::span<const char> anchored, Mesh& mesh)
        : m_trace(trace), m_detail(detail), m_mesh(mesh), m_runs(runsOf(trace)) {
        const std::vector<CurvePoint> points = curvePointsOf(trace, m_runs, anchored);
        m_samples = sampleCurve(points, detail.perResidue);
    }
    void run() {
        for (std::size_t i = 0; i < m_runs.size();) {
            if (m_runs[i].fold == Fold::Strand) {
                addArrow(m_runs[i++]);
                continue;
            }
            std::size_t last = i;   // coil and helix flow into each other
            while (last + 1 < m_runs.size() && m_runs[last + 1].fold != Fold::Strand) ++last;
            addRound(m_runs[i].begin, m_runs[last].end);
            i = last + 1;
        }
    }

private:
    std::span<const CurveSample> between(float begin, float end) const {
        const auto first = static_cast<std::size_t>(std::lround(begin * static_cast<float>(m_detail.perResidue)));
        const auto last = static_cast<std::size_t>(std::lround(end * static_cast<float>(m_detail.perResidue)));
        return std::span(m_samples).subspan(first, last - first + 1);
    }
    int atomAt(float at) const {
        const auto i = static_cast<std::size_t>(std::max(at + 0.5f, 0.f));
        return m_trace.points[std::min(i, m_trace.points.size() - 1)].atom;
    }
    CrossSection sectionAt(float at) const {
        float share = 0;
        for (const Run& run : m_runs) {
            if (run.fold != Fold::Helix || at < run.begin || at > run.end) continue;
            share = std::min({(at - run.begin) / kTaper, (run.end - at) / kTaper, 1.f});
        }
        return viz::between(kCoil, kHelix, std::clamp(share, 0.f, 1.f));
    }
    void addRound(float begin, float end) {
        const bool first = begin <= 0, last = end >= static_cast<float>(m_trace.points.size() - 1);
        sweepRound(between(begin, end), [this](float at) { return sectionAt(at); }, [this](float at) { return atomAt(at); },
                   m_detail.sides, first, last, m_mesh);
    }
    void addArrow(const Run& run) {
        const float length = run.end - run.begin >= 3.9f ? 1.5f : 1.0f;
        const float grid = static_cast<float>(m_detail.perResidue);
        const float head = std::round((run.end - length) * grid) / grid;
        const auto atom = [this](float at) { return atomAt(at); };
        sweepBox(between(run.begin, head), [](float) { return kStrand; }, atom, m_mesh);
        sweepBox(between(head, run.end), [&](float at) {
            const float share = std::clamp((at - head) / (run.end - head), 0.f, 1.f);
            return CrossSection{kArrowBase + share * (kCoil.width - kArrowBase), kStrand.thickness, 2};
        }, atom, m_mesh);
    }

    const Trace& m_trace;
    CartoonDetail m_detail;
    Mesh& m_mesh;
    std::vector<Run> m_runs;
    std::vector<CurveSample> m_samples;
};

void sweepBackbone(const structure::Structure& structure, const Trace& trace, const CartoonDetail& detail, Mesh& mesh) {
    const std::vector<CurvePoint> points = curvePointsOf(trace, {}, {});
    const std::vector<CurveSample> samples = sampleCurve(points, detail.perResidue);
    // A residue owns the piece from its phosphate to the next one.
    const auto atomAt = [&](float at) {
        const auto i = static_cast<std::size_t>(std::max(at, 0.f));
        return trace.points[std::min(i, trace.points.size() - 1)].atom;
    };
    sweepRound(samples, [](float) { return kBackbone; }, atomAt, detail.sides, true, true, mesh);
    const auto half = static_cast<std::size_t>(detail.perResidue) / 2;
    for (std::size_t i = 0; i < trace.points.size(); ++i) {
        const bool repeated = i > 0 && trace.points[i].residue == trace.points[i - 1].residue;
        if (repeated) continue;
        const std::size_t place = std::min(i * 2 * half + half, samples.size() - 1);
        addBase(structure, trace.points[i].residue, samples[place].position, detail.sides, mesh);
    }
}

}  // namespace

Mesh cartoonMesh(const structure::Structure& structure, std::span<const Trace> traces, const CartoonDetail& detail,
                 std::span<const char> anchored) {
    Mesh mesh;
    for (const Trace& trace : traces) {
        if (trace.nucleic) sweepBackbone(structure, trace, detail, mesh);
        else ProteinSweep(trace, detail, anchored, mesh).run();
    }
    return mesh;
}

}  // namespace foldmeter::viz
