// The engine as a process: requests in, events out. One thread reads requests, the calling one does what they ask, one
// after the other; cancelling, pausing and questions about a running job are obeyed while it runs. Compiled programs,
// weights and threads stay between jobs of the same model and settings.
#pragma once

#include "worker/protocol/message.h"

namespace foldmeter::worker {

struct ServerOptions {
    Form form = Form::Frames;
    bool lowPriority = false;
};

// Returns the exit code when told to shut down or when the input ends. In frames the end of the input means that the
// asker is gone, and cancels; in lines it means that nothing more will be asked.
int serve(int input, int output, const ServerOptions& options);

}  // namespace foldmeter::worker
