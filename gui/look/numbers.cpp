#include "gui/look/numbers.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace foldmeter::look {
namespace {

constexpr QChar thinSpace(0x2009);
constexpr QChar noBreak(0x00A0);
constexpr QChar minus(0x2212);

QString withUnit(const QString& digits, const QString& unit) { return digits + noBreak + unit; }

// `digits`: a whole number without sign.
QString grouped(QString digits) {
    for (qsizetype place = digits.size() - 3; place > 0; place -= 3) digits.insert(place, thinSpace);
    return digits;
}

// Decimals that leave `significant` digits of a magnitude; what rounding carries over (99.96 -> 100) is counted too.
int decimalsFor(double magnitude, int significant) {
    if (magnitude == 0) return 0;
    int whole = static_cast<int>(std::floor(std::log10(magnitude))) + 1;
    const double unit = std::pow(10.0, whole - significant);
    if (std::round(magnitude / unit) * unit >= std::pow(10.0, whole)) ++whole;
    return std::max(0, significant - whole);
}

}  // namespace

QString notMeasured() { return QCoreApplication::translate("look", "not measured"); }

QString number(double value, int significant) {
    if (std::isnan(value)) return notMeasured();
    if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    const double magnitude = std::abs(value);
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e15)) return QString::number(value, 'g', significant);
    QString text = QString::number(magnitude, 'f', decimalsFor(magnitude, significant));
    const qsizetype point = text.indexOf(u'.');
    const QString whole = point < 0 ? text : text.left(point);
    text = grouped(whole) + (point < 0 ? QString() : text.mid(point));
    return value < 0 && text != QLatin1String("0") ? minus + text : text;
}

QString number(std::optional<double> value, int significant) { return value ? number(*value, significant) : notMeasured(); }

QString count(std::int64_t value) {
    const QString digits = grouped(QString::number(value < 0 ? -static_cast<double>(value) : static_cast<double>(value), 'f', 0));
    return value < 0 ? minus + digits : digits;
}

QString quantity(double value, const QString& unit) {
    if (std::isnan(value)) return notMeasured();
    static constexpr std::array prefixes{"p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E"};
    constexpr int ones = 4;
    int index = ones;
    double scaled = value;
    while (std::abs(scaled) >= 999.5 && index + 1 < static_cast<int>(prefixes.size())) scaled /= 1000, ++index;
    while (scaled != 0 && std::abs(scaled) < 0.9995 && index > 0) scaled *= 1000, --index;
    return withUnit(number(scaled), QString::fromUtf8(prefixes[static_cast<std::size_t>(index)]) + unit);
}

QString duration(double seconds) {
    if (std::isnan(seconds)) return notMeasured();
    if (seconds < 0) return minus + duration(-seconds);
    if (seconds == 0) return withUnit(QStringLiteral("0"), QStringLiteral("s"));
    if (seconds < 0.9995) return quantity(seconds, QStringLiteral("s"));
    if (seconds < 99.95) return withUnit(number(seconds), QStringLiteral("s"));
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    const auto twoDigits = [](std::int64_t n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
    if (whole < 3600)
        return withUnit(QString::number(whole / 60), QStringLiteral("min")) + u' ' + withUnit(QString::number(whole % 60), QStringLiteral("s"));
    const std::int64_t minutes = (whole + 30) / 60;
    return withUnit(count(minutes / 60), QStringLiteral("h")) + u' ' + withUnit(twoDigits(minutes % 60), QStringLiteral("min"));
}

QString duration(std::optional<double> seconds) { return seconds ? duration(*seconds) : notMeasured(); }

QString ratio(double value) { return std::isnan(value) ? notMeasured() : number(value) + u'x'; }

QString percent(double share) { return std::isnan(share) ? notMeasured() : withUnit(number(share * 100), QStringLiteral("%")); }

QString bytes(std::int64_t size) {
    static constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double scaled = static_cast<double>(size);
    std::size_t unit = 0;
    while (std::abs(scaled) >= 1023.5 && unit + 1 < units.size()) scaled /= 1024, ++unit;
    return withUnit(unit == 0 ? count(size) : number(scaled), QString::fromLatin1(units[unit]));
}

QString exactly(double value) { return std::isnan(value) ? notMeasured() : QString::number(value, 'g', QLocale::FloatingPointShortest); }

QString exactSeconds(double seconds) { return std::isnan(seconds) ? notMeasured() : withUnit(exactly(seconds), QStringLiteral("s")); }

}  // namespace foldmeter::look
