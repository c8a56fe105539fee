#include "results/stored_picture.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace foldmeter::results {
namespace {

constexpr std::uintmax_t mostBytes = 16u << 20;
constexpr std::uint32_t mostPixels = 16384;      // on a side
constexpr std::string_view opening("\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR", 16), closing("\0\0\0\0IEND\xAE\x42\x60\x82", 12);

std::uint32_t bigEndian(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

}  // namespace

std::string storedPictureName(const Sample& sample) { return fmt::format("foldmeter-structure_seed-{}_sample-{}.png", sample.seed, sample.index); }

const Sample* bestDrawable(const Prediction& prediction) {
    const auto found = std::find_if(prediction.samples.begin(), prediction.samples.end(), [](const Sample& sample) { return !sample.structure.empty(); });
    return found == prediction.samples.end() ? nullptr : &*found;
}

bool hasStoredPicture(const std::filesystem::path& folder, const Sample& sample) {
    const std::filesystem::path file = folder / storedPictureName(sample);
    std::error_code failure;
    if (!std::filesystem::is_regular_file(file, failure)) return false;
    const auto drawn = std::filesystem::last_write_time(file, failure);
    if (failure) return false;
    const auto predicted = std::filesystem::last_write_time(sample.structure, failure);
    return failure || drawn >= predicted;
}

std::optional<StoredPicture> readStoredPicture(const std::filesystem::path& folder, const Sample& sample) {
    if (!hasStoredPicture(folder, sample)) return {};
    const std::filesystem::path file = folder / storedPictureName(sample);
    std::error_code failure;
    const auto damaged = [&] { return InputError(message("report.damaged_picture", {file.string()})); };
    if (std::filesystem::file_size(file, failure) > mostBytes || failure) throw damaged();
    StoredPicture picture{readText(file)};
    const std::string_view bytes = picture.png;
    if (!bytes.starts_with(opening) || !bytes.ends_with(closing) || bytes.size() < opening.size() + 8 + closing.size()) throw damaged();
    const std::uint32_t width = bigEndian(bytes, opening.size()), height = bigEndian(bytes, opening.size() + 4);
    if (width == 0 || height == 0 || width > mostPixels || height > mostPixels) throw damaged();
    picture.width = static_cast<int>(width);
    picture.height = static_cast<int>(height);
    return picture;
}

}  // namespace foldmeter::results
