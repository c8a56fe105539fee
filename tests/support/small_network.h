// The network at the shape of the demonstration model with made-up weights, and inputs for each of its programs: what the
// tests of both towers run.
#pragma once

#include "ir/interpret.h"
#include "model/alphafold3.h"
#include "model/batch_inputs.h"
#include "model/synthetic_weights.h"
#include "support/tensors.h"
#include "support/vectors.h"

namespace foldmeter::test {

using namespace foldmeter::model;

inline Config smallConfig() {
    Config config = demoConfig();
    config.embedAtom.blocks = config.denoiseAtom.blocks = 2;   // layers differ, work stays small
    config.tokenBlocks = 4;                                    // one super-block
    return config;
}

inline const Weights& smallWeights() {
    static const Weights weights = syntheticWeights(smallConfig(), 1);
    return weights;
}

struct NamedGraph {
    std::string name;
    ir::Graph graph;
};
inline const std::vector<NamedGraph>& programs() {
    static const std::vector<NamedGraph> list{{"embed", traceEmbed(smallConfig())},
                                              {"trunk", traceTrunk(smallConfig())},
                                              {"distogram", traceDistogram(smallConfig())},
                                              {"denoise", traceDenoise(smallConfig())},
                                              {"confidence", traceConfidence(smallConfig())}};
    return list;
}

// What the batch of case B gives, and reproducible numbers for the values that programs pass to each other.
class Inputs {
public:
    Inputs() {
        TensorMap batch = readArrays("network/caseB", "in/");
        batch["seq_mask"] = batch.at("mask");
        m_known = batchInputs(batch, samples);
        const std::int64_t tokens = batch.at("mask").count(), slots = 24;
        const Config c = smallConfig();
        m_known.merge(msaInputs(batch, {0, 1, 2, 3}));
        m_known["target_feat"] = randomTensor({tokens, c.targetFeat}, 1);
        for (const char* name : {"pair", "prev_pair"}) m_known[name] = randomTensor({tokens, tokens, c.pair}, 2);
        for (const char* name : {"single", "prev_single"}) m_known[name] = randomTensor({tokens, c.single}, 3);
        m_known["positions"] = randomTensor({tokens, slots, 3}, 4, 20);
        m_known["positions_noisy"] = randomTensor({samples, tokens, slots, 3}, 5, 20);
        m_known["noise_level"] = tensorOf({}, {12});
        m_sizes = {{"tokens", tokens}, {"samples", samples}};
    }
    TensorMap of(const ir::Graph& graph, const TensorMap& more = {}) const {
        TensorMap given;
        for (const ir::NodeId id : graph.inputs()) {
            const std::string& name = graph.node(id).attributes.text("name");
            given[name] = more.contains(name) ? more.at(name) : arrayOf(m_known, name);
        }
        return given;
    }
    const ir::Sizes& sizes() const { return m_sizes; }
    TensorMap run(const ir::Graph& graph, const TensorMap& more = {}) const {
        return ir::interpret(graph, of(graph, more), smallWeights().source(), {.sizes = m_sizes});
    }

private:
    static constexpr int samples = 2;
    TensorMap m_known;
    ir::Sizes m_sizes;
};

inline const Inputs& inputs() {
    static const Inputs all;
    return all;
}

}  // namespace foldmeter::test
