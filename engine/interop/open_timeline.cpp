#include "interop/open_timeline.h"

#include "base/error.h"
#include "interop/chrome_reader.h"
#include "interop/perfetto_reader.h"
#include "timeline/timeline_file.h"

#include <fmt/format.h>

#include <array>

namespace foldmeter::interop {
namespace {

constexpr std::size_t largestPerfetto = std::size_t{2} << 30, largestLog = 64 << 20;
constexpr std::string_view ownMagic = "foldmeter-timeline";

enum class Content { Own, Json, Perfetto, Unknown };

bool looksLikeJson(std::string_view head) {
    constexpr std::string_view spaces = " \t\r\n\xef\xbb\xbf";
    const auto first = head.find_first_not_of(spaces);
    if (first == std::string_view::npos || (head[first] != '{' && head[first] != '[')) return false;
    const auto second = head.find_first_not_of(spaces, first + 1);
    return second == std::string_view::npos || std::string_view("\"{}[]").find(head[second]) != std::string_view::npos;
}

Content contentOf(std::string_view head) {
    if (head.starts_with(ownMagic)) return Content::Own;
    if (looksLikeJson(head)) return Content::Json;
    return looksLikePerfetto(head) ? Content::Perfetto : Content::Unknown;
}

std::string headOf(const std::filesystem::path& file) {
    PackedStream stream(file);
    std::array<char, 4096> head;
    return {head.data(), stream.read(head.data(), head.size())};
}

// "x.trace.json.gz" -> "x.log", where there is one.
std::filesystem::path logBeside(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
        const auto log = file.parent_path() / (name.substr(0, dot) + ".log");
        std::error_code failed;
        if (std::filesystem::is_regular_file(log, failed)) return log;
    }
    return {};
}

void findStages(OpenedTimeline& opened, const std::filesystem::path& file) {
    opened.stages = jaxStages(opened.timeline);
    if (opened.stages.empty()) return;
    if (const auto log = logBeside(file); !log.empty()) {
        try {
            addLogged(opened.stages, readJaxLog(readUnpacked(log, largestLog)));
        } catch (const InputError& problem) {
            opened.notes.emplace_back(problem.what());   // the trace alone still answers
        }
    }
    colourByStage(opened.timeline, opened.stages);
}

}  // namespace

bool looksLikeTimeline(const std::filesystem::path& file) {
    try {
        const std::string head = headOf(file);
        const Content content = contentOf(head);
        if (content != Content::Json) return content != Content::Unknown;
        return head.find("\"traceEvents\"") != std::string::npos || (head.find("\"ph\"") != std::string::npos && head.find("\"ts\"") != std::string::npos);
    } catch (const Error&) {
        return false;
    }
}

OpenedTimeline openTimeline(const std::filesystem::path& file) {
    OpenedTimeline opened;
    ForeignTrace trace;
    switch (contentOf(headOf(file))) {
        case Content::Own:
            opened.timeline = timeline::readTimeline(file);
            opened.format = "Foldmeter timeline";
            return opened;
        case Content::Json: {
            PackedStream stream(file);
            trace = readChromeTrace(stream);
            opened.bytes = stream.unpacked();
            opened.format = "Chrome trace";
            break;
        }
        case Content::Perfetto: {
            const std::string bytes = readUnpacked(file, largestPerfetto);
            trace = readPerfettoTrace(bytes, file.string());
            opened.bytes = bytes.size();
            opened.format = "Perfetto trace";
            break;
        }
        case Content::Unknown: throw InputError(fmt::format("{}: neither a Foldmeter timeline nor a Chrome trace (JSON) nor a Perfetto trace (protobuf); each may be packed by gzip or zstd", file.string()));
    }
    opened.timeline = std::move(trace.timeline);
    opened.notes = std::move(trace.notes);
    findStages(opened, file);
    return opened;
}

}  // namespace foldmeter::interop
