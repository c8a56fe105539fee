#include "support/recorded_run.h"

#include "base/error.h"
#include "gui/look/theme.h"
#include "gui/report/page_text.h"
#include "publish/report.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTemporaryDir>

using namespace foldmeter;

class tst_page_text : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    publish::Document m_document;
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

    // How many pixels of the page, laid out `width` wide, have this colour.
    static int pixelsOf(QTextDocument& page, int width, QRgb colour, QRgb background) {
        page.setTextWidth(width);
        QImage image(width, static_cast<int>(page.size().height()) + 1, QImage::Format_RGB32);
        image.fill(background);
        QPainter painter(&image);
        page.drawContents(&painter);
        painter.end();
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) count += image.pixel(x, y) == colour;
        return count;
    }

private Q_SLOTS:
    void initTestCase() {
        look::applyScheme(*qApp, look::Scheme::Light);
        for (const char* run : {"insulin", "autotuning"}) test::copyRecordedRun(run, path(run));
        m_document = publish::makeDocument({compare::readSide(path("insulin")), compare::readSide(path("autotuning"))}, {});
    }
    void saysWhatTheReportSays() {
        const QString text = reports::makePageText(m_document, reports::Ground::Light)->toPlainText();
        for (const char* expected : {"Runs compared", "Why was the first seed slow, and what would help?", "no verdict, too few repeats (3 and 2; 5 on each side are needed)", "Autotuning took", "What was not measured"})
            QVERIFY2(text.contains(expected), expected);
    }
    // The bars are drawn in the colours of the scheme: execution's green in both.
    void chartsAreDrawn() {
        QVERIFY(pixelsOf(*reports::makePageText(m_document, reports::Ground::Light), 800, qRgb(0x00, 0x9E, 0x73), qRgb(255, 255, 255)) > 2000);
        const auto dark = reports::makePageText(m_document, reports::Ground::Dark);
        QVERIFY(pixelsOf(*dark, 800, qRgb(0x2B, 0xC7, 0x9B), qRgb(0x15, 0x18, 0x1D)) > 2000);
        QCOMPARE(pixelsOf(*dark, 800, qRgb(0x00, 0x9E, 0x73), qRgb(0x15, 0x18, 0x1D)), 0);
    }
    void picturesFitTheText() {
        const auto page = reports::makePageText(m_document, reports::Ground::Light);
        page->setTextWidth(400);
        QVERIFY2(page->idealWidth() <= 520, qPrintable(QString::number(page->idealWidth())));   // a table may be wider, a chart not
    }
    void writesPdf() {
        const auto file = path("report.pdf");
        reports::writePdf(m_document, file);
        const std::string bytes = readText(file);
        QVERIFY(bytes.starts_with("%PDF-1."));
        QVERIFY(bytes.find("%%EOF") != std::string::npos);
        const QByteArray all = QByteArray::fromStdString(bytes);
        QVERIFY2(all.count("/Type /Page\n") >= 3, qPrintable(QString::number(all.count("/Type /Page\n"))));
        QVERIFY_EXCEPTION_THROWN(reports::writePdf(m_document, path("absent/report.pdf")), DeviceError);
    }
};
FOLDMETER_TEST(tst_page_text)
#include "tst_page_text.moc"
