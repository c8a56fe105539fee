#include "gui/report/page_text.h"

#include "base/error.h"
#include "gui/look/theme.h"
#include "gui/report/picture_object.h"
#include "publish/hatch.h"
#include "publish/svg.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextCursor>
#include <QTextTable>

namespace foldmeter::reports {
namespace {

using Kind = publish::Paragraph::Kind;

constexpr std::size_t wideTable = 6;             // more columns are set in smaller letters on paper
constexpr double narrowLetters = 7;              // pt

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

class PageWriter {
public:
    PageWriter(QTextDocument& document, Ground ground) : m_cursor(&document), m_ground(ground), m_theme(look::theme(ground == Ground::Dark ? look::Scheme::Dark : look::Scheme::Light)) {}

    void operator()(const publish::Heading& heading) {
        const auto size = heading.level <= 1 ? look::TextSize::Title : heading.level == 2 ? look::TextSize::Heading : look::TextSize::Body;
        QTextBlockFormat block = spaced(heading.level <= 1 ? 4 : 18, 4);
        block.setHeadingLevel(std::min(heading.level, 6));
        if (heading.newPage) block.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        begin(block);
        m_cursor.insertText(text(heading.text), letters(size, m_theme.text, true));
    }
    void operator()(const publish::Paragraph& paragraph) {
        begin(spaced(2, 6));
        const QColor colour = paragraph.kind == Kind::Muted ? m_theme.muted : paragraph.kind == Kind::Warning ? m_theme.warning : m_theme.text;
        m_cursor.insertText(text(paragraph.text), letters(paragraph.kind == Kind::Lead ? look::TextSize::Heading : look::TextSize::Body, colour));
    }
    void operator()(const publish::List& list) {
        int number = 0;
        for (const publish::List::Item& item : list.items) {
            QTextBlockFormat block = spaced(2, 2);
            block.setLeftMargin(2 * look::grid);
            begin(block);
            m_cursor.insertText(QStringLiteral("%1. %2").arg(++number).arg(text(item.text)), letters(look::TextSize::Body, m_theme.text));
            if (item.remedy.empty()) continue;
            block.setLeftMargin(4 * look::grid);
            begin(block);
            m_cursor.insertText(QStringLiteral("\u2192 ") + text(item.remedy), letters(look::TextSize::Body, m_theme.accent));
        }
    }
    void operator()(const publish::Table& table) {
        std::size_t columns = table.head.size();
        for (const auto& row : table.rows) columns = std::max(columns, row.size());
        if (columns == 0) return;
        begin(spaced(6, 2));
        m_cursor.insertText(text(table.caption), letters(look::TextSize::Small, m_theme.muted));
        const int head = table.head.empty() ? 0 : 1;
        QTextTable* made = m_cursor.insertTable(static_cast<int>(table.rows.size()) + head, static_cast<int>(columns), tableFormat(head));
        if (head) fill(*made, 0, table.head, table.leftColumns, true);
        for (std::size_t row = 0; row < table.rows.size(); ++row) fill(*made, static_cast<int>(row) + head, table.rows[row], table.leftColumns, false);
        m_cursor.movePosition(QTextCursor::End);
        m_fresh = false;
    }
    void operator()(const publish::Picture& picture) {
        begin(spaced(6, 2));
        insert(picture);
        if (picture.caption.empty()) return;
        begin(spaced(0, 6));
        m_cursor.insertText(text(picture.caption), letters(look::TextSize::Small, m_theme.muted));
    }
    // Side by side, each over its caption.
    void operator()(const publish::Row& row) {
        const int columns = static_cast<int>(row.pictures.size());
        if (columns == 0) return;
        begin(spaced(2, 0));
        QTextTableFormat format;
        format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        format.setBorder(0);
        format.setCellPadding(0);
        format.setCellSpacing(0);
        format.setColumnWidthConstraints(QList<QTextLength>(columns, QTextLength(QTextLength::PercentageLength, 100.0 / columns)));
        QTextTable* made = m_cursor.insertTable(1, columns, format);
        for (int column = 0; column < columns; ++column) {
            const publish::Picture& picture = row.pictures[static_cast<std::size_t>(column)];
            QTextCursor cell = made->cellAt(0, column).firstCursorPosition();
            cell.insertText(QString(QChar::ObjectReplacementCharacter), formatOf(picture, columns));
            cell.insertBlock(spaced(0, 4), QTextCharFormat());
            cell.insertText(text(picture.caption), letters(look::TextSize::Small, m_theme.muted));
        }
        m_cursor.movePosition(QTextCursor::End);
        m_fresh = false;
    }

private:
    // The document begins with an empty block, which is used up first.
    void begin(const QTextBlockFormat& format) {
        if (m_fresh) m_cursor.setBlockFormat(format);
        else m_cursor.insertBlock(format, QTextCharFormat());
        m_fresh = false;
    }
    static QTextBlockFormat spaced(double above, double below) {
        QTextBlockFormat format;
        format.setTopMargin(above);
        format.setBottomMargin(below);
        return format;
    }
    static QTextCharFormat letters(look::TextSize size, const QColor& colour, bool bold = false) {
        QTextCharFormat format;
        format.setFont(look::font(size, bold));
        format.setForeground(colour);
        return format;
    }
    QTextTableFormat tableFormat(int head) const {
        QTextTableFormat format;
        format.setHeaderRowCount(head);
        format.setWidth(QTextLength(QTextLength::PercentageLength, 99.8));   // its border lies outside: at 100 the page would scroll sideways
        format.setBorder(0.5);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(m_theme.line);
        format.setBorderCollapse(true);
        format.setCellPadding(3);
        format.setCellSpacing(0);
        return format;
    }
    void fill(QTextTable& table, int row, const std::vector<std::string>& cells, std::size_t leftColumns, bool head) {
        for (std::size_t column = 0; column < cells.size(); ++column) {
            QTextCursor cursor = table.cellAt(row, static_cast<int>(column)).firstCursorPosition();
            QTextBlockFormat block;
            block.setAlignment(column < leftColumns ? Qt::AlignLeft : Qt::AlignRight);
            cursor.setBlockFormat(block);
            QTextCharFormat format = letters(look::TextSize::Small, head ? m_theme.muted : m_theme.text, head);
            if (m_ground == Ground::Paper && cells.size() > wideTable) format.setFontPointSize(narrowLetters);
            cursor.insertText(text(cells[column]), format);
        }
    }
    QTextCharFormat formatOf(const publish::Picture& picture, int beside = 1) const {
        const std::string svg = m_ground == Ground::Dark ? publish::inDarkInks(picture.svg) : m_ground == Ground::Paper ? publish::withHatches(picture.svg) : picture.svg;
        QTextCharFormat format = PictureObject::formatOf(QByteArray::fromStdString(svg), beside);
        format.setToolTip(text(picture.words));
        return format;
    }
    void insert(const publish::Picture& picture) { m_cursor.insertText(QString(QChar::ObjectReplacementCharacter), formatOf(picture)); }

