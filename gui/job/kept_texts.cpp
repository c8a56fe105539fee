#include "gui/job/kept_texts.h"

#include "base/json_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace foldmeter::job {
namespace {

constexpr std::array<std::string_view, 4> keptKeys = {"unpairedMsa", "pairedMsa", "mmcif", "userCCD"};

template <typename Value, typename Visit> void eachText(Value& value, std::string_view key, const Visit& visit) {
    if (value.isString()) visit(value, key);
    for (auto& item : value.items) eachText(item, "", visit);
    for (auto& [name, member] : value.members) eachText(member, name, visit);
}

}  // namespace

std::size_t countRecords(const std::string& alignment) {
    std::size_t count = alignment.starts_with('>') ? 1 : 0;
    for (std::size_t at = alignment.find("\n>"); at != std::string::npos; at = alignment.find("\n>", at + 1)) ++count;
    return count;
}

std::string KeptTexts::keep(std::string text) {
    const std::size_t records = countRecords(text);
    const std::string what = records > 0 ? fmt::format("{} sequences, {} bytes", records, text.size()) : fmt::format("{} bytes", text.size());
    std::string token = fmt::format("<kept aside {}: {}>", m_texts.size() + 1, what);
    m_texts.emplace(token, Kept{std::move(text), records});
    return token;
}

const KeptTexts::Kept* KeptTexts::find(const std::string& token) const {
    const auto found = m_texts.find(token);
    return found == m_texts.end() ? nullptr : &found->second;
}

std::string KeptTexts::setAside(const std::string& text, const json::Value& root) {
    json::Editor editor(text, root);
    eachText(root, "", [&](const json::Value& value, std::string_view key) {
        if (value.text.size() < shortestKept || std::find(keptKeys.begin(), keptKeys.end(), key) == keptKeys.end()) return;
        editor.replace(value, json::textLiteral(keep(value.text)));
    });
    return json::applied(text, editor.take());
}

std::string KeptTexts::restored(const std::string& text, const json::Value& root) const {
    json::Editor editor(text, root);
    eachText(root, "", [&](const json::Value& value, std::string_view) {
        if (const Kept* kept = find(value.text)) editor.replace(value, json::textLiteral(kept->text));
    });
    return json::applied(text, editor.take());
}

void KeptTexts::restore(json::Value& root) const {
    eachText(root, "", [&](json::Value& value, std::string_view) {
        if (const Kept* kept = find(value.text)) value.text = kept->text;
    });
}

}  // namespace foldmeter::job
