#include "gui/job/json_highlighter.h"

namespace foldmeter::job {

void JsonHighlighter::setColours(const QColor& key, const QColor& text, const QColor& number) {
    m_key = key;
    m_text = text;
    m_number = number;
    rehighlight();
}

// A line stands for itself: JSON texts do not go over line ends.
void JsonHighlighter::highlightBlock(const QString& line) {
    for (int at = 0; at < line.size();) {
        const QChar c = line[at];
        int end = at + 1;
        if (c == u'"') {
            for (; end < line.size() && line[end] != u'"'; ++end)
                if (line[end] == u'\\') ++end;
            end = std::min(end + 1, static_cast<int>(line.size()));
            int after = end;
            while (after < line.size() && line[after].isSpace()) ++after;
            setFormat(at, end - at, after < line.size() && line[after] == u':' ? m_key : m_text);
        } else if (c.isLetterOrNumber() || c == u'-') {
            while (end < line.size() && (line[end].isLetterOrNumber() || line[end] == u'.' || line[end] == u'+' || line[end] == u'-')) ++end;
            setFormat(at, end - at, m_number);
        }
        at = end;
    }
}

}  // namespace foldmeter::job
