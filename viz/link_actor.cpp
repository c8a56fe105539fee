#include "viz/link_actor.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>

namespace foldmeter::viz {
namespace {

constexpr double kDash = 0.32, kGap = 0.22;   // A

Rgb colourOf(DrawnLink::Kind kind, const Look& look) {
    switch (kind) {
    case DrawnLink::Kind::HydrogenBond: return {0x1E, 0x9E, 0xC8};
    case DrawnLink::Kind::Clash: return {0xD0, 0x2A, 0x8C};
    case DrawnLink::Kind::Measurement: return look.accent;
    case DrawnLink::Kind::Contact: break;
    }
    return {0xC8, 0x9A, 0x20};
}

}  // namespace

LinkActor::LinkActor(vtkRenderer* renderer) : m_actor(makeStickActor(m_sticks)) {
    m_actor->VisibilityOff();
    renderer->AddActor(m_actor);
}

void LinkActor::setLinks(const std::vector<PlacedLink>& links, const Look& look) {
    std::vector<StickShape> dashes;
    for (const PlacedLink& link : links) {
        const Rgb c = colourOf(link.kind, look);
        const double length = structure::distance(link.from, link.to);
        const auto at = [&](double along) {
            std::array<float, 3> place;
            for (std::size_t k = 0; k < 3; ++k) place[k] = static_cast<float>(link.from[k] + along / length * (link.to[k] - link.from[k]));
            return place;
        };
        for (double along = 0; along < length && length > 0.01; along += kDash + kGap)
            dashes.push_back({at(along), at(std::min(along + kDash, length)), link.kind == DrawnLink::Kind::Measurement ? 0.08f : 0.07f, {c.red, c.green, c.blue, 255}});
    }
    fillSticks(dashes, m_sticks);
    m_actor->SetVisibility(!dashes.empty());
}

void LinkActor::setAir(const FrameAir& air) {
    FrameAir own = air;
    own.occlusion = 0;
    viz::setAir(m_actor, own);
}

}  // namespace foldmeter::viz
