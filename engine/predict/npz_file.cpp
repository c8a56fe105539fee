#include "predict/npz_file.h"

#include "base/error.h"

#include <fmt/format.h>
#include <zlib.h>

#include <bit>
#include <cstring>

namespace foldmeter::predict {
namespace {

// Field of a zip header, little-endian.
template <typename Number> void put(std::string& out, Number value) {
    for (std::size_t i = 0; i < sizeof value; ++i) out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
}

constexpr std::uint16_t versionNeeded = 45, methodDeflate = 8, zip64Tag = 1;
constexpr std::uint16_t dateOfZip = 1 << 5 | 1;   // 1 January 1980: the same arrays give the same bytes
constexpr std::uint32_t inZip64 = 0xffffffff;

// What stands before a member's bytes. Sizes are in the zip64 field, so that they fit however large the array becomes.
std::string localHeader(const std::string& name, std::uint32_t checksum, std::uint64_t packed, std::uint64_t plain) {
    std::string out;
    put(out, std::uint32_t{0x04034b50});
    for (const std::uint16_t field : {versionNeeded, std::uint16_t{0}, methodDeflate, std::uint16_t{0}, dateOfZip}) put(out, field);
    put(out, checksum);
    put(out, inZip64);
    put(out, inZip64);
    put(out, static_cast<std::uint16_t>(name.size()));
    put(out, std::uint16_t{20});
    out += name;
    put(out, zip64Tag);
    put(out, std::uint16_t{16});
    put(out, plain);
    put(out, packed);
    return out;
}

std::string directoryEntry(const std::string& name, std::uint32_t checksum, std::uint64_t packed, std::uint64_t plain, std::uint64_t offset) {
    std::string out;
    put(out, std::uint32_t{0x02014b50});
    for (const std::uint16_t field : {versionNeeded, versionNeeded, std::uint16_t{0}, methodDeflate, std::uint16_t{0}, dateOfZip}) put(out, field);
    put(out, checksum);
    put(out, inZip64);
    put(out, inZip64);
    for (const std::size_t field : {name.size(), std::size_t{28}, std::size_t{0}, std::size_t{0}, std::size_t{0}}) put(out, static_cast<std::uint16_t>(field));
    put(out, std::uint32_t{0600} << 16);
    put(out, inZip64);
    out += name;
    put(out, zip64Tag);
    put(out, std::uint16_t{24});
    put(out, plain);
    put(out, packed);
    put(out, offset);
    return out;
}

std::string endOfDirectory(std::uint64_t members, std::uint64_t start, std::uint64_t size) {
    std::string out;
    put(out, std::uint32_t{0x06064b50});
    put(out, std::uint64_t{44});
    put(out, versionNeeded);
    put(out, versionNeeded);
    put(out, std::uint64_t{0});
    for (const std::uint64_t field : {members, members, size, start}) put(out, field);
    put(out, std::uint32_t{0x07064b50});
    put(out, std::uint32_t{0});
    put(out, start + size);
    put(out, std::uint32_t{1});
    put(out, std::uint32_t{0x06054b50});
    put(out, std::uint32_t{0});
    put(out, std::uint16_t{0xffff});
    put(out, std::uint16_t{0xffff});
    put(out, inZip64);
    put(out, inZip64);
    put(out, std::uint16_t{0});
    return out;
}

std::string npyHeader(const std::vector<std::int64_t>& extents) {
    std::string shape;
    for (const std::int64_t extent : extents) shape += fmt::format("{}, ", extent);
    if (extents.size() > 1) shape.resize(shape.size() - 2);
    std::string header = fmt::format("{{'descr': '<f2', 'fortran_order': False, 'shape': ({}), }}", shape);
    constexpr std::size_t before = 10, alignment = 64;
    header.resize((before + header.size() + 1 + alignment - 1) / alignment * alignment - before - 1, ' ');
    header += '\n';
    std::string out = "\x93NUMPY";
    out += '\x01';
    out += '\0';
    put(out, static_cast<std::uint16_t>(header.size()));
    return out + header;
}

struct Deflater {
    z_stream stream{};
    Deflater() {
        constexpr int rawWindow = -15, memoryLevel = 8;
        check(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, rawWindow, memoryLevel, Z_DEFAULT_STRATEGY) == Z_OK, "zlib refused to start");
    }
    ~Deflater() { deflateEnd(&stream); }
};

}  // namespace

