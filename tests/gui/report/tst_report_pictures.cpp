// Report pages as pictures that were looked at and accepted (tests/golden/images): the first page of the PDF in both
// languages, and the page in the window. With FOLDMETER_ACCEPT_IMAGES set they are written anew.
#include "support/picture_difference.h"
#include "support/recorded_run.h"

#include "base/message.h"
#include "gui/look/theme.h"
#include "gui/report/page_text.h"
#include "publish/report.h"
#include "results/stored_picture.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QTemporaryDir>

#include <functional>

using namespace foldmeter;
using Draw = std::function<QImage()>;
Q_DECLARE_METATYPE(Draw)

class tst_report_pictures : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    publish::Document document(const std::vector<std::string>& runs) const {
        std::vector<compare::Side> sides;
        for (const std::string& run : runs) sides.push_back(compare::readSide(path(run)));
        return publish::makeDocument(sides, {});
    }
    static QByteArray printed(const QString& program, const QStringList& arguments) {
        QProcess process;
        process.start(program, arguments);
        return process.waitForFinished(60000) && process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
    }
    QString pdf(const std::vector<std::string>& runs) const {
        const auto file = path("page.pdf");
        reports::writePdf(document(runs), file);
        return QString::fromStdString(file.string());
    }
    QImage firstPage(const std::vector<std::string>& runs) const { return QImage::fromData(printed("pdftoppm", {"-r", "80", "-f", "1", "-l", "1", "-singlefile", pdf(runs)})); }
    QImage inWindow(const std::vector<std::string>& runs, reports::Ground ground, int height) const {
        const auto page = reports::makePageText(document(runs), ground);
        page->setTextWidth(740);
        QImage image(740, height, QImage::Format_RGB32);
        image.fill(look::theme(ground == reports::Ground::Dark ? look::Scheme::Dark : look::Scheme::Light).window);
        QPainter painter(&image);
        page->drawContents(&painter, image.rect());
        return image;
    }

private Q_SLOTS:
    void initTestCase() {
        look::applyScheme(*qApp, look::Scheme::Light);
        for (const char* run : {"insulin", "autotuning", "again"}) test::copyRecordedRun(run == std::string("again") ? "insulin" : run, path(run));
        const results::Prediction prediction = results::readPrediction(path("insulin"));
        std::filesystem::copy_file(test::sourcePath("tests/golden/images/cartoon.png"), path("insulin") / results::storedPictureName(*results::bestDrawable(prediction)));
    }
    void cleanup() { setLanguage(Language::English); }
    // A biologist reads one page: why the first seed was slow, what would help, what came out, and whether to trust it.
    void firstPageHoldsTheAnswers() {
        const QString words = QString::fromUtf8(printed("pdftotext", {"-f", "1", "-l", "1", "-layout", pdf({"insulin"}), "-"})).normalized(QString::NormalizationForm_KC);   // no ligatures
        for (const char* expected : {"insulin", "Why was the first seed slow, and what would help?", "What does it look like, and may I trust it?", "Best sample", "Predicted aligned error", "ranking_score"})
            QVERIFY2(words.contains(expected), qPrintable(expected + (": " + words)));
        QVERIFY(!words.contains("Where the time went"));
        const QString causes = QString::fromUtf8(printed("pdftotext", {"-f", "1", "-l", "1", "-layout", pdf({"autotuning"}), "-"})).normalized(QString::NormalizationForm_KC);   // no ligatures
        for (const char* expected : {"Autotuning took", "--autotune 1 takes recorded choices only", "what it saves"}) QVERIFY2(causes.contains(expected), qPrintable(causes));
    }
    void chineseIsSetInAFontThatHasIt() {
        setLanguage(Language::Chinese);
        const QString words = QString::fromUtf8(printed("pdftotext", {"-f", "1", "-l", "1", "-layout", pdf({"autotuning"}), "-"})).normalized(QString::NormalizationForm_KC);   // no ligatures
        QVERIFY2(words.contains(QString::fromStdString(message("report.why")).normalized(QString::NormalizationForm_KC)), qPrintable(words));
    }
    void lookAsAccepted_data() {
        QTest::addColumn<Draw>("draw");
        QTest::newRow("report-pdf") << Draw([this] { return firstPage({"insulin"}); });
        QTest::newRow("report-pdf-causes") << Draw([this] { return firstPage({"autotuning"}); });
        QTest::newRow("report-pdf-chinese") << Draw([this] {
            setLanguage(Language::Chinese);
            return firstPage({"insulin"});
        });
        QTest::newRow("report-pdf-comparison") << Draw([this] { return firstPage({"insulin", "again", "autotuning"}); });
        QTest::newRow("report-window-dark") << Draw([this] { return inWindow({"autotuning"}, reports::Ground::Dark, 900); });
        QTest::newRow("report-window-drift-chinese") << Draw([this] {
            setLanguage(Language::Chinese);
            return inWindow({"insulin", "again"}, reports::Ground::Light, 900);
        });
    }
    void lookAsAccepted() {
        QFETCH(Draw, draw);
        const QImage image = draw();
        QVERIFY(!image.isNull());
        const QString file = QString::fromStdString(test::sourcePath(std::string("tests/golden/images/") + QTest::currentDataTag() + ".png"));
        if (qEnvironmentVariableIsSet("FOLDMETER_ACCEPT_IMAGES")) QVERIFY(image.save(file));
        const QImage accepted(file);
        QCOMPARE(image.size(), accepted.size());
        const auto [alike, colours] = test::pictureDifference(image, accepted);
        QVERIFY2(alike > 0.85, qPrintable(QString("similarity %1").arg(alike)));   // letters differ a little from font to font
        QVERIFY2(colours < 4, qPrintable(QString::number(colours)));
    }
};
FOLDMETER_TEST(tst_report_pictures)
#include "tst_report_pictures.moc"
