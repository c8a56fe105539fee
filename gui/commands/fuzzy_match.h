// How well a few typed letters name a title: every letter must occur in order; beginnings of words and neighbours count
// more. Pure function behind the command palette.
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace foldmeter::commands {

struct FuzzyMatch {
    int score = 0;                        // larger is better
    std::vector<int> places;              // of the matched letters in the title
};

// None when a letter is missing. An empty pattern matches everything with score 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& title);

}  // namespace foldmeter::commands