std::uint16_t halfOf(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000);
    const std::uint32_t size = bits & 0x7fffffff;
    if (size > 0x7f800000) return static_cast<std::uint16_t>(sign | 0x7e00 | (size >> 13 & 0x1ff));   // no number
    if (size >= 0x477ff000) return static_cast<std::uint16_t>(sign | 0x7c00);                         // 65520 and more
    const int exponent = static_cast<int>(size >> 23) - 127;
    if (exponent < -25) return sign;
    const std::uint32_t mantissa = (size & 0x7fffff) | 0x800000;
    const int shift = exponent < -14 ? -1 - exponent : 13;                                            // subnormal below 2^-14
    std::uint32_t half = exponent < -14 ? mantissa >> shift : ((size - (112u << 23)) >> 13);
    const std::uint32_t rest = mantissa & ((1u << shift) - 1), middle = 1u << (shift - 1);
    if (rest > middle || (rest == middle && (half & 1))) ++half;
    return static_cast<std::uint16_t>(sign | half);
}

NpzFile::NpzFile(std::filesystem::path path) : m_file(std::move(path)) {}

void NpzFile::beginArray(const std::string& name, const std::vector<std::int64_t>& extents) {
    check(!m_deflater, "an array of the npz file is still open");
    m_members.push_back({.name = name + ".npy", .offset = m_file.position(), .checksum = static_cast<std::uint32_t>(crc32(0, nullptr, 0))});
    m_file.write(localHeader(m_members.back().name, 0, 0, 0));
    m_deflater = std::make_shared<Deflater>();
    m_valuesLeft = 1;
    for (const std::int64_t extent : extents) m_valuesLeft *= static_cast<std::uint64_t>(extent);
    deflateMore(npyHeader(extents), false);
}

void NpzFile::addValues(std::span<const float> values) {
    check(values.size() <= m_valuesLeft, "more values than the npz array was announced with");
    m_valuesLeft -= values.size();
    m_bytes.resize(values.size() * 2);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint16_t half = halfOf(values[i]);
        std::memcpy(m_bytes.data() + 2 * i, &half, 2);
    }
    deflateMore(m_bytes, false);
}

void NpzFile::endArray() {
    check(m_deflater && m_valuesLeft == 0, "fewer values than the npz array was announced with");
    deflateMore({}, true);
    m_deflater.reset();
    Member& member = m_members.back();
    m_file.writeAt(member.offset, localHeader(member.name, member.checksum, member.packed, member.plain));
}

void NpzFile::deflateMore(std::string_view bytes, bool last) {
    constexpr std::size_t mostAtOnce = std::size_t{1} << 30, outBytes = std::size_t{1} << 18;
    check(bytes.size() <= mostAtOnce, "npz values come in smaller pieces");
    Member& member = m_members.back();
    z_stream& stream = static_cast<Deflater*>(m_deflater.get())->stream;
    const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
    if (!bytes.empty()) member.checksum = static_cast<std::uint32_t>(crc32(member.checksum, data, static_cast<uInt>(bytes.size())));
    member.plain += bytes.size();
    stream.next_in = const_cast<Bytef*>(data);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out(outBytes, '\0');
    int code = Z_OK;
    do {
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        code = deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
        check(code != Z_STREAM_ERROR, "zlib refused to compress");
        const std::size_t made = out.size() - stream.avail_out;
        m_file.write(std::string_view(out).substr(0, made));
        member.packed += made;
    } while (stream.avail_out == 0 || (last && code != Z_STREAM_END));
}

void NpzFile::commit() {
    check(!m_deflater, "an array of the npz file is still open");
    const std::uint64_t start = m_file.position();
    for (const Member& member : m_members) m_file.write(directoryEntry(member.name, member.checksum, member.packed, member.plain, member.offset));
    m_file.write(endOfDirectory(m_members.size(), start, m_file.position() - start));
    m_file.commit();
}

}  // namespace foldmeter::predict
