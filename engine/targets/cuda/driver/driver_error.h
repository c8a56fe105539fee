// What the driver's results mean: name, what to do about it, and whether the context is lost with it.
#pragma once

#include "base/error.h"

#include <string>
#include <vector>

namespace foldmeter::cuda {

struct ResultFacts {
    int result = 0;
    const char* name = "";     // "CUDA_ERROR_OUT_OF_MEMORY"
    const char* remedy = "";   // id of a message: what it means and what helps
    // Every later call in the context gives the same result: this process can do nothing more on the device.
    bool sticky = false;
};
// Of any number: what is not in the table is named by its number.
const ResultFacts& factsOf(int result);
const std::vector<ResultFacts>& allResults();

inline constexpr int outOfMemoryResult = 2, noDeviceResult = 100, noBinaryResult = 209;

class DriverError : public DeviceError {
public:
    // call: "cuMemAllocAsync"; detail: what was asked of it, or the log of a translation; may be empty.
    DriverError(int result, const std::string& call, const std::string& detail = "");
    int result() const { return code(); }
    bool sticky() const { return factsOf(code()).sticky; }
    bool outOfMemory() const { return code() == outOfMemoryResult; }
};

}  // namespace foldmeter::cuda
