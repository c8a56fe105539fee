// What the double of a tool has seen: one line a call, by threads.
#pragma once

#include <string>
#include <vector>

namespace foldmeter::vgpu {

struct ToolCall {
    std::size_t thread = 0;    // a number for each
    bool begins = false;
    std::string name;          // of a range that begins
};
using TakeToolCalls = std::vector<ToolCall> (*)();   // "takeToolCalls": since it was asked last

}  // namespace foldmeter::vgpu
