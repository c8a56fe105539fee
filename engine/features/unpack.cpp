#include "features/unpack.h"

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace foldmeter::features {
namespace {

using State = Unpacked::State;

constexpr std::size_t bufferSize = std::size_t{1} << 18;

// Collects what a decoder produces; false once the limit is passed.
class Collector {
public:
    Collector(Unpacked& result, std::size_t limit) : m_result(result), m_limit(limit) {}
    bool add(const char* bytes, std::size_t size) {
        m_result.produced += size;
        if (m_result.produced > m_limit) {
            m_result.state = State::TooLarge;
            m_result.text = {};
            return false;
        }
        m_result.text.append(bytes, size);
        return true;
    }

private:
    Unpacked& m_result;
    std::size_t m_limit;
};

// `bytes` has less than 4 GiB: the caller's limit on the file sees to that.
State unpackGzip(std::string_view bytes, Collector& collector) {
    constexpr int gzipOnly = 15 + 16;
    z_stream stream{};
    if (inflateInit2(&stream, gzipOnly) != Z_OK) return State::Damaged;
    const std::unique_ptr<z_stream, int (*)(z_stream*)> ending(&stream, inflateEnd);
    std::string buffer(bufferSize, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        const int code = inflate(&stream, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END) return State::Damaged;
        if (!collector.add(buffer.data(), buffer.size() - stream.avail_out)) return State::TooLarge;
        if (code != Z_STREAM_END) continue;
        while (stream.avail_in > 0 && *stream.next_in == 0) {   // archivers fill blocks up with zeros
            ++stream.next_in;
            --stream.avail_in;
        }
        if (stream.avail_in == 0) return State::Whole;
        if (inflateReset(&stream) != Z_OK) return State::Damaged;
    }
}

State unpackXz(std::string_view bytes, Collector& collector) {
    constexpr std::uint64_t mostMemory = std::uint64_t{256} << 20;
    lzma_stream stream = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&stream, mostMemory, LZMA_CONCATENATED) != LZMA_OK) return State::Damaged;
    const std::unique_ptr<lzma_stream, void (*)(lzma_stream*)> ending(&stream, lzma_end);
    std::string buffer(bufferSize, '\0');
    stream.next_in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    stream.avail_in = bytes.size();
    for (;;) {
        stream.next_out = reinterpret_cast<std::uint8_t*>(buffer.data());
        stream.avail_out = buffer.size();
        const lzma_ret code = lzma_code(&stream, LZMA_FINISH);
        if (code != LZMA_OK && code != LZMA_STREAM_END) return State::Damaged;
        if (!collector.add(buffer.data(), buffer.size() - stream.avail_out)) return State::TooLarge;
        if (code == LZMA_STREAM_END) return State::Whole;
    }
}

State unpackZstd(std::string_view bytes, Collector& collector) {
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
    if (!context) return State::Damaged;
    std::string buffer(bufferSize, '\0');
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    std::size_t expected = 0;   // 0 at the end of a frame
    do {
        ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
        const std::size_t before = in.pos;
        expected = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(expected)) return State::Damaged;
        if (!collector.add(buffer.data(), out.pos)) return State::TooLarge;
        if (expected > 0 && in.pos == in.size && out.pos < out.size) return State::Damaged;   // cut off
        if (in.pos == before && out.pos == 0 && expected > 0) return State::Damaged;
    } while (in.pos < in.size || expected > 0);
    return State::Whole;
}

struct Form {
    std::string_view name, magic;
    State (*unpack)(std::string_view, Collector&);
};
constexpr Form forms[] = {
    {"gzip", "\x1f\x8b", unpackGzip},
    {"xz", std::string_view("\xfd" "7zXZ\0", 6), unpackXz},
    {"zstd", "\x28\xb5\x2f\xfd", unpackZstd},
};

}  // namespace

Unpacked unpack(std::string_view bytes, std::size_t limit) {
    Unpacked result;
    Collector collector(result, limit);
    const auto form = std::find_if(std::begin(forms), std::end(forms), [&](const Form& f) { return bytes.starts_with(f.magic); });
    result.form = form == std::end(forms) ? "plain" : form->name;
    if (form == std::end(forms)) {
        collector.add(bytes.data(), bytes.size());
    } else if (bytes.size() > std::numeric_limits<std::uint32_t>::max()) {
        result.state = State::TooLarge;
    } else {
        result.state = form->unpack(bytes, collector);
    }
    if (result.state != State::Whole) result.text = {};
    return result;
}

}  // namespace foldmeter::features
