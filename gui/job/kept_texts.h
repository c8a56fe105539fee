// Long texts inside a job, such as an alignment of megabytes, kept aside: the editor shows one line in their place, so
// that typing stays quick; checking and saving put them back, to the byte.
#pragma once

#include "base/json.h"

#include <map>
#include <string>

namespace foldmeter::job {

class KeptTexts {
public:
    static constexpr std::size_t shortestKept = 20'000;   // bytes

    // `text` with every long string of an alignment, template or user dictionary replaced by a line that names it.
    std::string setAside(const std::string& text, const json::Value& root);
    // The JSON text with all kept ones back in their places.
    std::string restored(const std::string& text, const json::Value& root) const;
    // The same in a tree that was read.
    void restore(json::Value& root) const;
    bool empty() const { return m_texts.empty(); }

    struct Kept {
        std::string text;
        std::size_t records = 0;   // sequences of an alignment
    };
    const Kept* find(const std::string& token) const;          // nullptr where the text stands for itself
    std::string keep(std::string text);                        // the line that stands for it from now on

private:
    std::map<std::string, Kept> m_texts;   // by token
};

std::size_t countRecords(const std::string& alignment);   // lines that begin with '>'

}  // namespace foldmeter::job
