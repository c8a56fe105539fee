// Lets values share storage so that copies fall away: the carried value of a Repeat is computed straight into the
// storage of the next round, a collected value straight into its row, a residual sum over its own input.
#pragma once

#include "runtime/launch_list.h"

namespace foldmeter::runtime {

// Rewrites places, drops copies that became moves onto themselves; merged storages keep their bytes and ranges in one of
// them, the others are left with neither.
void coalesce(LaunchList& list);

}  // namespace foldmeter::runtime
