// Seeds as people write them, "1,2,5-8", and back. The same form as the command line's --seeds.
#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace foldmeter::job {

inline constexpr std::size_t mostSeeds = 100'000;

// Nothing where the text is no list of seeds; `why` says what is wrong with it then.
std::optional<std::vector<std::uint32_t>> seedsOf(const QString& text, QString* why = nullptr);
QString textOf(const std::vector<std::uint32_t>& seeds);   // runs of three and more as ranges

}  // namespace foldmeter::job
