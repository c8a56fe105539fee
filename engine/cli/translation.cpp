#include "cli/translation.h"

#include "base/message.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace foldmeter::cli {
namespace {

struct Pair {
    std::string_view english, chinese;
};

constexpr auto chineseTexts = std::to_array<Pair>({
#include "cli/texts_zh.inc"
});

const Pair* findPair(std::string_view english) {
    const auto found = std::find_if(chineseTexts.begin(), chineseTexts.end(), [&](const Pair& pair) { return pair.english == english; });
    return found == chineseTexts.end() ? nullptr : &*found;
}

}  // namespace

bool hasTranslation(const std::string& english) { return findPair(english) != nullptr; }

std::string translated(const std::string& english) {
    const Pair* pair = language() == Language::Chinese ? findPair(english) : nullptr;
    return pair ? std::string(pair->chinese) : english;
}

}  // namespace foldmeter::cli
