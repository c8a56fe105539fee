#include "gui/look/badge.h"
#include "gui/look/icons.h"
#include "gui/look/states.h"

#include "support/test_main.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

using namespace foldmeter::look;

class tst_states : public QObject {
    Q_OBJECT

    static QPushButton* shownButton(QWidget& widget, const QString& text) {
        for (auto* button : widget.findChildren<QPushButton*>())
            if (button->isVisible() && button->text() == text) return button;
        return nullptr;
    }

private Q_SLOTS:
    void emptySaysWhatToDo() {
        StatePane pane;
        pane.QWidget::show();
        pane.show(Empty{"No runs yet", "Predict an example.", "Predict Trp-cage"});
        QVERIFY(pane.text().contains("Predict an example."));
        QSignalSpy pressed(&pane, &StatePane::buttonPressed);
        QTest::mouseClick(shownButton(pane, "Predict Trp-cage"), Qt::LeftButton);
        QCOMPARE(pressed.count(), 1);
        QVERIFY(!shownButton(pane, "Copy details"));
    }

    void loadingShowsNumbers() {
        StatePane pane;
        pane.QWidget::show();
        pane.show(Loading{"Reading the timeline", 250, 1000, "spans", {}});
        QVERIFY2(pane.text().contains("250 of 1"), qPrintable(pane.text()));
        QCOMPARE(pane.findChild<QProgressBar*>()->value(), 250);
        pane.show(Loading{"Reading", std::nullopt, std::nullopt, {}, {}});
        QCOMPARE(pane.findChild<QProgressBar*>()->maximum(), 0);
    }

    void failedCopiesItsDetails() {
        StatePane pane;
        pane.QWidget::show();
        pane.show(Failed{"The worker ended", "seed 2, step 71", "Seed 1 is kept.", "Try fewer samples at once.", "signal 9", "Run again"});
        for (const char* part : {"worker ended", "step 71", "kept", "fewer"}) QVERIFY(pane.text().contains(part));
        QTest::mouseClick(shownButton(pane, "Copy details"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), "signal 9");
        QVERIFY(shownButton(pane, "Run again"));
    }

    void oneOfContentAndStateIsSeen() {
        auto* content = new QLabel("content");
        StateStack stack(content);
        stack.QWidget::show();
        QVERIFY(content->isVisible());
        stack.show(Empty{"Nothing", {}, {}});
        QVERIFY(!content->isVisible());
        stack.showContent();
        QVERIFY(content->isVisible() && stack.showsContent());
    }

    void aNoteIsThereOnlyWithText() {
        QWidget parent;
        NoteBar note(&parent);
        parent.show();
        QVERIFY(!note.isVisible());
        note.setNote(NoteBar::Kind::Stale, "Settings changed since this run.", "Predict again");
        QVERIFY(note.isVisible() && shownButton(note, "Predict again"));
        note.clear();
        QVERIFY(!note.isVisible());
    }

    void badges() {
        QCOMPARE(modelKind("foldmeter-demo"), ModelKind::Memorised);
        QCOMPARE(modelKind("synthetic-af3"), ModelKind::Synthetic);
        QCOMPARE(modelKind("af3"), ModelKind::Own);
        ModelBadge badge;
        badge.setKind(ModelKind::Memorised);
        QVERIFY(badge.text().contains("memorised") && !badge.toolTip().isEmpty());
        badge.setKind(ModelKind::Own);
        QVERIFY(badge.text().isEmpty() && badge.isHidden());
    }

    void iconsTakeTheColourOfText() {
        const QIcon found = icon("predict");
        QVERIFY(!found.isNull());
        const QImage drawn = found.pixmap(32, 32).toImage();
        bool inked = false;
        for (int y = 0; y < drawn.height(); ++y)
            for (int x = 0; x < drawn.width(); ++x) inked |= drawn.pixelColor(x, y).alpha() > 128;
        QVERIFY(inked);
        QVERIFY(icon("no-such-icon").isNull());
    }
};

FOLDMETER_TEST(tst_states)
#include "tst_states.moc"
