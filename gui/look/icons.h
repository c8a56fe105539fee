// Icons drawn from our own small SVG files (resources/icons) in the colour of the text beside them, so that one file
// serves every scheme and every scale. A name without a file gives an empty icon.
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>

namespace foldmeter::look {

// `role`: of the text beside it.
QIcon icon(const QString& name, QPalette::ColorRole role = QPalette::ButtonText);

}  // namespace foldmeter::look
