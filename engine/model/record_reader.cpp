#include "model/record_stream.h"

#include "base/error.h"
#include "base/file.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace foldmeter::model {

namespace {

// The files one behind the other, mapped.
class MappedStream {
public:
    explicit MappedStream(const WeightFiles& files) {
        for (const auto& path : files.files) m_files.push_back(std::make_shared<MappedFile>(path));
    }
    // Up to `limit` bytes that follow, without a copy; empty at the end.
    Bytes next(std::size_t limit) {
        while (m_file < m_files.size() && m_offset == m_files[m_file]->bytes().size()) {
            ++m_file;
            m_offset = 0;
        }
        if (m_file == m_files.size()) return {};
        const Bytes rest = m_files[m_file]->bytes().subspan(m_offset);
        const Bytes piece = rest.first(std::min(limit, rest.size()));
        forget();
        m_offset += piece.size();
        return piece;
    }
    // The next `size` bytes in one piece, if they lie in one file.
    std::optional<Bytes> borrow(std::size_t size) {
        if (m_file == m_files.size()) return std::nullopt;
        const Bytes rest = m_files[m_file]->bytes().subspan(m_offset);
        if (rest.size() < size) return std::nullopt;
        m_offset += size;
        return rest.first(size);
    }
    std::shared_ptr<const void> owner() const { return m_files[m_file]; }

private:
    // Pages before the current offset were copied from and need not stay: they are read again should a view be looked at.
    void forget() {
        constexpr std::size_t batch = std::size_t{64} << 20;
        if (m_file != m_forgottenFile) m_forgotten = 0, m_forgottenFile = m_file;
        if (m_offset < m_forgotten + batch) return;
        releasePages(m_files[m_file]->bytes().subspan(m_forgotten, m_offset - m_forgotten));
        m_forgotten = m_offset / batch * batch;
    }

    std::vector<std::shared_ptr<MappedFile>> m_files;
    std::size_t m_file = 0, m_offset = 0, m_forgottenFile = 0, m_forgotten = 0;
};

class ZstdStream {
public:
    ZstdStream(const WeightFiles& files, std::string name) : m_input(files), m_name(std::move(name)), m_stream(ZSTD_createDStream(), &ZSTD_freeDStream) {
        if (!m_stream) throw DeviceError("the system refused memory for decompression");
    }
    std::size_t read(std::byte* to, std::size_t size) {
        ZSTD_outBuffer out{to, size, 0};
        while (out.pos < out.size) {
            if (m_in.pos == m_in.size) {
                const Bytes piece = m_input.next(std::size_t{1} << 24);
                if (piece.empty()) break;
                m_in = {piece.data(), piece.size(), 0};
            }
            m_state = ZSTD_decompressStream(m_stream.get(), &out, &m_in);
            if (ZSTD_isError(m_state)) {
                throw InputError(fmt::format("{}: damaged compressed data ({}). Copy or download the file again.", m_name, ZSTD_getErrorName(m_state)));
            }
        }
        return out.pos;
    }
    // At the end of the records: the checksum of the last frame is read by asking once more.
    void finish() {
        std::byte surplus;
        if (read(&surplus, 1) == 0 && m_state != 0) throw InputError(fmt::format("{}: the compressed file ends too early. Copy or download it again.", m_name));
    }

private:
    MappedStream m_input;
    std::string m_name;
    std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> m_stream;
    ZSTD_inBuffer m_in{nullptr, 0, 0};
    std::size_t m_state = 0;   // 0: a frame is complete
};

struct Header {
    std::int32_t scope = 0, name = 0, dtype = 0, dims = 0, bytes = 0;
};

std::optional<DType> storedType(const std::string& text) {
    if (text == "float32") return DType::F32;
    if (text == "bfloat16") return DType::BF16;
    if (text == "uint8") return DType::U8;
    return std::nullopt;
}

}  // namespace

struct RecordReader::State {
    std::string name;                        // of the file, for messages
    std::unique_ptr<MappedStream> mapped;    // one of the two
    std::unique_ptr<ZstdStream> compressed;
    std::string last = "the start of the file";

