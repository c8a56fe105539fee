#include "support/test_main.h"

#include "gui/look/english_plurals.h"

#include <QCoreApplication>

class tst_english_plurals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void says() {
        foldmeter::look::EnglishPlurals english;
        QVERIFY(QCoreApplication::installTranslator(&english));
        QCOMPARE(tr("%n chain(s)", nullptr, 1), QStringLiteral("1 chain"));
        QCOMPARE(tr("%n chain(s)", nullptr, 0), QStringLiteral("0 chains"));
        QCOMPARE(tr("%n error(s) in %1 file(s)", nullptr, 3), QStringLiteral("3 errors in %1 files"));
        QCOMPARE(tr("f(s) has no number"), QStringLiteral("f(s) has no number"));
        QCoreApplication::removeTranslator(&english);
    }
};

FOLDMETER_TEST(tst_english_plurals)
#include "tst_english_plurals.moc"
