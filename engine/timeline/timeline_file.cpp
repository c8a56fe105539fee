#include "timeline/timeline_file.h"

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <map>

namespace foldmeter::timeline {
namespace {

// File: magic, digest of the packed bytes (32 hexadecimal digits), packed bytes. The magic ends with the version.
constexpr std::string_view magic = "foldmeter-timeline-1\n";
constexpr std::size_t digestLength = 32;

class ColumnWriter {
public:
    void number(std::uint64_t value) {
        for (; value >= 128; value >>= 7) m_bytes.push_back(static_cast<char>(value | 128));
        m_bytes.push_back(static_cast<char>(value));
    }
    void signedNumber(std::int64_t value) {   // zigzag: small magnitudes stay short
        number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void real(double value) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        for (int shift = 0; shift < 64; shift += 8) m_bytes.push_back(static_cast<char>(bits >> shift));
    }
    void text(const std::string& value) {
        number(value.size());
        m_bytes += value;
    }
    // Texts repeat: each is stored once, in the order of first use, and known by its number.
    void name(const std::string& value) { number(m_names.try_emplace(value, m_names.size()).first->second); }

    std::string finish() const {
        std::vector<const std::string*> ordered(m_names.size());
        for (const auto& [value, index] : m_names) ordered[index] = &value;
        ColumnWriter head;
        head.number(ordered.size());
        for (const std::string* value : ordered) head.text(*value);
        return head.m_bytes + m_bytes;
    }

private:
    std::string m_bytes;
    std::map<std::string, std::size_t> m_names;
};

class ColumnReader {
public:
    ColumnReader(std::string_view bytes, const std::string& file) : m_bytes(bytes), m_file(file) {
        const std::size_t names = count();
        m_names.reserve(names);
        for (std::size_t i = 0; i < names; ++i) {
            const std::size_t length = count();
            m_names.emplace_back(m_bytes.substr(0, length));
            m_bytes.remove_prefix(length);
        }
    }

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (int shift = 0;; shift += 7) {
            if (m_bytes.empty() || shift > 63) damaged();
            const auto byte = static_cast<unsigned char>(m_bytes.front());
            m_bytes.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 127) << shift;
            if (byte < 128) return value;
        }
    }
    std::int64_t signedNumber() {
        const std::uint64_t value = number();
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    double real() {
        if (m_bytes.size() < 8) damaged();
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < 8; ++i) bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_bytes[i])) << (8 * i);
        m_bytes.remove_prefix(8);
        return std::bit_cast<double>(bits);
    }
    const std::string& name() { return m_names[below(m_names.size())]; }
    // A number of things that take at least one byte each, so no damaged count can ask for much memory.
    std::size_t count() { return below(m_bytes.size() + 1); }
    std::size_t below(std::size_t limit) {
        const std::uint64_t value = number();
        if (value >= limit) damaged();
        return static_cast<std::size_t>(value);
    }
    bool atEnd() const { return m_bytes.empty(); }
    [[noreturn]] void damaged() const { throw InputError(fmt::format("{} is no readable timeline: its columns are damaged", m_file)); }

private:
    std::string_view m_bytes;
    const std::string& m_file;
    std::vector<std::string> m_names;
};