    std::size_t read(std::byte* to, std::size_t size) {
        if (compressed) return compressed->read(to, size);
        std::size_t done = 0;
        while (done < size) {
            const Bytes piece = mapped->next(size - done);
            if (piece.empty()) break;
            std::memcpy(to + done, piece.data(), piece.size());
            done += piece.size();
        }
        return done;
    }
    [[noreturn]] void refuse(const std::string& what) const {
        throw InputError(fmt::format("{}: {} after {}. The file is damaged or cut short; copy or download it again.", name, what, last));
    }
    std::string readText(std::size_t size) {
        std::string text(size, '\0');
        if (read(reinterpret_cast<std::byte*>(text.data()), size) != size) refuse("incomplete payload");
        return text;
    }
    Extents readExtents(std::int32_t count) {
        std::vector<std::int32_t> dims(static_cast<std::size_t>(count));
        if (read(reinterpret_cast<std::byte*>(dims.data()), dims.size() * 4) != dims.size() * 4) refuse("incomplete payload");
        return Extents(dims.begin(), dims.end());
    }
    Record readRecord(const std::string& record, DType dtype, const Extents& extents, std::size_t size) {
        if (mapped) {
            if (const auto bytes = mapped->borrow(size)) return {record, Tensor::view(dtype, extents, *bytes, mapped->owner()), true};
        }
        Buffer buffer(size);
        if (read(buffer.data(), size) != size) refuse("incomplete payload");
        return {record, Tensor(dtype, extents, std::move(buffer)), false};
    }
};

RecordReader::RecordReader(const WeightFiles& files) : m_state(std::make_unique<State>()) {
    m_state->name = files.files.front().string();
    if (files.compressed) {
        m_state->compressed = std::make_unique<ZstdStream>(files, m_state->name);
    } else {
        m_state->mapped = std::make_unique<MappedStream>(files);
    }
}

RecordReader::~RecordReader() = default;

namespace {

// Number of elements, or nullopt for impossible extents.
std::optional<std::int64_t> countOf(const Extents& extents) {
    std::int64_t count = 1;
    for (const std::int64_t extent : extents) {
        if (extent <= 0 || count > (std::int64_t{1} << 31) / extent) return std::nullopt;
        count *= extent;
    }
    return count;
}

}  // namespace

std::optional<Record> RecordReader::next() {
    State& s = *m_state;
    Header header;
    const std::size_t got = s.read(reinterpret_cast<std::byte*>(&header), sizeof header);
    if (got == 0) {
        if (s.compressed) s.compressed->finish();
        return std::nullopt;
    }
    if (got != sizeof header) s.refuse("incomplete header");
    const bool plausible = header.scope >= 0 && header.scope <= 4096 && header.name > 0 && header.name <= 256 && header.dtype > 0 &&
                           header.dtype <= 32 && header.dims >= 0 && header.dims <= 8 && header.bytes > 0;
    if (!plausible) s.refuse("no record header");
    const std::string scope = s.readText(static_cast<std::size_t>(header.scope));
    const std::string name = scope + ":" + s.readText(static_cast<std::size_t>(header.name));
    const std::string type = s.readText(static_cast<std::size_t>(header.dtype));
    const std::optional<DType> dtype = storedType(type);
    if (!dtype) s.refuse(fmt::format("record {} of unknown type \"{}\"", name, type));
    const Extents extents = s.readExtents(header.dims);
    const std::optional<std::int64_t> count = countOf(extents);
    if (!count || static_cast<std::size_t>(*count) * sizeOf(*dtype) != static_cast<std::size_t>(header.bytes)) {
        s.refuse(fmt::format("record {} whose shape {} does not fit its {} bytes", name, toText(extents), header.bytes));
    }
    Record record = s.readRecord(name, *dtype, extents, static_cast<std::size_t>(header.bytes));
    s.last = "record " + name;
    return record;
}

}  // namespace foldmeter::model
