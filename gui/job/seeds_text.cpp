#include "gui/job/seeds_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace foldmeter::job {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("foldmeter::job::Seeds", text); }

std::optional<std::uint32_t> seedOf(const QString& text) {
    const QString digits = text.trimmed();
    bool good = std::all_of(digits.cbegin(), digits.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const qulonglong number = good ? digits.toULongLong(&good) : 0;
    return good && number <= 0xffffffff ? std::optional(static_cast<std::uint32_t>(number)) : std::nullopt;
}

}  // namespace

std::optional<std::vector<std::uint32_t>> seedsOf(const QString& text, QString* why) {
    const auto refuse = [&](const QString& reason) {
        if (why) *why = reason;
        return std::nullopt;
    };
    std::vector<std::uint32_t> seeds;
    for (const QString& part : text.split(u',')) {
        const QString trimmed = part.trimmed();
        if (trimmed.isEmpty()) return refuse(text.trimmed().isEmpty() ? tr("At least one seed is needed.") : tr("A part between commas is empty."));
        const qsizetype dash = trimmed.indexOf(u'-', 1);
        const auto first = seedOf(dash < 0 ? trimmed : trimmed.left(dash)), last = dash < 0 ? first : seedOf(trimmed.mid(dash + 1));
        if (!first || !last) return refuse(tr("“%1” is no seed: whole numbers from 0 to 4294967295, or a range such as 5-8.").arg(trimmed));
        if (*last < *first) return refuse(tr("The range %1 runs backwards.").arg(trimmed));
        if (*last - *first >= mostSeeds || seeds.size() + (*last - *first) >= mostSeeds) return refuse(tr("More than %1 seeds.").arg(mostSeeds));
        for (std::uint64_t seed = *first; seed <= *last; ++seed) seeds.push_back(static_cast<std::uint32_t>(seed));
    }
    return seeds;
}

QString textOf(const std::vector<std::uint32_t>& seeds) {
    QStringList parts;
    for (std::size_t i = 0; i < seeds.size();) {
        std::size_t end = i + 1;
        while (end < seeds.size() && seeds[end] == seeds[end - 1] + 1) ++end;
        if (end - i >= 3) {
            parts << QStringLiteral("%1-%2").arg(seeds[i]).arg(seeds[end - 1]);
        } else {
            for (std::size_t k = i; k < end; ++k) parts << QString::number(seeds[k]);
        }
        i = end;
    }
    return parts.join(u',');
}

}  // namespace foldmeter::job
