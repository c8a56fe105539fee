// Tables that commands print: in Chinese no English word heads a column, and columns stand under each other although its
// letters are twice as wide.
#include "engine/cli/program_runner.h"

#include "support/recorded_run.h"

#include <QRegularExpression>

#include <algorithm>

using namespace foldmeter;

class tst_tables : public QObject {
    Q_OBJECT
    test::ProgramRunner m_program;

    // Columns of a terminal.
    static int widthOf(const QString& text) {
        return static_cast<int>(std::count_if(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x1100; }) + text.size());
    }

private Q_SLOTS:
    void initTestCase() {
        for (const char* run : {"insulin", "cold-cache"}) test::copyRecordedRun(run, m_program.path(run).toStdString());
        QCOMPARE(m_program.run({"runs", "import", m_program.path("insulin")}).code, 0);
    }
    void cleanup() { qunsetenv("FOLDMETER_LANGUAGE"); }
    void headsAreTranslated_data() {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("chinese");
        QTest::newRow("runs list") << QStringList{"runs", "list"} << "title" << "标题";
        QTest::newRow("runs show") << QStringList{"runs", "show", "1"} << "folder " << "文件夹";
        QTest::newRow("compare --spans") << QStringList{"compare", m_program.path("insulin"), m_program.path("cold-cache"), "--spans", "3"} << "calls A" << "A 的次数";
        QTest::newRow("compare") << QStringList{"compare", m_program.path("insulin"), m_program.path("cold-cache")} << "code generation" << "代码生成";
        QTest::newRow("devices") << QStringList{"devices"} << "matrix products" << "矩阵乘积";
        QTest::newRow("compile") << QStringList{"compile", "--cache", "off"} << "kernels" << "内核";
    }
    void headsAreTranslated() {
        QFETCH(QStringList, command);
        QFETCH(QString, english);
        QFETCH(QString, chinese);
        qputenv("FOLDMETER_LANGUAGE", "en");
        const test::Outcome said = m_program.run(command);
        QVERIFY2(said.code == 0 && said.output.contains(english), qPrintable(said.output + said.errors));
        qputenv("FOLDMETER_LANGUAGE", "zh_CN.UTF-8");
        const test::Outcome told = m_program.run(command);
        QVERIFY2(told.code == 0 && told.output.contains(chinese) && !told.output.contains(english), qPrintable(told.output + told.errors));
    }
    void columnsStandUnderEachOther() {
        qputenv("FOLDMETER_LANGUAGE", "zh_CN.UTF-8");
        const QStringList lines = m_program.run({"runs", "list"}).output.split('\n');
        QVERIFY(lines.size() >= 2);
        static const QRegularExpression moment("[0-9]{4}-[0-9]{2}-[0-9]{2}");
        const auto at = moment.match(lines[1]).capturedStart();
        QVERIFY2(at > 0, qPrintable(lines[1]));
        QCOMPARE(widthOf(lines[0].left(lines[0].indexOf("时刻"))), widthOf(lines[1].left(at)));
    }
};
FOLDMETER_TEST(tst_tables)
#include "tst_tables.moc"
