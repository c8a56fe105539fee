#include "gui/job/bonds_table.h"
#include "gui/job/component_picker.h"
#include "gui/job/job_room.h"
#include "gui/look/english_plurals.h"
#include "gui/look/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

using namespace foldmeter;
using namespace foldmeter::job;
using foldmeter::test::example;
using foldmeter::test::Room;

namespace {

// Longest time the event loop did not come round while `work` ran and what it started went on.
class LoopWatch : public QObject {
public:
    LoopWatch() {
        m_timer.start();
        startTimer(1, Qt::PreciseTimer);
    }
    qint64 longest() const { return m_longest; }
    void reset() {
        m_timer.restart();
        m_longest = 0;
    }

protected:
    void timerEvent(QTimerEvent*) override { m_longest = std::max(m_longest, m_timer.restart()); }

private:
    QElapsedTimer m_timer;
    qint64 m_longest = 0;
};

}  // namespace

class tst_job_page_slow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // 100 entities, sequences of 5,000 residues: the loop comes round in time while it is opened and edited.
    void staysQuickWhenLarge() {
        std::string entities;
        const std::string letters = "ACDEFGHIKLMNPQRSTVWY";
        std::string sequence;
        while (sequence.size() < 5000) sequence += letters;
        const JobValue none;
        const std::vector<std::string> ids = freeIds(none, 100);
        for (const std::string& id : ids) entities += (entities.empty() ? "" : ",\n") + std::string("    {\"protein\": {\"id\": \"") + id + "\", \"sequence\": \"" + sequence + "\", \"unpairedMsa\": \"\", \"pairedMsa\": \"\", \"templates\": []}}";
        const std::string text = "{\n  \"name\": \"large\",\n  \"modelSeeds\": [1],\n  \"sequences\": [\n" + entities + "\n  ],\n  \"dialect\": \"alphafold3\",\n  \"version\": 2\n}\n";
        Room room(example("trp-cage"));
        LoopWatch watch;
        QTest::qWait(50);
        watch.reset();
        room.page->openText(text);
        room.checked();
        QTest::qWait(200);
        qInfo("opened: longest %lld ms", watch.longest());
        const qint64 opened = watch.longest();
        QCOMPARE(room.page->cards()->cards().size(), std::size_t{100});
        watch.reset();
        room.sequence(50)->setFocus();
        room.sequence(50)->setCaret(2500);
        for (int i = 0; i < 5; ++i) {
            QTest::keyClicks(room.sequence(50), QStringLiteral("G"));
            QTest::qWait(5);
        }
        qInfo("typed into a sequence: longest %lld ms", watch.longest());
        const qint64 typed = watch.longest();
        watch.reset();
        room.page->editor()->setFocus();
        for (int i = 0; i < 5; ++i) {
            QTest::keyClicks(room.page->editor(), QStringLiteral(" "));
            QTest::qWait(5);
        }
        room.checked();
        QTest::qWait(300);
        qInfo("typed into the text: longest %lld ms", watch.longest());
        QVERIFY(opened < 1000 && typed < 500 && watch.longest() < 500);   // bounds for a loaded machine; measured.md has the figures
    }

    void looks_data() {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        for (const bool dark : {false, true})
            for (const char* state : {"molecules", "problems", "empty", "evidence", "long", "search", "4k"}) {
                const QSize size = QLatin1String(state) == QLatin1String("4k") ? QSize(3840, 2160) : QSize(1280, 800);
                QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(state), QLatin1String(dark ? "dark" : "light")))) << QString::fromLatin1(state) << size << dark;
            }
    }
    // The page in its states has the colours of its scheme. With FOLDMETER_SHOTS set to a folder the pictures are left
    // there to be looked at.
    void looks() {
        QFETCH(QString, state);
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        look::EnglishPlurals english;
        QCoreApplication::installTranslator(&english);
        look::applyScheme(*qApp, dark ? look::Scheme::Dark : look::Scheme::Light);
        Room room;
        room.page->resize(size);
        fill(room, state);
        room.checked();
        QTest::qWait(400);
        QWidget* shown = room.page.get();
        if (state == QLatin1String("search")) shown = qobject_cast<PolymerBody*>(room.card(0)->body())->picker();
        const QPixmap picture = shown->grab();
        QVERIFY(qAbs(picture.toImage().pixelColor(2, 2).lightness() - (dark ? 33 : 247)) < 20);
        const auto* button = room.page->findChild<QPushButton*>(QStringLiteral("predictButton"));
        QVERIFY(!button->isEnabled() || const_cast<QPushButton*>(button)->grab().toImage().pixelColor(8, 6) == look::themeOf(button).accent);
        const QByteArray folder = qgetenv("FOLDMETER_SHOTS");
        if (!folder.isEmpty()) QVERIFY(picture.save(QStringLiteral("%1/job-%2-%3.png").arg(QString::fromLocal8Bit(folder), state, QLatin1String(dark ? "dark" : "light")), "PNG", 0));
        room.page.reset();
        look::applyScheme(*qApp, look::Scheme::Light);
        QCoreApplication::removeTranslator(&english);
    }

private:
    void fill(Room& room, const QString& state) {
        if (state == QLatin1String("empty")) return;
        QByteArray text = QByteArray::fromStdString(example("zinc-finger"));
        const QByteArray broken = state == QLatin1String("problems") ? "QQQQQ" : "SEP";
        text.replace("\"modifications\": []", "\"modifications\": [{\"ptmType\": \"SEP\", \"ptmPosition\": 15}, {\"ptmType\": \"" + broken + "\", \"ptmPosition\": 25}]");
        if (state == QLatin1String("problems")) text.replace("\"id\": \"Z\"", "\"id\": \"z\"");
        if (state == QLatin1String("long")) text.replace("SKEK\"", QByteArray("SKEKACDEFGHIKLMNPQRSTVWYX").repeated(40) + "\"");
        room.page->openText(text.toStdString());
        QMimeData data;
        data.setText(QStringLiteral("CC(=O)Oc1ccccc1C(=O)O"));
        QSignalSpy done(room.page.get(), &JobPage::imported);
        room.page->paste(&data);
        QVERIFY(done.wait(10000));
        room.checked();
        if (state == QLatin1String("evidence")) {
            for (QToolButton* button : room.card(0)->body()->findChildren<QToolButton*>())
                if (button->isCheckable()) button->click();
            room.page->document().apply(QStringLiteral("alignment"), withAlignment(room.page->document().job(), 0, AlignmentKind::Unpaired, {SourceKind::File, "zinc.a3m"}));
        } else if (state == QLatin1String("search")) {
            auto* body = qobject_cast<PolymerBody*>(room.card(0)->body());
            body->modify(12);
            QVERIFY(QTest::qWaitFor([&] { return room.page->document().library().index() != nullptr; }, 20000));
            body->picker()->field()->setText(QStringLiteral("phosphoserine"));
        } else {
            room.page->bonds()->addBond();
        }
    }
};

FOLDMETER_TEST(tst_job_page_slow)
#include "tst_job_page_slow.moc"
