// What compile and kernels do for an NVIDIA device that is described by data: --target FILE or the name of a description
// that comes with the program.
#pragma once

#include "cli/command.h"

#include <filesystem>
#include <optional>

namespace foldmeter::cli {

// None when --target is absent or names something of this machine.
std::optional<std::filesystem::path> targetDevice(const Arguments& arguments);

// Fills the compile cache with the machine code of every kernel and lists the programs.
int compileForDevice(const Invocation& invocation, const std::filesystem::path& device);
// A forecast for each job, from a model of the device.
int planForDevice(const Invocation& invocation, const std::filesystem::path& device);
// `what`: source (CUDA C++), ir (PTX), or "" for the table of registers, spills and shared memory.
int showDeviceKernels(const Invocation& invocation, const std::filesystem::path& device, const std::string& program, const std::string& what);

}  // namespace foldmeter::cli