// Differences may wrap around at the ends of the number range; unsigned arithmetic keeps that defined.
std::int64_t difference(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
std::int64_t sum(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

void writeArgument(ColumnWriter& out, const SpanArgument& argument) {
    out.name(argument.name);
    out.number(argument.value.index());
    if (const auto* whole = std::get_if<std::int64_t>(&argument.value)) out.signedNumber(*whole);
    else if (const auto* real = std::get_if<double>(&argument.value)) out.real(*real);
    else out.name(std::get<std::string>(argument.value));
}

SpanArgument readArgument(ColumnReader& in) {
    SpanArgument argument;
    argument.name = in.name();
    switch (in.below(3)) {
        case 0: argument.value = in.signedNumber(); break;
        case 1: argument.value = in.real(); break;
        default: argument.value = in.name();
    }
    return argument;
}

void writeSpans(ColumnWriter& out, const std::vector<Span>& spans) {
    out.number(spans.size());
    for (const Span& span : spans) out.name(span.name);
    for (const Span& span : spans) out.number(static_cast<std::uint64_t>(span.category));
    for (const Span& span : spans) out.number(static_cast<std::uint64_t>(span.track));
    for (const Span& span : spans) out.number(static_cast<std::uint64_t>(span.depth));
    std::int64_t last = 0;
    for (const Span& span : spans) {
        out.signedNumber(difference(span.start, last));
        last = span.start;
    }
    for (const Span& span : spans) out.signedNumber(difference(span.end, span.start));
    for (const Span& span : spans) out.number(span.arguments.size());
    for (const Span& span : spans)
        for (const SpanArgument& argument : span.arguments) writeArgument(out, argument);
}

std::vector<Span> readSpans(ColumnReader& in, std::size_t tracks) {
    constexpr std::size_t deepest = 1 << 20;
    std::vector<Span> spans(in.count());
    for (Span& span : spans) span.name = in.name();
    for (Span& span : spans) span.category = static_cast<Category>(in.below(categoryCount));
    for (Span& span : spans) span.track = static_cast<int>(in.below(tracks));
    for (Span& span : spans) span.depth = static_cast<int>(in.below(deepest));
    std::int64_t last = 0;
    for (Span& span : spans) last = span.start = sum(last, in.signedNumber());
    for (Span& span : spans) span.end = sum(span.start, in.signedNumber());
    for (Span& span : spans) span.arguments.resize(in.count());
    for (Span& span : spans)
        for (SpanArgument& argument : span.arguments) argument = readArgument(in);
    return spans;
}

void writeCounter(ColumnWriter& out, const Counter& counter) {
    out.name(counter.name);
    out.number(counter.times.size());
    std::int64_t last = 0;
    for (const std::int64_t time : counter.times) {
        out.signedNumber(difference(time, last));
        last = time;
    }
    for (const double value : counter.values) out.real(value);
}

Counter readCounter(ColumnReader& in) {
    Counter counter;
    counter.name = in.name();
    counter.times.resize(in.count());
    std::int64_t last = 0;
    for (std::int64_t& time : counter.times) last = time = sum(last, in.signedNumber());
    counter.values.resize(counter.times.size());
    for (double& value : counter.values) value = in.real();
    return counter;
}

}  // namespace

std::string packTimeline(const Timeline& timeline) {
    ColumnWriter out;
    out.number(timeline.tracks.size());
    for (const Track& track : timeline.tracks) out.name(track.name);
    writeSpans(out, timeline.spans);
    out.number(timeline.counters.size());
    for (const Counter& counter : timeline.counters) writeCounter(out, counter);
    out.number(timeline.flows.size());
    for (const Flow& flow : timeline.flows) {
        out.number(static_cast<std::uint64_t>(flow.fromSpan));
        out.number(static_cast<std::uint64_t>(flow.toSpan));
    }
    const std::string packed = compressZstd(out.finish());
    return std::string(magic) + digestOf(packed).toHex() + packed;
}

Timeline unpackTimeline(std::string_view bytes, const std::string& file) {
    if (!bytes.starts_with(magic)) throw InputError(fmt::format("{} is no timeline of this version", file));
    bytes.remove_prefix(magic.size());
    const std::string_view digest = bytes.substr(0, digestLength);
    bytes.remove_prefix(digest.size());
    if (digestOf(bytes).toHex() != digest) throw InputError(fmt::format("{} is damaged: its checksum does not fit", file));
    const std::string columns = decompressZstd(bytes, file);
    ColumnReader in(columns, file);
    Timeline timeline;
    timeline.tracks.resize(in.count());
    for (Track& track : timeline.tracks) track.name = in.name();
    timeline.spans = readSpans(in, timeline.tracks.size());
    timeline.counters.resize(in.count());
    for (Counter& counter : timeline.counters) counter = readCounter(in);
    timeline.flows.resize(in.count());
    for (Flow& flow : timeline.flows) {
        flow.fromSpan = static_cast<int>(in.below(timeline.spans.size()));
        flow.toSpan = static_cast<int>(in.below(timeline.spans.size()));
    }
    if (!in.atEnd()) in.damaged();
    return timeline;
}

void writeTimeline(const std::filesystem::path& path, const Timeline& timeline) { writeAtomically(path, packTimeline(timeline)); }

Timeline readTimeline(const std::filesystem::path& path) { return unpackTimeline(readText(path), path.string()); }

}  // namespace foldmeter::timeline
