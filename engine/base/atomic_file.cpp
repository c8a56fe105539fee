#include "base/atomic_file.h"

#include "base/error.h"

#include <fmt/format.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace foldmeter {

namespace {

constexpr std::size_t bufferBytes = std::size_t{1} << 20;
constexpr int packingLevel = 3;

}  // namespace

struct AtomicFile::State {
    std::filesystem::path path;
    std::string temporary, buffer;
    int number = -1;
    std::uint64_t position = 0;
    std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> packer{nullptr, &ZSTD_freeCCtx};

    ~State() {
        if (number >= 0) ::close(number);
        if (!temporary.empty()) ::unlink(temporary.c_str());
    }
    [[noreturn]] void fail(int code) const { throw DeviceError(fmt::format("cannot write {}: {}", path.string(), std::strerror(code)), code); }

    void put(const char* bytes, std::size_t size) {
        while (size > 0) {
            const ssize_t done = ::write(number, bytes, size);
            if (done < 0 && errno == EINTR) continue;
            if (done < 0) fail(errno);
            bytes += done;
            size -= static_cast<std::size_t>(done);
        }
    }

    // Empties the buffer into the file.
    void flush(bool last) {
        if (!packer) {
            put(buffer.data(), buffer.size());
            return buffer.clear();
        }
        std::string packed(ZSTD_CStreamOutSize(), '\0');
        ZSTD_inBuffer in{buffer.data(), buffer.size(), 0};
        for (bool more = true; more;) {
            ZSTD_outBuffer out{packed.data(), packed.size(), 0};
            const std::size_t left = ZSTD_compressStream2(packer.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
            check(!ZSTD_isError(left), "zstd refused to compress");
            put(packed.data(), out.pos);
            more = last ? left != 0 : in.pos < in.size;
        }
        buffer.clear();
    }
};

AtomicFile::AtomicFile(std::filesystem::path path, Packing packing) : m_state(std::make_unique<State>()) {
    State& state = *m_state;
    state.path = std::move(path);
    std::string name = state.path.string() + ".XXXXXX";
    state.number = ::mkostemp(name.data(), O_CLOEXEC);
    if (state.number < 0) state.fail(errno);
    state.temporary = name;
    ::fchmod(state.number, 0644);
    if (packing == Packing::None) return;
    state.packer.reset(ZSTD_createCCtx());
    if (!state.packer) throw DeviceError("the system refused memory for zstd");
    ZSTD_CCtx_setParameter(state.packer.get(), ZSTD_c_compressionLevel, packingLevel);
}

AtomicFile::~AtomicFile() = default;

void AtomicFile::write(std::string_view bytes) {
    m_state->buffer.append(bytes);
    m_state->position += bytes.size();
    if (m_state->buffer.size() >= bufferBytes) m_state->flush(false);
}

std::uint64_t AtomicFile::position() const { return m_state->position; }

void AtomicFile::writeAt(std::uint64_t offset, std::string_view bytes) {
    check(!m_state->packer && offset + bytes.size() <= m_state->position, "only what was written plainly can be written over");
    m_state->flush(false);
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t put = ::pwrite(m_state->number, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) m_state->fail(errno);
        done += static_cast<std::size_t>(put);
    }
}

void AtomicFile::commit() {
    m_state->flush(true);
    const int number = std::exchange(m_state->number, -1);
    if (::close(number) != 0 || ::rename(m_state->temporary.c_str(), m_state->path.c_str()) != 0) m_state->fail(errno);
    m_state->temporary.clear();
}

}  // namespace foldmeter
