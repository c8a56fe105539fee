#include "predict/sampler.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace foldmeter::predict {

namespace {

constexpr double sigmaData = 16, sigmaLargest = 160, sigmaLeast = 0.0004, exponent = 7;   // levels in units of sigmaData
constexpr float gamma0 = 0.8f, gammaAbove = 1.0f, noiseScale = 1.003f, stepScale = 1.5f;

using Vector = std::array<float, 3>;

float dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vector scaled(const Vector& v, float s) { return {v[0] * s, v[1] * s, v[2] * s}; }
Vector normalised(const Vector& v) { return scaled(v, 1.0f / std::max(1e-10f, std::sqrt(dot(v, v)))); }

struct RigidMotion {
    std::array<Vector, 3> rows;   // of the rotation: row vector times matrix
    Vector shift;
};

RigidMotion randomMotion(random::Key key) {
    const std::vector<random::Key> keys = random::split(key, 2);
    std::array<float, 6> v;
    std::array<float, 3> shift;
    random::fillNormal(keys[0], 0, v);
    random::fillNormal(keys[1], 0, shift);
    RigidMotion motion;
    motion.shift = shift;
    motion.rows[0] = normalised({v[0], v[1], v[2]});
    const Vector& e0 = motion.rows[0];
    const float along = v[3] * e0[0] + v[4] * e0[1] + v[5] * e0[2];
    motion.rows[1] = normalised({v[3] - e0[0] * along, v[4] - e0[1] * along, v[5] - e0[2] * along});
    const Vector& e1 = motion.rows[1];
    motion.rows[2] = {e0[1] * e1[2] - e0[2] * e1[1], e0[2] * e1[0] - e0[0] * e1[2], e0[0] * e1[1] - e0[1] * e1[0]};
    return motion;
}

Vector centreOf(std::span<const float> positions, const std::vector<std::int32_t>& slots) {
    double sum[3] = {0, 0, 0};
    for (const std::int32_t slot : slots) {
        for (std::size_t axis = 0; axis < 3; ++axis) sum[axis] += positions[static_cast<std::size_t>(slot) * 3 + axis];
    }
    const double count = std::max<double>(static_cast<double>(slots.size()), 1e-6);
    return {static_cast<float>(sum[0] / count), static_cast<float>(sum[1] / count), static_cast<float>(sum[2] / count)};
}

}  // namespace

float noiseLevel(int index, int steps) {
    const double t = static_cast<float>(static_cast<double>(index) / steps);
    const double first = std::pow(sigmaLargest, 1 / exponent), last = std::pow(sigmaLeast, 1 / exponent);
    return static_cast<float>(sigmaData * std::pow(first + t * (last - first), exponent));
}

Sampler::Sampler(random::Key root, const Tensor& atomMask, int first, int count, int steps, ThreadPool* pool) : m_steps(steps), m_pool(pool) {
    const Tensor mask = atomMask.converted(DType::Bool);
    for (std::size_t slot = 0; slot < mask.as<std::uint8_t>().size(); ++slot) {
        if (mask.as<std::uint8_t>()[slot]) m_slots.push_back(static_cast<std::int32_t>(slot));
    }
    m_sampleValues = atomMask.count() * 3;
    m_positions = Tensor(DType::F32, {count, atomMask.extents().at(0), atomMask.extents().at(1), 3});
    const std::vector<random::Key> keys = random::split(root, 2);
    const std::vector<random::Key> samples = random::split(keys[0], first + count);
    m_keys.assign(samples.begin() + first, samples.end());
    const float level = noiseLevel(0, steps);
    forEachSample([&](int sample) {
        const std::span<float> x = m_positions.mutableAs<float>().subspan(static_cast<std::size_t>(sample * m_sampleValues), static_cast<std::size_t>(m_sampleValues));
        for (const std::int32_t slot : m_slots) {
            const auto element = static_cast<std::uint64_t>((first + sample) * m_sampleValues + slot * 3);
            const std::span<float> atom = x.subspan(static_cast<std::size_t>(slot) * 3, 3);
            random::fillNormal(keys[1], element, atom);
            for (float& value : atom) value *= level;
        }
    });
}

void Sampler::forEachSample(const std::function<void(int)>& work) {
    const std::size_t count = m_keys.size();
    if (!m_pool) {
        for (std::size_t sample = 0; sample < count; ++sample) work(static_cast<int>(sample));
        return;
    }
    m_pool->parallelFor(count, 1, [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t sample = begin; sample < end; ++sample) work(static_cast<int>(sample));
    });
}

float Sampler::disturb(int step) {
    const float previous = noiseLevel(step - 1, m_steps), next = noiseLevel(step, m_steps);
    m_inflated = previous * (1 + (next > gammaAbove ? gamma0 : 0.0f));
    const float added = noiseScale * std::sqrt(std::max(m_inflated * m_inflated - previous * previous, 0.0f));
    forEachSample([&](int sample) { disturbSample(sample, added); });
    return m_inflated;
}

void Sampler::disturbSample(int sample, float added) {
    const std::vector<random::Key> keys = random::split(m_keys[static_cast<std::size_t>(sample)], 3);   // next, noise, motion
    m_keys[static_cast<std::size_t>(sample)] = keys[0];
    const std::span<float> x = m_positions.mutableAs<float>().subspan(static_cast<std::size_t>(sample * m_sampleValues), static_cast<std::size_t>(m_sampleValues));
    const RigidMotion motion = randomMotion(keys[2]);
    const Vector centre = centreOf(x, m_slots);
    for (const std::int32_t slot : m_slots) {
        const std::span<float> atom = x.subspan(static_cast<std::size_t>(slot) * 3, 3);
        const Vector v{atom[0] - centre[0], atom[1] - centre[1], atom[2] - centre[2]};
        std::array<float, 3> noise;
        random::fillNormal(keys[1], static_cast<std::uint64_t>(slot) * 3, noise);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const float turned = v[0] * motion.rows[0][axis] + v[1] * motion.rows[1][axis] + v[2] * motion.rows[2][axis];
            atom[axis] = turned + motion.shift[axis] + added * noise[axis];
        }
    }
}

void Sampler::advance(int step, const Tensor& denoised) {
    const float factor = stepScale * (noiseLevel(step, m_steps) - m_inflated) / m_inflated;
    const std::span<const float> target = denoised.as<float>();
    forEachSample([&](int sample) {
        const auto base = static_cast<std::size_t>(sample * m_sampleValues);
        const std::span<float> x = m_positions.mutableAs<float>();
        for (const std::int32_t slot : m_slots) {
            const std::size_t first = base + static_cast<std::size_t>(slot) * 3;
            for (std::size_t at = first; at < first + 3; ++at) x[at] += factor * (x[at] - target[at]);
        }
    });
}

}  // namespace foldmeter::predict
