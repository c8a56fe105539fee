#include "base/error.h"

#include <fmt/format.h>

namespace foldmeter {

InternalError::InternalError(const std::string& text, std::source_location where)
    : Error(fmt::format("{} ({}:{} in {})", text, where.file_name(), where.line(), where.function_name())) {}

}  // namespace foldmeter
