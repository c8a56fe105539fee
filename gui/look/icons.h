// Icons drawn from our own small SVG files (resources/icons) in the colour of the text beside them, so that one file
// serves every scheme and every scale. A name without a file gives an empty icon.
#pragma once

#include <QIcon>
#include <QString>

namespace foldmeter::look {

QIcon icon(const QString& name);

}  // namespace foldmeter::look
