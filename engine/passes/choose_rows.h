// How a value that must be stored is best computed: which of its axes are rows and which the inner axis. Each possible
// run of axes is tried as the inner one by asking what its producers would then have to do.
#pragma once

#include "passes/row_group.h"

namespace foldmeter::passes {

struct RowChoice {
    ir::Shape axes;
    ir::Layout layout;               // of the value
    std::int64_t scratchBytes = 0;
    std::set<ir::Value> rowOperands;      // stored values of which every row reads a row of its own
};
// oneOp: what stands below the value is stored (the unfused form). InternalError when no way computes the value.
RowChoice chooseRows(const FuseFacts& facts, ir::Value value, const std::vector<bool>& stored, bool oneOp);

}  // namespace foldmeter::passes
