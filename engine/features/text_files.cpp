#include "features/text_files.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "features/unpack.h"

#include <algorithm>

namespace foldmeter::features {

namespace fs = std::filesystem;

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
        case Unpacked::State::Whole: return std::move(text.text);
        case Unpacked::State::TooLarge: throw InputError(message("input.path_size", {place.string(), std::to_string(limit >> 20)}));
        case Unpacked::State::Damaged: break;
    }
    throw InputError(message("input.path_damaged", {place.string(), text.form}));
}

}  // namespace foldmeter::features
