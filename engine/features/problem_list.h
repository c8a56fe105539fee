// Collects the complaints about one input file, so that a reader goes on after the first and the user sees all of them
// at once. Texts come from the message catalogue: id and, where there is one, id + ".hint".
#pragma once

#include "base/json.h"
#include "features/fold_input.h"

#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::features {

class ProblemList {
public:
    // After this many of one severity the rest is only counted: a file of a million wrong values stays readable.
    static constexpr std::size_t most = 100;

    void error(const json::Value& at, std::string_view id, const std::vector<std::string>& arguments = {});
    void warn(const json::Value& at, std::string_view id, const std::vector<std::string>& arguments = {});
    void add(Problem::Severity severity, json::Position position, const std::string& path, std::string_view id,
             const std::vector<std::string>& arguments = {});
    bool hasErrors() const { return m_errors > 0; }
    std::vector<Problem> take();   // in the order of the file, with a last line that counts what was left out

private:
    std::vector<Problem> m_problems;
    std::size_t m_errors = 0, m_warnings = 0;
};

// All problems of a severity, one a line, for an InputError.
std::string toText(const std::vector<Problem>& problems, Problem::Severity severity, const std::string& file);

// Text of a file as it can stand in a message: quoted, control bytes escaped, cut when long.
std::string shown(std::string_view text, std::size_t most = 40);
// "a list", "text \"abc\"", "12": what stands there instead of what should.
std::string shown(const json::Value& value);
// The candidate nearest to `word`, "" when none is near.
std::string nearest(std::string_view word, const std::vector<std::string_view>& candidates);
std::string joined(const std::vector<std::string_view>& words);   // "a, b, c"

}  // namespace foldmeter::features
