// What the machine of this process offers, as the answer to a devices request.
#pragma once

#include "worker/protocol/events.h"

namespace foldmeter::worker {

DevicesEvent describeMachine(bool measure);

// This process and all its threads step back behind others. False when the system refuses.
bool stepBack();

}  // namespace foldmeter::worker
