#include "interop/packed_stream.h"

#include "base/error.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace foldmeter::interop {

class PackedStream::Source {
public:
    explicit Source(std::FILE* file) : m_file(file) {}
    virtual ~Source() { std::fclose(m_file); }
    // Fills at most `most` bytes; 0: the end. Throws a text that says what is wrong.
    virtual std::size_t read(char* into, std::size_t most) = 0;

protected:
    std::size_t readPacked(char* into, std::size_t most) {
        const std::size_t got = std::fread(into, 1, most, m_file);
        if (got == 0 && std::ferror(m_file)) throw InputError(std::strerror(errno));
        return got;
    }

private:
    std::FILE* m_file;
};

namespace {

constexpr std::size_t packedBlock = 1 << 17;
constexpr std::uint64_t mostUnpacked = std::uint64_t{64} << 30;

class PlainSource : public PackedStream::Source {
public:
    using Source::Source;
    std::size_t read(char* into, std::size_t most) override { return readPacked(into, most); }
};

class GzipSource : public PackedStream::Source {
public:
    explicit GzipSource(std::FILE* file) : Source(file) {
        constexpr int gzipOnly = 15 + 16;
        if (inflateInit2(&m_stream, gzipOnly) != Z_OK) throw DeviceError("no memory to unpack gzip");
    }
    ~GzipSource() override { inflateEnd(&m_stream); }
    std::size_t read(char* into, std::size_t most) override {
        m_stream.next_out = reinterpret_cast<Bytef*>(into);
        m_stream.avail_out = static_cast<uInt>(most);
        while (m_stream.avail_out > 0 && refill()) {
            const int state = inflate(&m_stream, Z_NO_FLUSH);
            m_inside = state != Z_STREAM_END;
            if (state == Z_STREAM_END) {
                if (inflateReset(&m_stream) != Z_OK) throw InputError("its gzip data are damaged");   // another member may follow
            } else if (state != Z_OK && state != Z_BUF_ERROR) {
                throw InputError("its gzip data are damaged");
            }
        }
        const std::size_t got = most - m_stream.avail_out;
        if (got == 0 && m_inside) throw InputError("its gzip data end too early");
        return got;
    }

private:
    bool refill() {
        if (m_stream.avail_in > 0) return true;
        m_stream.avail_in = static_cast<uInt>(readPacked(m_packed.data(), m_packed.size()));
        m_stream.next_in = reinterpret_cast<Bytef*>(m_packed.data());
        return m_stream.avail_in > 0;
    }

    z_stream m_stream{};
    bool m_inside = true;   // a member has begun and not ended
    std::array<char, packedBlock> m_packed;
};

class ZstdSource : public PackedStream::Source {
public:
    explicit ZstdSource(std::FILE* file) : Source(file), m_context(ZSTD_createDCtx()) {
        if (!m_context) throw DeviceError("no memory to unpack zstd");
        ZSTD_DCtx_setParameter(m_context, ZSTD_d_windowLogMax, 27);
    }
    ~ZstdSource() override { ZSTD_freeDCtx(m_context); }
    std::size_t read(char* into, std::size_t most) override {
        ZSTD_outBuffer out{into, most, 0};
        while (out.pos < out.size) {
            if (m_in.pos == m_in.size) {
                m_in = {m_packed.data(), readPacked(m_packed.data(), m_packed.size()), 0};
                if (m_in.size == 0) break;
            }
            const std::size_t left = ZSTD_decompressStream(m_context, &out, &m_in);
            if (ZSTD_isError(left)) throw InputError(fmt::format("its zstd data are damaged ({})", ZSTD_getErrorName(left)));
            m_inside = left != 0;
        }
        if (out.pos == 0 && m_inside) throw InputError("its zstd data end too early");
        return out.pos;
    }

private:
    ZSTD_DCtx* m_context;
    ZSTD_inBuffer m_in{nullptr, 0, 0};
    bool m_inside = true;
    std::array<char, packedBlock> m_packed;
};

std::unique_ptr<PackedStream::Source> openSource(const std::filesystem::path& file) {
    if (std::filesystem::is_directory(file)) throw InputError("it is a folder");
    std::FILE* opened = std::fopen(file.c_str(), "rb");
    if (!opened) throw InputError(std::strerror(errno));
    std::array<unsigned char, 4> head{};
    const std::size_t got = std::fread(head.data(), 1, head.size(), opened);
    std::rewind(opened);
    if (got >= 2 && head[0] == 0x1f && head[1] == 0x8b) return std::make_unique<GzipSource>(opened);
    if (got == 4 && head == std::array<unsigned char, 4>{0x28, 0xb5, 0x2f, 0xfd}) return std::make_unique<ZstdSource>(opened);
    return std::make_unique<PlainSource>(opened);
}

}  // namespace

PackedStream::PackedStream(const std::filesystem::path& file) : m_name(file.string()) {
    try {
        m_source = openSource(file);
    } catch (const InputError& problem) {
        throw InputError(fmt::format("{}: {}", m_name, problem.what()));
    }
}

PackedStream::~PackedStream() = default;

std::size_t PackedStream::read(char* into, std::size_t most) {
    try {
        const std::size_t got = m_source->read(into, most);
        m_unpacked += got;
        if (m_unpacked > mostUnpacked) throw InputError("it holds more than 64 GiB once unpacked");
        return got;
    } catch (const InputError& problem) {
        throw InputError(fmt::format("{}: {}", m_name, problem.what()));
    }
}

std::string readUnpacked(const std::filesystem::path& file, std::size_t limit) {
    PackedStream stream(file);
    std::string text;
    std::array<char, packedBlock> piece;
    while (const std::size_t got = stream.read(piece.data(), piece.size())) {
        if (text.size() + got > limit) throw InputError(fmt::format("{}: holds more than {} bytes once unpacked", stream.name(), limit));
        text.append(piece.data(), got);
    }
    return text;
}

}  // namespace foldmeter::interop
