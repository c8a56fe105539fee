// The ordered table of passes: the table of contents of the optimiser.
#include "passes/choose_precision.h"
#include "passes/decompose_unclaimed.h"
#include "passes/eliminate_common.h"
#include "passes/eliminate_dead.h"
#include "passes/fold_constants.h"
#include "passes/fuse.h"
#include "passes/pass.h"
#include "passes/simplify.h"

namespace foldmeter::passes {

const std::vector<Pass>& pipeline() {
    static const std::vector<Pass> passes{
        {"choose_precision", "Working becomes f32 or bf16 as the settings say; casts that lost their point go.", choosePrecision},
        {"simplify", "Chains of casts and movements become one node; neutral arithmetic goes; work moves before stretching.", simplify},
        {"fold_constants", "What depends on constants alone is computed now.", foldConstants},
        {"decompose_unclaimed", "Composites that the target does not claim are opened into operations that fuse.", decomposeUnclaimed},
        {"simplify_opened", "The same small algebra on what the decompositions left at their seams.", simplify},
        {"eliminate_common", "Equal things are computed once.", eliminateCommon},
        {"eliminate_dead", "What no output needs goes, also inside repeats.", eliminateDead},
        {"fuse", "Nodes become launches: rows of channels walked once through norms, products, gates and sums.", fuse},
    };
    return passes;
}

}  // namespace foldmeter::passes
