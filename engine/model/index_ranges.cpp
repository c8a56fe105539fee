#include "model/index_ranges.h"

#include "base/error.h"
#include "model/parameter_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::model {
namespace {

constexpr std::int64_t slots = 24, queries = 32, elements = 128, nameRows = 256;

struct IndexRange {
    const char* input;
    std::int64_t rows;   // indices are 0 ... rows - 1
};

}  // namespace

void checkIndices(const TensorMap& inputs, std::int64_t tokens, std::int64_t blocks) {
    const IndexRange ranges[] = {{"msa", msaClasses},
                                 {"template_aatype", residueClasses},
                                 {"template_distogram_bin", distogramFeatureBins + 1},
                                 {"atom_ref_element", elements},
                                 {"atom_ref_name", nameRows},
                                 {"key_index", blocks * queries},
                                 {"token_of_atom", tokens},
                                 {"atom_pair_index", tokens * tokens},
                                 {"slot_of_atom", tokens * slots},
                                 {"atom_of_slot", blocks * queries},
                                 {"pseudo_beta_slot", tokens * slots}};
    for (const IndexRange& range : ranges) {
        const auto found = inputs.find(range.input);
        if (found == inputs.end()) continue;
        const auto values = found->second.as<std::int32_t>();
        const auto wrong = std::find_if(values.begin(), values.end(), [&](std::int32_t value) { return value < 0 || value >= range.rows; });
        if (wrong != values.end())
            throw InputError(fmt::format("input {} of the network: index {} at element {} is not between 0 and {}", range.input, *wrong, wrong - values.begin(), range.rows - 1));
    }
}

}  // namespace foldmeter::model
