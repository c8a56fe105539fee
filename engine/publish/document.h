// A page for people as a value: headings, text, tables, pictures in the order in which they are read. It is made once and
// then written as HTML, Markdown or PDF, so that all of them say the same.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace foldmeter::publish {

struct Heading {
    int level = 2;
    std::string text;
    bool newPage = false;                        // in print
};
struct Paragraph {
    enum class Kind { Plain, Lead, Muted, Warning, Code } kind = Kind::Plain;
    std::string text;
};
struct List {
    struct Item {
        std::string text, remedy;                // the remedy is set apart from the cause
    };
    std::vector<Item> items;
};
struct Table {
    std::string caption;
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows;
    std::size_t leftColumns = 1;                 // the others hold numbers and stand to the right
};
// Vector graphics with light colours as attributes and classes that a dark page recolours; `words` say what it shows to
// those who do not see it.
struct Picture {
    std::string svg, caption, words;
};
// Pictures side by side where there is room.
struct Row {
    std::vector<Picture> pictures;
};
using Block = std::variant<Heading, Paragraph, List, Table, Picture, Row>;

struct Document {
    std::string title;
    std::vector<Block> blocks;
};

}  // namespace foldmeter::publish
