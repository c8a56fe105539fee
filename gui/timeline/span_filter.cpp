#include "gui/timeline/span_filter.h"

#include <algorithm>

namespace foldmeter::gui {
namespace {

// By name: whether it, or the module of the kernel of that name, holds the text.
std::vector<bool> namesWith(const TrackList& list, const QString& text, bool names, bool scopes) {
    std::vector<bool> found(list.index.names.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::string_view name = list.index.names[i];
        found[i] = names && QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())).contains(text, Qt::CaseInsensitive);
        if (found[i] || !scopes) continue;
        const auto kernel = list.kernels.find(name);
        found[i] = kernel != list.kernels.end() && QString::fromStdString(kernel->second.scope).contains(text, Qt::CaseInsensitive);
    }
    return found;
}

QString textOf(const timeline::ArgumentValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return QString::number(*whole);
    if (const auto* real = std::get_if<double>(&value)) return QString::number(*real);
    return QString::fromStdString(std::get<std::string>(value));
}

}  // namespace

bool SpanFilter::all() const { return name.isEmpty() && scope.isEmpty() && std::all_of(categories.begin(), categories.end(), [](bool kept) { return kept; }); }

std::vector<bool> keptBy(const TrackList& list, const SpanFilter& filter) {
    if (filter.all()) return {};
    const std::vector<bool> named = filter.name.isEmpty() ? std::vector<bool>() : namesWith(list, filter.name, true, false);
    const std::vector<bool> scoped = filter.scope.isEmpty() ? std::vector<bool>() : namesWith(list, filter.scope, false, true);
    const auto& spans = list.timeline->spans;
    std::vector<bool> kept(spans.size());
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const auto name = static_cast<std::size_t>(list.index.nameIds[i]);
        kept[i] = filter.categories[static_cast<std::size_t>(spans[i].category)] && (named.empty() || named[name]) && (scoped.empty() || scoped[name]);
    }
    return kept;
}

std::vector<int> findSpans(const TrackList& list, const QString& query) {
    std::vector<int> found;
    const QString text = query.trimmed();
    if (text.isEmpty()) return found;
    const auto equals = text.indexOf(u'=');
    const std::string argument = equals > 0 ? text.left(equals).trimmed().toStdString() : std::string();
    const QString wanted = equals > 0 ? text.mid(equals + 1).trimmed() : QString();
    const std::vector<bool> named = equals > 0 ? std::vector<bool>() : namesWith(list, text, true, true);
    for (std::size_t i = 0; i < list.timeline->spans.size(); ++i) {
        if (equals > 0) {
            const timeline::ArgumentValue* value = list.argumentOf(static_cast<int>(i), argument, false);
            if (!value || textOf(*value).compare(wanted, Qt::CaseInsensitive) != 0) continue;
        } else if (!named[static_cast<std::size_t>(list.index.nameIds[i])]) {
            continue;
        }
        found.push_back(static_cast<int>(i));
    }
    std::stable_sort(found.begin(), found.end(), [&](int a, int b) { return list.span(a).start < list.span(b).start; });
    return found;
}

}  // namespace foldmeter::gui
