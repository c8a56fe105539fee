#include "model/featurization.h"

#include "model/parameter_table.h"

namespace foldmeter::model {

namespace {

Symbolic same(const Symbolic& x) { return ir::equal(x.insertAxis(1), x.insertAxis(0)); }   // (tokens, tokens)

// clip(x_i - x_j + reach, 0, 2 reach) where `applies`, else the class behind; plus the first row of these classes.
Symbolic offsetClass(const Symbolic& x, int reach, const Symbolic& applies, int firstRow) {
    const Symbolic clipped = ir::clamp(x.insertAxis(1) - x.insertAxis(0) + reach, 0, 2 * reach) + firstRow;
    return ir::select(applies, clipped, x.builder().constant(2 * reach + 1 + firstRow, DType::I32));
}

}  // namespace

RelativeEncoding relativeEncoding(Inputs& in, const Config& config) {
    auto scope = in.builder().scope("relative_encoding");
    const Symbolic sameChain = same(in("asym_id"));
    const Symbolic residueIndex = in("residue_index");
    const int classes = relativeResidueClasses(config);
    RelativeEncoding encoding;
    encoding.sameEntity = same(in("entity_id"));
    encoding.residue = offsetClass(residueIndex, config.maxRelativeIndex, sameChain, 0);
    encoding.token = offsetClass(in("token_index"), config.maxRelativeIndex, ir::logicalAnd(sameChain, same(residueIndex)), classes);
    encoding.entityRow = 2 * classes;
    encoding.chain = offsetClass(in("sym_id"), config.maxRelativeChain, encoding.sameEntity, 2 * classes + 1);
    return encoding;
}

Symbolic RelativeEncoding::rowsOf(const Symbolic& weights) const {
    const Symbolic entity = sameEntity.cast(weights.dtype()).insertAxis(2) * weights.slice(0, entityRow, 1).reshape({weights.dim(1)});
    return weights.gather(residue) + weights.gather(token) + entity + weights.gather(chain);   // (tokens, tokens, C)
}

}  // namespace foldmeter::model
