#include "features/text_files.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "features/unpack.h"

#include <algorithm>

namespace foldmeter::features {

namespace fs = std::filesystem;

namespace {

// Bytes after the first of a UTF-8 character, -1 if none begins so.
int bytesThatFollow(unsigned char first) {
    if (first < 0x80) return 0;
    if (first >= 0xc2 && first < 0xe0) return 1;
    if (first >= 0xe0 && first < 0xf0) return 2;
    return first >= 0xf0 && first < 0xf5 ? 3 : -1;
}

// Shortest forms and code points that exist: what the result files can hold again.
bool isUtf8(const std::string& text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const int more = bytesThatFollow(first);
        if (more < 0 || text.size() - i <= static_cast<std::size_t>(more)) return false;
        for (int k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0xc0) != 0x80) return false;
        const auto second = static_cast<unsigned char>(more > 0 ? text[i + 1] : 0);
        if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return false;
        i += static_cast<std::size_t>(more) + 1;
    }
    return true;
}

}  // namespace

std::string TextFiles::read(const std::string& path) {
    if (path.empty() || path.size() > longestPath || path.find('\0') != std::string::npos) throw InputError(message("input.path_text"));
    const fs::path place = m_folder / path;   // the path itself where it is absolute
    std::error_code failure;
    const fs::file_status status = fs::status(place, failure);
    if (!fs::exists(status)) throw InputError(message("input.path_missing", {place.string()}));
    if (!fs::is_regular_file(status)) throw InputError(message("input.path_kind", {place.string()}));
    const std::size_t limit = std::min(m_fileLimit, m_left);
    const auto size = fs::file_size(place, failure);
    if (failure || size > limit) throw InputError(message("input.path_size", {place.string(), std::to_string(limit >> 20)}));
    const MappedFile file(place);
    const std::string_view bytes(reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size());
    Unpacked text = unpack(bytes, limit);
    m_left -= std::min(m_left, text.produced);   // what was refused counts too: a job of many bombs stops early
    switch (text.state) {
        case Unpacked::State::Whole:
            if (!isUtf8(text.text)) throw InputError(message("input.path_text_bytes", {place.string()}));
            return std::move(text.text);
        case Unpacked::State::TooLarge: throw InputError(message("input.path_size", {place.string(), std::to_string(limit >> 20)}));
        case Unpacked::State::Damaged: break;
    }
    throw InputError(message("input.path_damaged", {place.string(), text.form}));
}

}  // namespace foldmeter::features
