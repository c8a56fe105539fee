// Places of a text counted in three ways: line and column as problems name them, bytes as the text is kept, and UTF-16
// units as Qt's editors count.
#pragma once

#include "base/json.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

class QString;

namespace foldmeter::job {

class TextPlaces {
public:
    explicit TextPlaces(const std::string& text);   // must outlive this

    std::size_t byteOf(json::Position position) const;   // within the text, whatever the position says
    // The token that begins there: a string, a number or word, of a list or object its bracket; elsewhere to the end of
    // the word. Never empty while the text is not.
    std::pair<std::size_t, std::size_t> valueAt(json::Position position) const;

private:
    const std::string& m_text;
    std::vector<std::size_t> m_lines;
};

int unitsBefore(std::string_view text, std::size_t byte);   // UTF-16 units in the first `byte` bytes
// What an editor can show and give back unchanged: line ends are \n, bytes that are no UTF-8 become U+FFFD.
std::string showable(const std::string& text);

}  // namespace foldmeter::job
