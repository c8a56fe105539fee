// The diffusion sampler around the denoiser: noise levels, random rigid motions, noise, the step. Spec: network.md
// section 10. Draws go by element number, so padding slots (kept at 0) need none.
#pragma once

#include "base/threads.h"
#include "tensor/random.h"
#include "tensor/tensor.h"

#include <functional>
#include <vector>

namespace foldmeter::predict {

// Angstrom; level 0 is the widest (2560), level `steps` the last (0.0064).
float noiseLevel(int index, int steps);

class Sampler {
public:
    // Samples first .. first+count-1 of a seed. atomMask: (tokens, 24).
    Sampler(random::Key root, const Tensor& atomMask, int first, int count, int steps, ThreadPool* pool);

    // Step 1 .. steps: moves every sample rigidly at random, adds noise; returns the level of the denoiser.
    float disturb(int step);
    const Tensor& noisy() const { return m_positions; }         // f32 (samples, tokens, 24, 3), after disturb
    void advance(int step, const Tensor& denoised);             // towards D(noisy)
    const Tensor& positions() const { return m_positions; }     // after advance

private:
    void disturbSample(int sample, float added);
    void forEachSample(const std::function<void(int)>& work);

    std::vector<std::int32_t> m_slots;                          // flat numbers of the slots that hold an atom
    std::int64_t m_sampleValues = 0;                            // tokens * 24 * 3
    Tensor m_positions;
    std::vector<random::Key> m_keys;                            // by sample
    int m_steps;
    float m_inflated = 0;                                       // level after the noise of this step
    ThreadPool* m_pool;
};

}  // namespace foldmeter::predict
