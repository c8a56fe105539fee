#include "gui/job/text_places.h"

#include <QString>

#include <algorithm>

namespace foldmeter::job {

TextPlaces::TextPlaces(const std::string& text) : m_text(text), m_lines{0} {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) m_lines.push_back(at + 1);
}

std::size_t TextPlaces::byteOf(json::Position position) const {
    if (position.line < 1) return 0;
    const auto line = std::min(static_cast<std::size_t>(position.line - 1), m_lines.size() - 1);
    const std::size_t end = line + 1 < m_lines.size() ? m_lines[line + 1] - 1 : m_text.size();
    return std::min(m_lines[line] + static_cast<std::size_t>(std::max(position.column - 1, 0)), end);
}

std::pair<std::size_t, std::size_t> TextPlaces::valueAt(json::Position position) const {
    std::size_t begin = byteOf(position);
    if (begin >= m_text.size() && begin > 0) --begin;
    std::size_t end = begin;
    if (begin >= m_text.size()) return {begin, begin};
    if (m_text[begin] == '"') {
        for (++end; end < m_text.size() && m_text[end] != '"' && m_text[end] != '\n'; ++end)
            if (m_text[end] == '\\') ++end;
        return {begin, std::min(end + 1, m_text.size())};
    }
    const std::string_view stops = " \t\r\n,:[]{}\"";
    while (end < m_text.size() && stops.find(m_text[end]) == std::string_view::npos) ++end;
    return {begin, std::max(end, begin + 1)};
}

int unitsBefore(std::string_view text, std::size_t byte) {
    int units = 0;
    for (const char c : text.substr(0, byte)) {
        const auto code = static_cast<unsigned char>(c);
        if ((code & 0xc0) != 0x80) units += code >= 0xf0 ? 2 : 1;
    }
    return units;
}

std::string showable(const std::string& text) {
    QString shown = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    shown.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    for (QChar& c : shown)
        if (c == u'\r' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator || c.unicode() == 0xfdd0 || c.unicode() == 0xfdd1) c = u'\n';
        else if (c.isNull()) c = QChar::ReplacementCharacter;
    return shown.toStdString();
}

}  // namespace foldmeter::job
