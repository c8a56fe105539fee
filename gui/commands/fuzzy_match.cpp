#include "gui/commands/fuzzy_match.h"

#include <limits>

namespace foldmeter::commands {
namespace {

constexpr int letterScore = 1, neighbourScore = 6, wordScore = 8;
constexpr int impossible = std::numeric_limits<int>::min() / 2;

bool beginsWord(const QString& title, int place) {
    return place == 0 || !title.at(place - 1).isLetterOrNumber() || (title.at(place).isUpper() && title.at(place - 1).isLower());
}

}  // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& title) {
    QString letters = pattern;
    letters.remove(u' ');
    const int m = static_cast<int>(letters.size()), n = static_cast<int>(title.size());
    if (m == 0) return FuzzyMatch{};
    // best[i][j]: best score of the first i + 1 letters with letter i at place j; from[i][j]: the place of letter i - 1.
    std::vector<std::vector<int>> best(static_cast<std::size_t>(m), std::vector<int>(static_cast<std::size_t>(n), impossible)), from = best;
    for (int i = 0; i < m; ++i) {
        int before = impossible, beforePlace = -1;   // best of row i - 1 left of j
        for (int j = 0; j < n; ++j) {
            const auto at = static_cast<std::size_t>(j);
            const auto row = static_cast<std::size_t>(i);
            if (title.at(j).toCaseFolded() == letters.at(i).toCaseFolded()) {
                const int own = letterScore + (beginsWord(title, j) ? wordScore : 0);
                if (i == 0) {
                    best[row][at] = own;
                } else {
                    if (before > impossible) best[row][at] = before + own, from[row][at] = beforePlace;
                    if (j > 0 && best[row - 1][at - 1] > impossible && best[row - 1][at - 1] + neighbourScore + own > best[row][at])
                        best[row][at] = best[row - 1][at - 1] + neighbourScore + own, from[row][at] = j - 1;
                }
            }
            if (i > 0 && best[row - 1][at] > before) before = best[row - 1][at], beforePlace = j;
        }
    }
    int place = -1;
    const auto last = static_cast<std::size_t>(m - 1);
    for (int j = 0; j < n; ++j)
        if (best[last][static_cast<std::size_t>(j)] > (place < 0 ? impossible : best[last][static_cast<std::size_t>(place)])) place = j;
    if (place < 0) return std::nullopt;
    FuzzyMatch match{best[last][static_cast<std::size_t>(place)] * 64 - n, std::vector<int>(static_cast<std::size_t>(m))};
    for (int i = m - 1; i >= 0; --i) {
        match.places[static_cast<std::size_t>(i)] = place;
        place = i > 0 ? from[static_cast<std::size_t>(i)][static_cast<std::size_t>(place)] : -1;
    }
    return match;
}

}  // namespace foldmeter::commands
