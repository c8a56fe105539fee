// A document as one HTML file that needs nothing else: style, charts and pictures stand in it, nothing is loaded from
// anywhere and no script runs. Light or dark as the reader's system asks, light in print.
#pragma once

#include "publish/document.h"

namespace foldmeter::publish {

std::string toHtml(const Document& document);

}  // namespace foldmeter::publish
