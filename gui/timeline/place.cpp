#include "gui/timeline/place.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace foldmeter::gui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Place)
};

std::optional<std::int64_t> whole(const TrackList& list, int span, const char* name) {
    const timeline::ArgumentValue* value = list.argumentOf(span, name);
    const auto* number = value ? std::get_if<std::int64_t>(value) : nullptr;
    return number ? std::optional(*number) : std::nullopt;
}

template <typename Number> bool fits(const std::optional<Number>& wanted, const std::optional<Number>& there) { return !wanted || wanted == there; }

bool fits(const Place& wanted, const Place& there) {
    return fits(wanted.seed, there.seed) && fits(wanted.recycle, there.recycle) && fits(wanted.step, there.step) && fits(wanted.sample, there.sample);
}

}  // namespace

Place placeOf(const TrackList& list, int span) {
    Place place;
    if (const auto seed = whole(list, span, "seed")) place.seed = static_cast<std::uint32_t>(*seed);
    const auto take = [&](const char* name, std::optional<int>& field) {
        if (const auto number = whole(list, span, name)) field = static_cast<int>(*number);
    };
    take("recycle", place.recycle);
    take("step", place.step);
    take("sample", place.sample);
    return place;
}

Place placeAt(const TrackList& list, std::int64_t time) {
    if (list.index.threads.empty()) return {};
    const std::vector<int>& main = list.index.threads.front();
    auto after = std::upper_bound(main.begin(), main.end(), time, [&](std::int64_t moment, int span) { return moment < list.span(span).start; });
    if (after == main.begin()) return {};
    for (int span = *--after; span >= 0; span = list.parentOf(span))
        if (list.span(span).end > time) return placeOf(list, span);
    return {};
}

std::vector<int> spansOf(const TrackList& list, const Place& place) {
    std::vector<int> found;
    if (place.empty()) return found;
    for (const std::vector<int>& thread : list.index.threads)
        for (const int span : thread) {
            if (list.span(span).arguments.empty()) continue;   // what it belongs to, it has from a span around it
            const int parent = list.parentOf(span);
            if (fits(place, placeOf(list, span)) && (parent < 0 || !fits(place, placeOf(list, parent)))) found.push_back(span);
        }
    return found;
}

QString described(const Place& place) {
    QStringList parts;
    if (place.seed) parts << Words::tr("seed %1").arg(*place.seed);
    if (place.recycle) parts << Words::tr("recycle %1").arg(*place.recycle);
    if (place.step) parts << Words::tr("step %1").arg(*place.step);
    if (place.sample) parts << Words::tr("sample %1").arg(*place.sample);
    return parts.join(QStringLiteral(", "));
}

}  // namespace foldmeter::gui
