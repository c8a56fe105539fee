#include "features/build_batch.h"

#include "base/error.h"
#include "base/message.h"
#include "features/bonds.h"
#include "features/frames.h"
#include "features/gathers.h"
#include "features/input_check.h"
#include "features/msa.h"
#include "features/problem_list.h"
#include "features/ref_structure.h"
#include "features/template_features.h"
#include "features/token_features.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::features {
namespace {

using timeline::Category;
using timeline::ScopedSpan;

// Refuses what cannot be predicted, all reasons at once.
CheckedJob checkedJob(const FoldInput& input, DictionaryPointer components, bool strict) {
    CheckedJob job = checkJob(input, std::move(components), strict);
    const std::string errors = toText(job.problems, Problem::Severity::Error, input.file);
    if (!errors.empty()) throw InputError(errors);
    const std::int64_t tokens = sizesOf(input, *job.components, strict).tokens;
    if (tokens > mostTokens)
        throw InputError(fmt::format("{}: {}.", input.file, message("input.too_large", {std::to_string(tokens), std::to_string(mostTokens)})));
    return job;
}

void injectPositions(const Tensor& given, std::int64_t tokens, std::int64_t paddedTokens, TensorMap& arrays) {
    const Extents exact = {tokens, slotsPerToken, 3}, padded = {paddedTokens, slotsPerToken, 3};
    if (given.dtype() != DType::F32 || (given.extents() != exact && given.extents() != padded))
        throw InputError(message("features.ref_pos_shape", {foldmeter::toText(given.extents()), foldmeter::toText(exact)}));
    Tensor positions(DType::F32, padded);
    const auto values = given.as<float>();
    std::copy(values.begin(), values.end(), positions.mutableAs<float>().begin());
    arrays["ref_pos"] = positions;
}

void refuseNaN(const TensorMap& arrays) {
    for (const auto& [name, array] : arrays) {
        if (array.dtype() != DType::F32) continue;
        const auto values = array.as<float>();
        if (std::any_of(values.begin(), values.end(), [](float value) { return std::isnan(value); }))
            throw InputError(message("features.not_a_number", {name}));
    }
}

}  // namespace

std::int64_t paddedSize(std::int64_t tokens, const std::vector<int>& buckets) {
    const bool grows = std::is_sorted(buckets.begin(), buckets.end(), std::less_equal<>()) && (buckets.empty() || buckets.front() > 0);
    if (!grows) throw InputError(message("features.buckets", {fmt::format("{}", fmt::join(buckets, ", "))}));
    const auto bucket = std::find_if(buckets.begin(), buckets.end(), [&](int size) { return size >= tokens; });
    return bucket == buckets.end() ? tokens : *bucket;
}

struct BatchBuilder::State {
    BatchOptions options;
    timeline::Recorder* recorder = nullptr;
    CheckedJob job;
    AtomLayout layout;
    TokenTable table;
    std::vector<std::string> notes;
    Batch common;   // of every seed

    void layOut(const FoldInput& input) {
        const ScopedSpan span(recorder, "layout", Category::Featurise);
        layout = makeAtomLayout(makeChains(input), *job.components, keptBonds(input, *job.components), options.strictAlphafold3);
        table = makeTokens(layout);
        const auto missing = atomsWithoutReference(layout);
        notes.insert(notes.end(), table.notes.begin(), table.notes.end());
        notes.insert(notes.end(), missing.begin(), missing.end());
        common.jobName = input.name;
        common.tokens = static_cast<std::int64_t>(table.tokens.size());
        common.paddedTokens = paddedSize(common.tokens, options.buckets);
        common.chains = makeChainInfos(layout, table);
        common.atoms = layout.atoms;
        common.polymerLigandBonds = layoutBonds(layout, true);
        common.ligandLigandBonds = layoutBonds(layout, false);
    }

    void addArrays(const FoldInput& input) {
        const std::int64_t padded = common.paddedTokens;
        {
            const ScopedSpan span(recorder, "gathers", Category::Featurise);
            addTokenFeatures(layout, table, common.chains, padded, common.arrays);
            addAtomNames(layout, table, padded, common.arrays);
            addAtomGathers(table, padded, common.arrays);
            addPseudoBetaGather(layout, table, padded, common.arrays);
            addBonds(layout, table, padded, common.arrays);
        }
        {
            const ScopedSpan span(recorder, "templates", Category::Featurise);
            addTemplates(job.templates, layout, table, common.chains, options.strictAlphafold3, padded, common.arrays);
        }
        {
            const ScopedSpan span(recorder, "msa", Category::Featurise);
            common.msaRows = addMsa(input, layout, table, padded, common.arrays);
        }
        if (!options.framesMask) return;
        const ScopedSpan span(recorder, "frames", Category::Featurise);
        addFramesMask(layout, table, options.cutoffDate, padded, common.arrays);
    }
};

BatchBuilder::BatchBuilder(const FoldInput& input, std::shared_ptr<const structure::ComponentDictionary> components,
                           const BatchOptions& options, timeline::Recorder* recorder)
    : m_state(std::make_unique<State>()) {
    const ScopedSpan span(recorder, "featurise", Category::Featurise);
    m_state->options = options;
    m_state->recorder = recorder;
    {
        const ScopedSpan check(recorder, "check input", Category::Featurise);
        m_state->job = checkedJob(input, std::move(components), options.strictAlphafold3);
    }
    for (const Problem& problem : m_state->job.problems) m_state->notes.push_back(toText(problem, input.file));
    m_state->layOut(input);
    m_state->addArrays(input);
}

BatchBuilder::~BatchBuilder() = default;

const Batch& BatchBuilder::common() const { return m_state->common; }
std::int64_t BatchBuilder::tokens() const { return m_state->common.tokens; }
std::int64_t BatchBuilder::atoms() const { return static_cast<std::int64_t>(m_state->common.atoms.size()); }
std::int64_t BatchBuilder::msaRows() const { return m_state->common.msaRows; }
std::int64_t BatchBuilder::paddedTokens() const { return m_state->common.paddedTokens; }
std::shared_ptr<const structure::ComponentDictionary> BatchBuilder::components() const { return m_state->job.components; }
const std::vector<std::string>& BatchBuilder::notes() const { return m_state->notes; }

Batch BatchBuilder::build(std::uint32_t seed, const Tensor* injectedRefPos) const {
    ScopedSpan span(m_state->recorder, "conformers", Category::Featurise);
    span.with("seed", static_cast<std::int64_t>(seed));
    Batch batch = m_state->common;
    addConformers(m_state->layout, seed, m_state->options.cutoffDate, m_state->options.pool, batch.paddedTokens, batch.arrays);
    if (injectedRefPos) injectPositions(*injectedRefPos, batch.tokens, batch.paddedTokens, batch.arrays);
    refuseNaN(batch.arrays);
    return batch;
}

}  // namespace foldmeter::features
