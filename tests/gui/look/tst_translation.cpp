#include "support/test_main.h"

#include "base/file.h"
#include "gui/look/translation.h"

#include <QApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <set>

using namespace foldmeter;

namespace {

struct Text {
    QString source;
    QStringList translations;   // one, or one for each plural form
    bool finished = true;
};

std::vector<Text> textsOf(const QString& path) {
    QFile file(path);
    std::vector<Text> texts;
    if (!file.open(QIODevice::ReadOnly)) return texts;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) continue;
        if (xml.name() == u"source") texts.push_back({xml.readElementText(), {}, true});
        else if (xml.name() == u"translation") {
            texts.back().finished = xml.attributes().value(QStringLiteral("type")).isEmpty();
            QString own;
            while (!(xml.readNext() == QXmlStreamReader::EndElement && xml.name() == u"translation")) {
                if (xml.isStartElement()) texts.back().translations.push_back(xml.readElementText());
                else if (xml.isCharacters()) own += xml.text();
            }
            if (texts.back().translations.isEmpty()) texts.back().translations.push_back(own);
        }
    }
    return texts;
}

std::multiset<QString> fieldsOf(const QString& text) {
    std::multiset<QString> fields;
    static const QRegularExpression field(QStringLiteral("%(L?[0-9]|n)"));
    for (auto match = field.globalMatch(text); match.hasNext();) fields.insert(match.next().captured());
    return fields;
}

QString kept() { return QString::fromStdString(test::sourcePath("resources/translations/workbench_zh.ts")); }

}  // namespace

class tst_translation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { look::applyLanguage(*qApp, Language::English); }

    // The texts of the sources, taken anew, against what is kept.
    void everyTextIsTranslated() {
        QTemporaryDir folder;
        const QString fresh = folder.filePath("workbench_zh.ts");
        QVERIFY(QFile::copy(kept(), fresh));
        QFile::setPermissions(fresh, QFile::ReadOwner | QFile::WriteOwner);
        QStringList words{"-silent", "-locations", "none", "-no-obsolete", "-ts", fresh, "-I"};
        QStringList places;
        for (const char* room : {"", "engine", "gui", "viz"}) places.push_back(QString::fromStdString(test::sourcePath(room)));
        words << places[0] << "-I" << places[1];
        QProcess lupdate;
        lupdate.start("/usr/lib/qt6/bin/lupdate", QStringList{places[2], places[3]} + words);
        QVERIFY(lupdate.waitForFinished(60000));
        QCOMPARE(lupdate.exitCode(), 0);
        const std::vector<Text> texts = textsOf(fresh);
        QVERIFY(texts.size() > 500);
        for (const Text& text : texts) QVERIFY2(text.finished && !text.translations.front().isEmpty(), qPrintable(text.source));
    }
    void fieldsAreKept() {
        for (const Text& text : textsOf(kept()))
            for (const QString& translation : text.translations) QVERIFY2(fieldsOf(translation) == fieldsOf(text.source), qPrintable(text.source));
    }
    void speaksTheLanguageChosen() {
        const auto predict = [] { return QCoreApplication::translate("foldmeter::job::JobPage", "Predict"); };
        QCOMPARE(predict(), QString("Predict"));
        look::applyLanguage(*qApp, Language::Chinese);
        QCOMPARE(predict(), QString("预测"));
        QCOMPARE(language(), Language::Chinese);
        QCOMPARE(qgetenv("FOLDMETER_LANGUAGE"), QByteArray("zh"));
        QCOMPARE(QCoreApplication::translate("foldmeter::job::JobPage", "%n chain(s)", nullptr, 3), QString("3 条链"));
        look::applyLanguage(*qApp, Language::English);
        QCOMPARE(predict(), QString("Predict"));
        QCOMPARE(QCoreApplication::translate("foldmeter::job::JobPage", "%n chain(s)", nullptr, 3), QString("3 chains"));
    }
    void takesTheSystemsUntilOneIsChosen() {
        qputenv("FOLDMETER_LANGUAGE", "zh");
        QCOMPARE(look::chosenLanguage({}), Language::Chinese);
        QCOMPARE(look::chosenLanguage("en"), Language::English);
        qputenv("FOLDMETER_LANGUAGE", "en");
        QCOMPARE(look::chosenLanguage({}), Language::English);
        QCOMPARE(look::chosenLanguage("zh"), Language::Chinese);
    }
};
FOLDMETER_TEST(tst_translation)
#include "tst_translation.moc"
