// English texts stand in the source as "%n chain(s)". Other languages bring their plural forms with their translation;
// English needs only this: the s, or none.
#pragma once

#include <QTranslator>

namespace foldmeter::look {

class EnglishPlurals : public QTranslator {
public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* text, const char* disambiguation, int n) const override;
};

}  // namespace foldmeter::look
