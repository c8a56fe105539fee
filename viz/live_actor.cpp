#include "viz/live_actor.h"

#include "structure/residue_kind.h"
#include "viz/colours.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::viz {
namespace {

constexpr float kBall = 0.45f, kStick = 0.32f, kJoined = 9.0f;   // A
constexpr float kBallShare = 0.02f;   // of the extent: noise is a hundred times as wide as a fold and still to be seen

// Root mean square distance from the middle.
float extentOf(const std::vector<structure::Point>& points) {
    structure::Point middle{};
    for (const auto& p : points)
        for (std::size_t k = 0; k < 3; ++k) middle[k] += p[k] / static_cast<double>(points.size());
    double sum = 0;
    for (const auto& p : points) sum += std::pow(structure::distance(p, middle), 2) / static_cast<double>(points.size());
    return static_cast<float>(std::sqrt(sum));
}

}  // namespace

LiveActor::LiveActor(vtkRenderer* renderer) : m_ballActor(makeBallActor(m_balls)), m_stickActor(makeStickActor(m_sticks)) {
    for (const auto& actor : {m_ballActor, m_stickActor}) {
        actor->VisibilityOff();
        renderer->AddActor(actor);
    }
}

void LiveActor::setLayout(std::shared_ptr<const structure::Structure> layout) {
    m_layout = std::move(layout);
    m_colours.clear();
    m_backbone.clear();
    for (std::size_t a = 0; a < m_layout->atoms(); ++a) {
        const structure::StructureResidue& residue = m_layout->residues[static_cast<std::size_t>(m_layout->residueOf[a])];
        const Rgb c = m_layout->elements[a] == "C" ? chainColour(residue.chain) : mixed(chainColour(residue.chain), elementColour(m_layout->elements[a]), 0.6);
        m_colours.push_back({c.red, c.green, c.blue, 255});
    }
    for (const structure::StructureChain& chain : m_layout->chains) {
        for (int r = chain.firstResidue; r < chain.firstResidue + chain.residues; ++r) {
            const int alpha = m_layout->findAtom(r, "CA"), atom = alpha >= 0 ? alpha : m_layout->findAtom(r, "P");
            if (atom >= 0 && m_layout->residues[static_cast<std::size_t>(r)].atoms > 1) m_backbone.push_back(atom);
        }
        m_backbone.push_back(-1);
    }
}

void LiveActor::setPositions(std::shared_ptr<const structure::Structure> layout, std::span<const float> positions) {
    m_points.clear();
    const bool shown = layout && !positions.empty() && positions.size() == 3 * layout->atoms();
    m_ballActor->SetVisibility(shown);
    m_stickActor->SetVisibility(shown);
    if (!shown) {
        m_layout.reset();
        return;
    }
    if (layout != m_layout) setLayout(std::move(layout));
    std::vector<BallShape> balls;
    const auto place = [&](std::size_t a) { return std::array<float, 3>{positions[3 * a], positions[3 * a + 1], positions[3 * a + 2]}; };
    for (std::size_t a = 0; a < m_layout->atoms(); ++a) {
        const auto p = place(a);
        if (!std::isfinite(p[0] + p[1] + p[2])) continue;
        balls.push_back({p, kBall, m_colours[a]});
        m_points.push_back({p[0], p[1], p[2]});
    }
    const float radius = std::max(kBall, kBallShare * extentOf(m_points));
    for (BallShape& ball : balls) ball.radius = radius;
    std::vector<StickShape> sticks;
    for (std::size_t i = 0; i + 1 < m_backbone.size(); ++i) {
        if (m_backbone[i] < 0 || m_backbone[i + 1] < 0) continue;
        const auto a = place(static_cast<std::size_t>(m_backbone[i])), b = place(static_cast<std::size_t>(m_backbone[i + 1]));
        if (std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < kJoined) sticks.push_back({a, b, kStick, m_colours[static_cast<std::size_t>(m_backbone[i])]});
    }
    fillBalls(balls, m_balls);
    fillSticks(sticks, m_sticks);
    m_stickActor->SetVisibility(!sticks.empty());
}

void LiveActor::setAir(const FrameAir& air) {
    viz::setAir(m_ballActor, air);
    viz::setAir(m_stickActor, air);
}

}  // namespace foldmeter::viz
