// Colours of a JSON text: keys, texts, numbers and words told apart; a job's sequences stay plain.
#pragma once

#include <QSyntaxHighlighter>

namespace foldmeter::job {

class JsonHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit JsonHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}
    void setColours(const QColor& key, const QColor& text, const QColor& number);

protected:
    void highlightBlock(const QString& line) override;

private:
    QColor m_key, m_text, m_number;
};

}  // namespace foldmeter::job
