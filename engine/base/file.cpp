#include "base/file.h"

#include "base/error.h"

#include <fmt/format.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace foldmeter {
namespace {

// An open file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_number >= 0) ::close(m_number);
    }
    int number() const { return m_number; }
    // Closes now and says whether that worked: delayed write errors show here.
    bool close() { return ::close(std::exchange(m_number, -1)) == 0; }

private:
    int m_number;
};

[[noreturn]] void throwUnreadable(const std::filesystem::path& path, int code) {
    throw InputError(fmt::format("cannot read {}: {}", path.string(), std::strerror(code)));
}
[[noreturn]] void throwUnwritable(const std::filesystem::path& path, int code) {
    throw DeviceError(fmt::format("cannot write {}: {}", path.string(), std::strerror(code)), code);
}

Descriptor openForReading(const std::filesystem::path& path, std::size_t& size) {
    const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (number < 0) throwUnreadable(path, errno);
    struct stat status {};
    if (::fstat(number, &status) != 0 || S_ISDIR(status.st_mode)) {
        const int code = S_ISDIR(status.st_mode) ? EISDIR : errno;
        ::close(number);
        throwUnreadable(path, code);
    }
    size = static_cast<std::size_t>(status.st_size);
    return Descriptor(number);
}

// Fills `target` from the file; fewer bytes than promised mean that the file shrank under our hands.
void readInto(int number, std::byte* target, std::size_t size, const std::filesystem::path& path) {
    for (std::size_t done = 0; done < size;) {
        const ssize_t got = ::read(number, target + done, size - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throwUnreadable(path, errno);
        if (got == 0) throw InputError(fmt::format("cannot read {}: the file became shorter while it was read", path.string()));
        done += static_cast<std::size_t>(got);
    }
}

bool writeAll(int number, Bytes bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t put = ::write(number, bytes.data() + done, bytes.size() - done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        done += static_cast<std::size_t>(put);
    }
    return true;
}

}  // namespace

std::string readText(const std::filesystem::path& path) {
    std::size_t size = 0;
    const Descriptor file = openForReading(path, size);
    std::string text(size, '\0');
    readInto(file.number(), reinterpret_cast<std::byte*>(text.data()), size, path);
    // Pipes and /proc files have no size up front.
    char more[4096];
    for (ssize_t got; (got = ::read(file.number(), more, sizeof more)) > 0;) text.append(more, static_cast<std::size_t>(got));
    return text;
}

Buffer readBytes(const std::filesystem::path& path) {
    std::size_t size = 0;
    const Descriptor file = openForReading(path, size);
    Buffer buffer(size);
    readInto(file.number(), buffer.data(), size, path);
    return buffer;
}

MappedFile::MappedFile(const std::filesystem::path& path) {
    std::size_t size = 0;
    const Descriptor file = openForReading(path, size);
    if (size == 0) return;
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
    if (start == MAP_FAILED) throwUnreadable(path, errno);
    m_bytes = {static_cast<const std::byte*>(start), size};
}

MappedFile::MappedFile(MappedFile&& other) noexcept : m_bytes(std::exchange(other.m_bytes, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

MappedFile::~MappedFile() {
    if (!m_bytes.empty()) ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
}

void releasePages(Bytes mapped) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto start = reinterpret_cast<std::uintptr_t>(mapped.data());
    const std::uintptr_t first = start / page * page, end = (start + mapped.size() + page - 1) / page * page;
    if (!mapped.empty()) ::madvise(reinterpret_cast<void*>(first), end - first, MADV_DONTNEED);   // advice: may be ignored
}

void writeAtomically(const std::filesystem::path& path, Bytes bytes) {
    std::string temporary = path.string() + ".XXXXXX";
    const int number = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (number < 0) throwUnwritable(path, errno);
    Descriptor file(number);
    ::fchmod(number, 0644);
    if (writeAll(number, bytes) && file.close() &&
        ::rename(temporary.c_str(), path.c_str()) == 0)
        return;
    const int code = errno;
    ::unlink(temporary.c_str());
    throwUnwritable(path, code);
}

void writeAtomically(const std::filesystem::path& path, std::string_view text) {
    writeAtomically(path, std::as_bytes(std::span(text.data(), text.size())));
}

std::string compressZstd(std::string_view text, int level) {
    std::string bytes(ZSTD_compressBound(text.size()), '\0');
    const std::size_t size = ZSTD_compress(bytes.data(), bytes.size(), text.data(), text.size(), level);
    check(!ZSTD_isError(size), "zstd refused to compress");
    bytes.resize(size);
    return bytes;
}

std::string decompressZstd(std::string_view bytes, std::string_view what, std::size_t limit) {
    const auto damaged = [&](std::string_view reason) {
        return InputError(fmt::format("{} is damaged or no zstd data: {}", what, reason));
    };
    const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
    if (!context) throw DeviceError("the system refused memory for zstd");
    std::string text;
    std::string piece(ZSTD_DStreamOutSize(), '\0');
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    std::size_t hint = 1;
    for (bool more = true; more;) {
        ZSTD_outBuffer output{piece.data(), piece.size(), 0};
        hint = ZSTD_decompressStream(context.get(), &output, &input);
        if (ZSTD_isError(hint)) throw damaged(ZSTD_getErrorName(hint));
        if (text.size() + output.pos > limit)
            throw InputError(fmt::format("{} unpacks to more than {} bytes", what, limit));
        text.append(piece.data(), output.pos);
        more = input.pos < input.size || output.pos == output.size;
    }
    if (hint != 0) throw damaged("it ends too early");
    return text;
}

}  // namespace foldmeter
