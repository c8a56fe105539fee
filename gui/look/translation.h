// The window's language: that of the engine's messages, Qt's own texts and plurals along with it. Translations are
// compiled into the program (resources/translations/workbench_zh.ts).
#pragma once

#include "base/message.h"

#include <QString>

class QCoreApplication;

namespace foldmeter::look {

// "" (as the system), "en", "zh": what the store keeps. Anything else is taken as the system's.
Language chosenLanguage(const QString& choice);

// Texts of widgets that are made afterwards are in `language`; so are messages of the engine, here and in the engine
// processes started from here.
void applyLanguage(QCoreApplication& application, Language language);

}  // namespace foldmeter::look
