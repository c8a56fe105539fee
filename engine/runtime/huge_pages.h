// Asks the system to back a large buffer by huge pages: its first use then costs a few page faults instead of hundreds
// of thousands. Without effect where the system has none.
#pragma once

#include "base/buffer.h"

namespace foldmeter::runtime {

void preferHugePages(Buffer& buffer);

}  // namespace foldmeter::runtime
