// What a translation from another dialect has to tell: errors and warnings as every reader, and beside them remarks on
// what was read, what has no counterpart and was dropped, and what the input leaves open and was assumed.
#pragma once

#include "features/problem_list.h"

#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::dialects {

struct Remark {
    enum class Kind { Read, Dropped, Assumed } kind = Kind::Read;
    json::Position position;
    std::string path, text;
};
std::string toText(const Remark& remark, const std::string& file);   // "FILE:LINE:COLUMN: dropped: $.path: text"

class Journal {
public:
    static constexpr std::size_t most = 200;   // remarks; the rest is only counted

    void read(const json::Value& at, std::string_view id, const std::vector<std::string>& arguments = {}) { add(Remark::Kind::Read, at, id, arguments); }
    void dropped(const json::Value& at, std::string_view id, const std::vector<std::string>& arguments = {}) { add(Remark::Kind::Dropped, at, id, arguments); }
    void assumed(const json::Value& at, std::string_view id, const std::vector<std::string>& arguments = {}) { add(Remark::Kind::Assumed, at, id, arguments); }
    std::vector<Remark> take();

    features::ProblemList problems;

private:
    void add(Remark::Kind kind, const json::Value& at, std::string_view id, const std::vector<std::string>& arguments);

    std::vector<Remark> m_remarks;
    std::size_t m_count = 0;
};

}  // namespace foldmeter::dialects
