// What the spans that this program records are, in words; a person who reads "bind" or "make programs" for the first time
// finds here what happened.
#pragma once

#include <QString>

#include <string>

namespace foldmeter::gui {

QString spanWords(const std::string& name);   // empty: a kernel, a pass, or a span of another program

}  // namespace foldmeter::gui
