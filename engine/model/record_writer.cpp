#include "model/record_stream.h"

#include "base/error.h"

#include <fmt/format.h>
#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace foldmeter::model {

struct RecordWriter::State {
    std::filesystem::path path, temporary;
    std::FILE* file = nullptr;
    ZSTD_CCtx* compressor = nullptr;
    std::vector<char> out;
    std::int64_t expected = 0;   // bytes the record begun still needs

    ~State() {
        ZSTD_freeCCtx(compressor);
        if (!file) return;
        std::fclose(file);
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
    }
    [[noreturn]] void refuse() const { throw DeviceError(fmt::format("{}: cannot write: {}", path.string(), std::strerror(errno)), errno); }
    void write(const void* data, std::size_t size) {
        if (std::fwrite(data, 1, size, file) != size) refuse();
    }
    void push(Bytes bytes, ZSTD_EndDirective directive) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        std::size_t remaining = 1;
        while (in.pos < in.size || (directive == ZSTD_e_end && remaining != 0)) {
            ZSTD_outBuffer buffer{out.data(), out.size(), 0};
            remaining = ZSTD_compressStream2(compressor, &buffer, &in, directive);
            check(!ZSTD_isError(remaining), "zstd refused to compress");
            write(out.data(), buffer.pos);
        }
    }
    void put(Bytes bytes) {
        if (compressor) {
            push(bytes, ZSTD_e_continue);
        } else {
            write(bytes.data(), bytes.size());
        }
    }
};

RecordWriter::RecordWriter(const std::filesystem::path& path) : m_state(std::make_unique<State>()) {
    m_state->path = path;
    m_state->temporary = path.string() + fmt::format(".{}.part", ::getpid());
    m_state->file = std::fopen(m_state->temporary.c_str(), "wb");
    if (!m_state->file) m_state->refuse();
    if (path.extension() == ".zst") {
        m_state->compressor = ZSTD_createCCtx();
        check(m_state->compressor != nullptr, "zstd gave no context");
        ZSTD_CCtx_setParameter(m_state->compressor, ZSTD_c_compressionLevel, 1);
        ZSTD_CCtx_setParameter(m_state->compressor, ZSTD_c_checksumFlag, 1);
        m_state->out.resize(ZSTD_CStreamOutSize());
    }
}

RecordWriter::~RecordWriter() = default;

void RecordWriter::beginRecord(const std::string& scope, const std::string& name, DType dtype, const Extents& extents) {
    check(m_state->expected == 0, "the record before is not complete");
    const std::string type = dtype == DType::F32 ? "float32" : dtype == DType::BF16 ? "bfloat16" : "uint8";
    const std::int64_t bytes = elementCount(extents) * static_cast<std::int64_t>(sizeOf(dtype));
    check(bytes > 0 && bytes <= INT32_MAX, "a record holds at most 2 GiB");
    std::vector<std::int32_t> header{static_cast<std::int32_t>(scope.size()), static_cast<std::int32_t>(name.size()), static_cast<std::int32_t>(type.size()),
                                     static_cast<std::int32_t>(extents.size()), static_cast<std::int32_t>(bytes)};
    m_state->put(std::as_bytes(std::span(header)));
    for (const std::string* text : {&scope, &name, &type}) m_state->put(std::as_bytes(std::span(*text)));
    const std::vector<std::int32_t> dims(extents.begin(), extents.end());
    m_state->put(std::as_bytes(std::span(dims)));
    m_state->expected = bytes;
}

void RecordWriter::append(Bytes bytes) {
    m_state->expected -= static_cast<std::int64_t>(bytes.size());
    check(m_state->expected >= 0, "more data than the record's shape holds");
    m_state->put(bytes);
}

void RecordWriter::finish() {
    check(m_state->expected == 0, "the last record is not complete");
    if (m_state->compressor) m_state->push({}, ZSTD_e_end);
    if (std::fflush(m_state->file) != 0 || ::fsync(::fileno(m_state->file)) != 0) m_state->refuse();
    std::FILE* file = m_state->file;
    if (std::fclose(file) != 0) m_state->refuse();
    m_state->file = nullptr;
    std::filesystem::rename(m_state->temporary, m_state->path);
}

}  // namespace foldmeter::model
