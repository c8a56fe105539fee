// Decides which values are stored and which launch computes each node. Nodes are visited from users to producers: by
// then the views under which every launch wants a node are known, so a node is taken in where it lowers, or stored.
#pragma once

#include "passes/choose_rows.h"
#include "passes/pass.h"

namespace foldmeter::passes {

struct FusePlan {
    std::vector<RowGroup> groups;
    std::map<ir::Value, std::size_t> storedBy;   // value -> group
};
FusePlan planFusion(FuseFacts& facts, const PassOptions& options);

}  // namespace foldmeter::passes
