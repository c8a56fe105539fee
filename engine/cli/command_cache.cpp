// foldmeter cache: what lies in the compile cache, whether it is sound, and carrying it to another machine.
#include "base/message.h"
#include "base/paths.h"
#include "cli/command.h"
#include "report/stage_table.h"
#include "runtime/cache.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <iostream>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;

int list(const fs::path& folder, bool verify) {
    std::size_t bytes = 0, bad = 0;
    const auto items = runtime::listCache(folder);
    for (const runtime::CacheItem& item : items) {
        bytes += item.bytes;
        bad += item.problem.empty() ? 0 : 1;
        if (verify && item.problem.empty()) continue;
        fmt::print("{:<40} {:<8} {:<12} {:>16} {:>10}  {:%Y-%m-%d %H:%M}  {}{}\n", item.name, item.kind, item.program, message("cache.kernels", {std::to_string(item.kernels)}), report::bytesText(static_cast<double>(item.bytes)),
                   fmt::localtime(static_cast<std::time_t>(item.modified)), item.compiler, item.problem.empty() ? "" : "  " + item.problem);
    }
    fmt::print("{}\n", message("cache.sum", {folder.string(), std::to_string(items.size()), report::bytesText(static_cast<double>(bytes)), std::to_string(bad)}));
    return verify && bad > 0 ? 2 : 0;
}

bool confirmed(const Arguments& arguments, const std::string& file) {
    if (arguments.has("yes")) return true;
    fmt::print(stderr, "{} ", message("cache.ask", {file}));
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "yes";
}

}  // namespace

int runCache(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    const auto& words = arguments.positional();
    const fs::path folder = arguments.has("cache-dir") ? fs::path(arguments.text("cache-dir")) : cacheFolder();
    const std::string verb = words.empty() ? std::string() : words[0];
    const bool withFile = verb == "export" || verb == "import";
    if (words.size() != (withFile ? 2u : 1u)) throw UsageError(message("usage.cache"));
    if (verb == "list" || verb == "verify") return list(folder, verb == "verify");
    if (verb == "clear") {
        fmt::print("{}\n", message("cache.cleared", {std::to_string(runtime::clearCache(folder)), folder.string()}));
    } else if (verb == "export") {
        fmt::print("{}\n", message("cache.exported", {std::to_string(runtime::exportCache(folder, words[1])), words[1]}));
    } else if (verb == "import") {
        if (!confirmed(arguments, words[1])) throw UsageError(message("cache.unconfirmed"));
        fmt::print("{}\n", message("cache.imported", {std::to_string(runtime::importCache(folder, words[1])), folder.string()}));
    } else {
        throw UsageError(message("usage.cache"));
    }
    return 0;
}

}  // namespace foldmeter::cli
