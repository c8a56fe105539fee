// A report's document as Qt's rich text, for the window to show and for PDF: headings, tables, and charts and structures as
// vectors that stay sharp at every scale. The same document is what HTML and Markdown are written from.
#pragma once

#include "publish/document.h"

#include <QString>
#include <QTextDocument>

#include <filesystem>
#include <memory>

namespace foldmeter::reports {

// What the page stands on. Paper is light, its stages differ by pattern as well.
enum class Ground { Light, Dark, Paper };
std::unique_ptr<QTextDocument> makePageText(const publish::Document& document, Ground ground);

// A4, with page numbers. DeviceError: the file cannot be written; nothing is left behind then.
void writePdf(const publish::Document& document, const std::filesystem::path& file);

}  // namespace foldmeter::reports
