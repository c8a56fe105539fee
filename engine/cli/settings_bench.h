// foldmeter bench --matrix: settings against each other on one or several inputs, in memory and in turn, with the same
// statistics, break-even and structure drift as runs that are compared.
#pragma once

#include "cli/command.h"

namespace foldmeter::cli {

int repeatsFrom(const Arguments& arguments);
int benchSettings(const Invocation& invocation);   // the exit code

}  // namespace foldmeter::cli
