#include "gui/look/translation.h"

#include "gui/look/english_plurals.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

// A static library's resources must be named by someone, or the linker leaves them out; the macro wants no namespace.
static void nameTranslations() { Q_INIT_RESOURCE(workbench_translations); }

namespace foldmeter::look {
namespace {

constexpr const char* ownTranslator = "foldmeter translator";

void install(QCoreApplication& application, QTranslator* translator) {
    translator->setObjectName(QString::fromLatin1(ownTranslator));
    QCoreApplication::installTranslator(translator);
    translator->setParent(&application);
}

}  // namespace

Language chosenLanguage(const QString& choice) {
    if (choice.isEmpty()) return languageOfEnvironment();
    return languageOfLocale(choice.toStdString());
}

void applyLanguage(QCoreApplication& application, Language language) {
    nameTranslations();
    for (QTranslator* translator : application.findChildren<QTranslator*>(QString::fromLatin1(ownTranslator), Qt::FindDirectChildrenOnly)) {
        QCoreApplication::removeTranslator(translator);
        delete translator;
    }
    setLanguage(language);
    const QByteArray code = QByteArray::fromStdString(std::string(codeOf(language)));
    qputenv("FOLDMETER_LANGUAGE", code);
    if (language == Language::English) {
        install(application, new EnglishPlurals);
        return;
    }
    for (const auto& [name, folder] : {std::pair(QStringLiteral("qtbase_zh_CN"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)),
                                       std::pair(QStringLiteral("workbench_zh"), QStringLiteral(":/translations"))}) {
        auto* translator = new QTranslator;
        if (translator->load(name, folder)) install(application, translator);
        else delete translator;   // Qt's own texts come in a package of their own
    }
}

}  // namespace foldmeter::look
