#include "dialects/journal.h"

#include "base/message.h"

#include <fmt/format.h>

namespace foldmeter::dialects {

void Journal::add(Remark::Kind kind, const json::Value& at, std::string_view id, const std::vector<std::string>& arguments) {
    if (++m_count <= most) m_remarks.push_back({kind, at.position, at.path, message(id, arguments)});
}

std::vector<Remark> Journal::take() {
    if (m_count > most) m_remarks.push_back({Remark::Kind::Read, {}, "$", message("input.more", {std::to_string(m_count - most)})});
    m_count = 0;
    return std::move(m_remarks);
}

std::string toText(const Remark& remark, const std::string& file) {
    static constexpr std::string_view words[] = {"read", "dropped", "assumed"};
    std::string text = file;
    if (remark.position.line > 0) text += fmt::format(":{}:{}", remark.position.line, remark.position.column);
    return text + fmt::format(": {}: {}: {}", words[static_cast<int>(remark.kind)], remark.path, remark.text);
}

}  // namespace foldmeter::dialects
