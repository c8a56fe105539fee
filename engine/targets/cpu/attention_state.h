// What generated softmax code and the loops around it agree on: where the running numbers of a tile's rows lie.
#pragma once

namespace foldmeter::cpu {

// maximum[stateRows], total[stateRows], decay[stateRows]: one number a query of the tile.
constexpr int stateRows = 256;

}  // namespace foldmeter::cpu
