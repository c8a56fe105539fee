// From a validated job to the batch the network reads. Spec: features.md, atom-layouts.md.
#pragma once

#include "features/batch.h"
#include "features/fold_input.h"
#include "structure/components.h"
#include "timeline/recorder.h"

#include <memory>

namespace foldmeter::features {

struct BatchOptions {
    std::vector<int> buckets;         // empty: exact size
    std::string cutoffDate = "2021-09-30";
};

// Everything of the batch that does not depend on the seed is computed once.
class BatchBuilder {
public:
    // Throws InputError (unknown component, unsupported input of this version: file, place, remedy).
    BatchBuilder(const FoldInput& input, std::shared_ptr<const structure::ComponentDictionary> components,
                 const BatchOptions& options, timeline::Recorder* recorder = nullptr);
    ~BatchBuilder();
    std::int64_t tokens() const;
    std::int64_t atoms() const;
    std::int64_t msaRows() const;
    std::int64_t paddedTokens() const;
    // Adds the reference conformers of one seed. `injectedRefPos` (tokens, 24, 3) replaces them (--conformers).
    Batch build(std::uint32_t seed, const Tensor* injectedRefPos = nullptr) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::features
