// Numbers as people read them: three significant digits, SI units, thin spaces between thousands; full precision for
// tooltips and copies. What was not measured says so and is never shown as 0.
#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace foldmeter::look {

QString notMeasured();                                        // "not measured", translated

QString number(double value, int significant = 3);            // 0.834, 76.5, 1 230 with a thin space
QString number(std::optional<double> value, int significant = 3);
QString count(std::int64_t value);                            // 51 437
QString quantity(double value, const QString& unit);          // 1.24 TFLOP/s: SI prefix before the unit
QString duration(double seconds);                             // 412 ms, 76.5 s, 3 min 12 s, 2 h 05 min
QString duration(std::optional<double> seconds);
QString ratio(double value);                                  // 1.41x
QString percent(double share);                                // of 1: 12.5 %
QString bytes(std::int64_t count);                            // 2.10 GiB
QString exactly(double value);                                // as many digits as the value has
QString exactSeconds(double seconds);                         // 76.512345 s

}  // namespace foldmeter::look
