#include "support/test_main.h"

#include "structure/component_search.h"

#include <QElapsedTimer>

using namespace foldmeter::structure;

class tst_component_search : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<ComponentSearch> m_search;

private Q_SLOTS:
    void initTestCase() {
        const auto dictionary = ComponentDictionary::bundled();
        QElapsedTimer timer;
        timer.start();
        m_search = std::make_unique<ComponentSearch>(*dictionary);
        qInfo("index of %zu components built in %lld ms", m_search->size(), timer.elapsed());
        QCOMPARE(m_search->size(), dictionary->size());
    }
    void findsFirst_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("code");
        QTest::newRow("code") << "ATP" << "ATP";
        QTest::newRow("code in lower case") << "hem" << "HEM";
        QTest::newRow("code of five letters") << "A1AAA" << "A1AAA";
        QTest::newRow("name") << "glycerol" << "GOL";
        QTest::newRow("name of several words") << "  selenomethionine " << "MSE";
        QTest::newRow("part of a name") << "protoporphyrin ix containing fe" << "HEM";
        QTest::newRow("first synonym") << "acetylsalicylic acid" << "AIN";
        QTest::newRow("later synonym") << "aspirin" << "AIN";
        QTest::newRow("words in another order") << "acid acetylsalicylic" << "AIN";
        QTest::newRow("an ion") << "zinc ion" << "ZN";
        QTest::newRow("long name") << "2-acetamido-2-deoxy-beta-D-glucopyranose" << "NAG";
    }
    void findsFirst() {
        QFETCH(QString, query);
        QFETCH(QString, code);
        const auto hits = m_search->search(query.toStdString());
        QVERIFY(!hits.empty());
        QCOMPARE(QString::fromStdString(hits[0].code), code);
    }
    void findsByFormula_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("code");
        QTest::newRow("as the dictionary writes it") << "C10 H16 N5 O13 P3" << "ATP";
        QTest::newRow("without spaces") << "C10H16N5O13P3" << "ATP";
        QTest::newRow("in another order") << "P3O13N5H16C10" << "ATP";
        QTest::newRow("two-letter element") << "C34H32FeN4O4" << "HEM";
        QTest::newRow("capitals with spaces") << "C34 H32 FE N4 O4" << "HEM";
        QTest::newRow("counts of one") << "C5 H11 N1 O2 Se1" << "MSE";
    }
    void findsByFormula() {
        QFETCH(QString, query);
        QFETCH(QString, code);
        const auto hits = m_search->search(query.toStdString());
        const auto same = std::find_if(hits.begin(), hits.end(), [&](const ComponentTitle& hit) { return hit.code == code.toStdString(); });
        QVERIFY(same != hits.end());
        const std::string form = formulaForm(query.toStdString());
        QVERIFY(!form.empty());
        QCOMPARE(formulaForm(same->formula), form);
    }
    void isNoFormula_data() {
        QTest::addColumn<QString>("query");
        for (const char* query : {"", " ", "ATP", "zinc", "C", "2-", "c6h6", "C6H6-"}) QTest::newRow(query) << QString(query);
    }
    void isNoFormula() {
        QFETCH(QString, query);
        QCOMPARE(formulaForm(query.toStdString()), std::string());
    }
    void findsNothing() {
        QVERIFY(m_search->search("").empty());
        QVERIFY(m_search->search(" \t").empty());
        QVERIFY(m_search->search("no component is called like this").empty());
    }
    void tellsObsoleteAndKeepsThemLast() {
        const auto hits = m_search->search("acid", 100000);
        QVERIFY(std::any_of(hits.begin(), hits.end(), [](const ComponentTitle& hit) { return hit.obsolete; }));
        QVERIFY(!hits.front().obsolete);
    }
    void answersInMilliseconds() {
        for (const char* query : {"a", "acid", "phospho", "C6H12O6", "xyzzy"}) {
            QElapsedTimer timer;
            timer.start();
            m_search->search(query);
            qInfo("%s: %lld us", query, timer.nsecsElapsed() / 1000);
            QVERIFY(timer.elapsed() < 500);   // 5-20 ms on an idle machine; the bound only catches a slip of order
        }
    }
};

FOLDMETER_TEST(tst_component_search)
#include "tst_component_search.moc"
