// From a validated job to the batch the network reads. Spec: features.md, atom-layouts.md.
#pragma once

#include "base/threads.h"
#include "features/batch.h"
#include "features/fold_input.h"
#include "structure/components.h"
#include "timeline/recorder.h"

#include <memory>

namespace foldmeter::features {

struct BatchOptions {
    std::vector<int> buckets;         // empty: exact size
    std::string cutoffDate = "2021-09-30";
    ThreadPool* pool = nullptr;       // conformers are embedded on it; the result is the same without
    // Follow AlphaFold 3 where it plainly errs: template columns shifted by split nucleotides, templates shared by chains
    // of equal residues, lone sugars without O1, a user's sugar taken for none; alignments and templates that are not given
    // and templates without release date refused. The help page strict-alphafold3 lists all.
    bool strictAlphafold3 = false;
    bool framesMask = true;           // needs a conformer of every ligand; a job that is only checked goes without
};

// More tokens are refused before memory is taken: a pair representation of this size fills a terabyte.
inline constexpr std::int64_t mostTokens = 100'000;

// N for a job of so many tokens: the smallest bucket that holds them, exactly so many if none does.
std::int64_t paddedSize(std::int64_t tokens, const std::vector<int>& buckets);

// Everything of the batch that does not depend on the seed is computed once.
class BatchBuilder {
public:
    // Throws InputError (unknown component, unreadable template ...: file, place, remedy).
    BatchBuilder(const FoldInput& input, std::shared_ptr<const structure::ComponentDictionary> components,
                 const BatchOptions& options, timeline::Recorder* recorder = nullptr);
    ~BatchBuilder();
    std::int64_t tokens() const;
    std::int64_t atoms() const;
    std::int64_t msaRows() const;
    std::int64_t paddedTokens() const;
    const Batch& common() const;   // what all seeds share: everything but the conformers
    // The dictionary with what the job brings along: its user's components and one for each chain of a SMILES ligand.
    std::shared_ptr<const structure::ComponentDictionary> components() const;
    const std::vector<std::string>& notes() const;   // what the user should know: chains left out, atoms without reference
    // Adds the reference conformers of one seed. `injectedRefPos` (tokens or padded tokens, 24, 3) replaces their
    // positions (--conformers).
    Batch build(std::uint32_t seed, const Tensor* injectedRefPos = nullptr) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::features
