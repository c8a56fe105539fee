#include "targets/cuda/schedule.h"

#include "base/error.h"
#include "targets/cuda/library_product.h"
#include "targets/cuda/tile_plan.h"

#include <charconv>
#include <sstream>

namespace foldmeter::cuda {
namespace {

int wholeNumber(const std::string& text, const std::string& word) {
    constexpr int most = 1024;
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > most) throw InputError("schedule: '" + word + "' is not a count between 0 and 1024");
    return number;
}

}  // namespace

std::string Schedule::toText() const {
    std::string text;
    if (tileRows) text += "rows=" + std::to_string(tileRows);
    if (blocks) text += (text.empty() ? "blocks=" : " blocks=") + std::to_string(blocks);
    if (library) text += (text.empty() ? "library=" : " library=") + std::to_string(library);
    return text.empty() ? "default" : text;
}

Schedule Schedule::fromText(const std::string& text) {
    Schedule schedule;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (word == "default") continue;
        if (word.starts_with("rows=")) schedule.tileRows = wholeNumber(word.substr(5), word);
        else if (word.starts_with("blocks=")) schedule.blocks = wholeNumber(word.substr(7), word);
        else if (word.starts_with("library=")) schedule.library = wholeNumber(word.substr(8), word);
        else throw InputError("schedule: '" + word + "' is not known of a device's kernel");
    }
    return schedule;
}

std::vector<Schedule> candidatesFor(const kernels::Kernel& kernel, std::int64_t sharedLimit) {
    std::vector<Schedule> schedules{{}};
    const bool attention = std::holds_alternative<kernels::AttentionKernel>(kernel.body);
    if (std::holds_alternative<kernels::RowKernel>(kernel.body)) {
        const int usual = planTile(kernel, sharedLimit).tileRows;
        for (const int rows : {16, 32, 64, 128})
            if (rows != usual && tileFits(kernel, sharedLimit, rows)) schedules.push_back({rows, 0, 0});
    }
    for (const int blocks : {2, 3, 4, 6})
        if (blocks != (attention ? leastAttentionBlocks : leastBlocks)) schedules.push_back({0, blocks, 0});
    if (libraryProductOf(kernel))
        for (int way = 1; way <= libraryWays; ++way) schedules.push_back({0, 0, way});
    return schedules;
}

}  // namespace foldmeter::cuda
