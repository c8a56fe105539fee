// Scores of one sample, from the network's arrays. Spec: outputs.md section 2.
#pragma once

#include "features/batch.h"
#include "predict/predictor.h"

#include <vector>

namespace foldmeter::predict {

// Matrices are row-major chains x chains; NaN where the spec says so (null in files).
struct SampleScores {
    double ptm = 0, iptm = 0, rankingScore = 0, fractionDisordered = 0;
    bool hasClash = false;
    std::vector<double> chainPtm, chainIptm, chainPairIptm, chainPairPaeMin;
    double rankingConfidence = 0, rankingConfidencePae = 0, predictedDistanceError = 0;
    double ptmIptmAverage = 0;
    std::vector<double> chainPairPdeMean, chainPairPdeMin;
    std::vector<double> chainSinglePde, crossChainSinglePde;   // contact-weighted, within a chain and to all others
    std::vector<double> chainPae, crossChainPae;               // likewise
    std::vector<float> atomPlddt;      // by flat output layout
    std::vector<float> atomPositions;  // (atoms, 3)
};
bool isPolymer(const std::string& chainType);   // protein, RNA or DNA, by its mmCIF name
SampleScores scoreSample(const features::Batch& batch, const SeedResult& result, int sample);

}  // namespace foldmeter::predict
