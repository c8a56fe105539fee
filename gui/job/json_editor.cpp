#include "gui/job/json_editor.h"

#include "gui/commands/registry.h"
#include "gui/job/job_document.h"
#include "gui/job/json_highlighter.h"
#include "gui/job/text_places.h"
#include "gui/look/theme.h"

#include <QHelpEvent>
#include <QMimeData>
#include <QPainter>
#include <QTextBlock>
#include <QToolTip>
#include <QUrl>

namespace foldmeter::job {
namespace {

class Margin : public QWidget {
public:
    explicit Margin(JsonEditor* editor) : QWidget(editor), m_editor(editor) {}

protected:
    void paintEvent(QPaintEvent* event) override { m_editor->paintMargin(event); }

private:
    JsonEditor* m_editor;
};

std::string bytesOf(const QTextDocument& document) {
    QString text = document.toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n').replace(QChar::LineSeparator, u'\n');
    return text.toStdString();
}

}  // namespace

JsonEditor::JsonEditor(JobDocument& document, QWidget* parent) : QPlainTextEdit(parent), m_job(document), m_highlighter(new JsonHighlighter(QPlainTextEdit::document())), m_margin(new Margin(this)) {
    setObjectName(QStringLiteral("jsonEditor"));
    setAccessibleName(tr("Job as JSON text"));
    setFont(look::monospace(look::TextSize::Small));
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAnywhere);
    setTabChangesFocus(true);
    setUndoRedoEnabled(false);   // the window's undo stack keeps the steps
    setFrameShape(QFrame::NoFrame);
    applyColours();
    setPlainText(QString::fromStdString(document.text()));
    connect(QPlainTextEdit::document(), &QTextDocument::contentsChange, this, [this] { takeTyping(); });
    connect(&document, &JobDocument::textChanged, this, &JsonEditor::follow);
    connect(&document, &JobDocument::checked, this, &JsonEditor::showMarks);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &JsonEditor::placeMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        if (dy) m_margin->scroll(0, dy);
        else m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    placeMargin();
}

void JsonEditor::takeTyping() {
    if (m_following) return;
    m_typing = true;
    m_job.type(tr("Edit text"), wholeText(m_job.text(), bytesOf(*document())));
    m_typing = false;
}

void JsonEditor::follow(const Edits& edits) {
    if (m_typing) return;
    m_following = true;
    const std::string before = bytesOf(*document());
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
        cursor.setPosition(unitsBefore(before, edit->offset));
        cursor.setPosition(unitsBefore(before, edit->offset + edit->length), QTextCursor::KeepAnchor);
        cursor.insertText(QString::fromStdString(edit->text));
    }
    cursor.endEditBlock();
    m_following = false;
}

void JsonEditor::showMarks() {
    const look::Theme& theme = look::themeOf(this);
    m_underlines.clear();
    QList<QTextEdit::ExtraSelection> selections;
    for (const Mark& mark : m_job.check().marks) {
        const bool error = mark.problem.severity == features::Problem::Severity::Error;
        QString words = QString::fromStdString(mark.problem.text);
        if (!mark.problem.hint.empty()) words += QStringLiteral("\n") + QString::fromStdString(mark.problem.hint);
        m_underlines.push_back({mark.unitBegin, mark.unitEnd, error, words});
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(std::min(m_underlines.back().begin, document()->characterCount() - 1));
        selection.cursor.setPosition(std::min(m_underlines.back().end, document()->characterCount() - 1), QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(error ? theme.failure : theme.warning);
        selections.push_back(selection);
    }
    setExtraSelections(selections);
    m_margin->update();
}

QString JsonEditor::problemAt(int position) const {
    QStringList words;
    for (const Underline& underline : m_underlines)
        if (position >= underline.begin && position <= underline.end && !words.contains(underline.words)) words << underline.words;
    return words.join(u'\n');
}

void JsonEditor::goTo(std::size_t begin, std::size_t end) {
    QTextCursor cursor(document());
    const int last = document()->characterCount() - 1;
    cursor.setPosition(std::min(unitsBefore(m_job.text(), begin), last));
    cursor.setPosition(std::min(unitsBefore(m_job.text(), end), last), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    centerCursor();
    setFocus();
}

int JsonEditor::marginWidth() const {
    int digits = 2;
    for (int lines = blockCount(); lines >= 100; lines /= 10) ++digits;
    return fontMetrics().horizontalAdvance(u'9') * digits + 3 * look::grid;
}

void JsonEditor::placeMargin() {
    setViewportMargins(marginWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_margin->setGeometry(inside.left(), inside.top(), marginWidth(), inside.height());
}

void JsonEditor::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    placeMargin();
}

void JsonEditor::paintMargin(QPaintEvent* event) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(m_margin);
    painter.fillRect(event->rect(), theme.panel);
    painter.setFont(font());
    painter.setRenderHint(QPainter::Antialiasing);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > event->rect().bottom()) break;
        if (place.bottom() < event->rect().top()) continue;
        const QRectF line(0, place.top(), m_margin->width() - look::grid, fontMetrics().height());
        painter.setPen(theme.muted);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
        const Underline* worst = nullptr;
        for (const Underline& underline : m_underlines)
            if (underline.begin >= block.position() && underline.begin < block.position() + block.length() && (!worst || underline.error)) worst = &underline;
        if (!worst) continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(worst->error ? theme.failure : theme.warning);
        const QPointF centre(look::grid, line.center().y());
        if (worst->error) painter.drawEllipse(centre, 4, 4);
        else painter.drawPolygon(QPolygonF({centre + QPointF(-4, 4), centre + QPointF(4, 4), centre + QPointF(0, -4)}));
    }
}

void JsonEditor::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Undo) || event->matches(QKeySequence::Redo)) {
        event->ignore();   // the window's
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

bool JsonEditor::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {   // else the text edit claims undo for itself
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return false;
        }
    }
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const QString words = problemAt(cursorForPosition(viewport()->mapFrom(this, help->pos())).position());
        if (words.isEmpty()) QToolTip::hideText();
        else QToolTip::showText(help->globalPos(), words, this);
        return true;
    }
    return QPlainTextEdit::event(event);
}

bool JsonEditor::canInsertFromMimeData(const QMimeData* source) const { return source->hasUrls() || source->hasText(); }

void JsonEditor::insertFromMimeData(const QMimeData* source) {
    QStringList files;
    for (const QUrl& url : source->urls())
        if (url.isLocalFile()) files << url.toLocalFile();
    if (!files.isEmpty()) Q_EMIT filesDropped(files);
    else insertPlainText(source->text());
}

void JsonEditor::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) applyColours();
}

void JsonEditor::applyColours() {
    const look::Theme& theme = look::themeOf(this);
    m_highlighter->setColours(theme.accent, theme.text, theme.execute);
    showMarks();
}

}  // namespace foldmeter::job