    QTextCursor m_cursor;
    Ground m_ground;
    bool m_fresh = true;
    const look::Theme& m_theme;
};

}  // namespace

std::unique_ptr<QTextDocument> makePageText(const publish::Document& document, Ground ground) {
    auto page = std::make_unique<QTextDocument>();
    page->setUndoRedoEnabled(false);
    page->setDocumentMargin(2 * look::grid);
    page->setDefaultFont(look::font(look::TextSize::Body));
    page->documentLayout()->registerHandler(PictureObject::objectType, new PictureObject(page.get()));
    page->setMetaInformation(QTextDocument::DocumentTitle, text(document.title));
    QTextCursor whole(page.get());
    whole.beginEditBlock();   // laid out once, at the end
    PageWriter writer(*page, ground);
    for (const publish::Block& block : document.blocks) std::visit(writer, block);
    whole.endEditBlock();
    return page;
}

void writePdf(const publish::Document& document, const std::filesystem::path& file) {
    const std::unique_ptr<QTextDocument> page = makePageText(document, Ground::Paper);
    QSaveFile target(QString::fromStdString(file.string()));
    if (!target.open(QIODevice::WriteOnly)) throw DeviceError(target.fileName().toStdString() + ": " + target.errorString().toStdString());
    {
        QPdfWriter writer(&target);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setResolution(300);
        writer.setTitle(text(document.title));
        writer.setCreator(QStringLiteral("Foldmeter"));
        page->print(&writer);
    }
    if (!target.commit()) throw DeviceError(target.fileName().toStdString() + ": " + target.errorString().toStdString());
}

}  // namespace foldmeter::reports
