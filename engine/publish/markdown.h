// A document as Markdown: text and tables; pictures are named by their captions, their numbers stand in the tables.
#pragma once

#include "publish/document.h"

namespace foldmeter::publish {

std::string toMarkdown(const Document& document);

}  // namespace foldmeter::publish
