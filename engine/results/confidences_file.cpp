// The confidences of a large complex are hundreds of megabytes of numbers (two tables of tokens x tokens), so they are
// read as a stream of events into their columns, never as a tree.
#include "base/error.h"
#include "results/packed_file.h"
#include "results/prediction.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

namespace foldmeter::results {
namespace {

// Receives the reader's events. A false return stops the reader; `problem` then says why.
class ConfidencesBuilder {
public:
    Confidences result;
    std::string problem;

    bool Null() { return number(std::numeric_limits<float>::quiet_NaN()); }
    bool Bool(bool) { return m_member == Member::Other || refuse("true or false stands where a number is expected"); }
    bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
        float value = 0;
        if (m_member != Member::Other && std::from_chars(text, text + length, value).ec == std::errc::invalid_argument)
            return refuse("not a number");
        return number(value);
    }
    bool String(const char* text, rapidjson::SizeType length, bool) {
        if (m_member == Member::Other) return m_depth > 0 || refuse("an object is expected");
        if (m_depth == 2 && m_member == Member::AtomChains) result.atomChains.emplace_back(text, length);
        else if (m_depth == 2 && m_member == Member::TokenChains) result.tokenChains.emplace_back(text, length);
        else return refuse("a text stands where a number is expected");
        return true;
    }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        if (m_depth == 1) m_member = memberOf({text, length});
        return true;
    }
    bool StartObject() {
        if (m_depth > 0 && m_member != Member::Other) return refuse("an object stands where a list is expected");
        ++m_depth;
        return true;
    }
    bool EndObject(rapidjson::SizeType) { return leave(); }
    bool StartArray() {
        if (m_depth == 0) return refuse("an object is expected");
        ++m_depth;
        if (const Matrix* matrix = table(); m_depth == 3 && m_member != Member::Other && !matrix) return refuse("a list stands where a value is expected");
        if (m_depth > 3 && m_member != Member::Other) return refuse("lists are nested too deep");
        m_rowValues = 0;
        return true;
    }
    bool EndArray(rapidjson::SizeType) {
        if (Matrix* matrix = table(); matrix && m_depth == 3) {
            if (matrix->rows++ == 0) matrix->columns = m_rowValues;
            if (m_rowValues != matrix->columns) return refuse(fmt::format("row {} has {} values, the first one {}", matrix->rows, m_rowValues, matrix->columns));
        }
        return leave();
    }
    // Called only without kParseNumbersAsStringsFlag; part of the concept.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

private:
    enum class Member { Other, AtomChains, AtomPlddt, ContactProbs, Pae, TokenChains, TokenResidues };

    static Member memberOf(std::string_view key) {
        if (key == "atom_chain_ids") return Member::AtomChains;
        if (key == "atom_plddts") return Member::AtomPlddt;
        if (key == "contact_probs") return Member::ContactProbs;
        if (key == "pae") return Member::Pae;
        if (key == "token_chain_ids") return Member::TokenChains;
        return key == "token_res_ids" ? Member::TokenResidues : Member::Other;
    }
    Matrix* table() {
        if (m_member == Member::Pae) return &result.pae;
        return m_member == Member::ContactProbs ? &result.contactProbs : nullptr;
    }
    bool leave() {
        if (--m_depth == 1) m_member = Member::Other;
        return true;
    }
    bool refuse(std::string text) {
        problem = std::move(text);
        return false;
    }
    bool number(float value) {
        if (m_member == Member::Other) return m_depth > 0 || refuse("an object is expected");
        if (Matrix* matrix = table()) {
            if (m_depth != 3) return refuse("a list of lists of numbers is expected");
            matrix->values.push_back(value);
            ++m_rowValues;
        } else if (m_depth == 2 && m_member == Member::AtomPlddt) {
            result.atomPlddt.push_back(static_cast<double>(value));
        } else if (m_depth == 2 && m_member == Member::TokenResidues) {
            result.tokenResidues.push_back(static_cast<int>(value));
        } else {
            return refuse("a number stands where a chain id is expected");
        }
        return true;
    }

    Member m_member = Member::Other;
    int m_depth = 0, m_rowValues = 0;
};

std::string placeOf(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t lineStart = before.rfind('\n') + 1;   // npos + 1 = 0
    return fmt::format("{}:{}", line, before.size() - lineStart + 1);
}

void requireSquare(const Matrix& matrix, std::size_t tokens, const char* key, const std::string& file) {
    if (matrix.empty()) return;
    if (static_cast<std::size_t>(matrix.rows) != tokens || static_cast<std::size_t>(matrix.columns) != tokens)
        throw InputError(fmt::format("{}: \"{}\" has {} x {} values for {} tokens; copy the file again from where it was written", file, key, matrix.rows,
                                     matrix.columns, tokens));
}

void requireWhole(const Confidences& read, const std::string& file) {
    const std::size_t tokens = read.tokenChains.size();
    if (tokens == 0) throw InputError(fmt::format("{}: no \"token_chain_ids\"; NAME_confidences.json of AlphaFold 3 is expected", file));
    if (read.tokenResidues.size() != tokens)
        throw InputError(fmt::format("{}: \"token_res_ids\" has {} values for {} tokens; copy the file again from where it was written", file, read.tokenResidues.size(), tokens));
    if (read.atomPlddt.size() != read.atomChains.size())
        throw InputError(fmt::format("{}: \"atom_plddts\" has {} values for {} atoms; copy the file again from where it was written", file, read.atomPlddt.size(), read.atomChains.size()));
    requireSquare(read.pae, tokens, "pae", file);
    requireSquare(read.contactProbs, tokens, "contact_probs", file);
}

}  // namespace

Confidences readConfidences(const std::filesystem::path& path) {
    const std::string file = path.string(), text = readPlainOrPacked(path);
    rapidjson::MemoryStream stream(text.data(), text.size());
    ConfidencesBuilder builder;
    rapidjson::Reader reader;
    const auto parsed = reader.Parse<rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(stream, builder);
    if (parsed.IsError()) {
        std::string problem = builder.problem;
        if (problem.empty()) problem = parsed.Offset() >= text.size() ? "the text ends too early; copy the file again from where it was written" : std::string("no valid JSON: ") + rapidjson::GetParseError_En(parsed.Code());
        throw InputError(fmt::format("{}:{}: {}", file, placeOf(text, parsed.Offset()), problem));
    }
    requireWhole(builder.result, file);
    return std::move(builder.result);
}

}  // namespace foldmeter::results
