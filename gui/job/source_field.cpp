#include "gui/job/source_field.h"

#include "gui/look/icons.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QUrl>
#include <QToolButton>

namespace foldmeter::job {

SourceField::SourceField(const QString& title, const QString& explanation, QWidget* parent)
    : QWidget(parent), m_kinds(new QComboBox(this)), m_path(new QLineEdit(this)), m_browse(new QToolButton(this)), m_note(new QLabel(this)) {
    m_kinds->setAccessibleName(title);
    m_kinds->setToolTip(explanation);
    m_kinds->addItem(tr("None (single sequence)"), static_cast<int>(SourceKind::None));
    m_kinds->addItem(tr("File"), static_cast<int>(SourceKind::File));
    m_kinds->addItem(tr("Left open"), static_cast<int>(SourceKind::Search));
    m_kinds->setItemData(2, tr("AlphaFold 3 would search databases; this program does not, and predicts without"), Qt::ToolTipRole);
    m_path->setAccessibleName(tr("%1: file").arg(title));
    m_path->setPlaceholderText(tr("alignment.a3m, .gz, .xz or .zst"));
    m_browse->setIcon(look::icon(QStringLiteral("open")));
    m_browse->setToolTip(tr("Choose a file"));
    m_browse->setAccessibleName(tr("%1: choose a file").arg(title));
    look::setMuted(m_note);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_kinds);
    layout->addWidget(m_path, 1);
    layout->addWidget(m_browse);
    layout->addWidget(m_note, 1);
    setAcceptDrops(true);
    connect(m_kinds, &QComboBox::activated, this, &SourceField::chooseKind);
    connect(m_path, &QLineEdit::editingFinished, this, [this] {
        if (m_path->text().toStdString() != m_source.path) takePath(m_path->text());
    });
    connect(m_browse, &QToolButton::clicked, this, &SourceField::chooseFile);
    setValue({SourceKind::None}, {});
}

void SourceField::setValue(const Source& source, const QString& folder) {
    m_source = source;
    m_folder = folder;
    const bool text = source.kind == SourceKind::Text, file = source.kind == SourceKind::File;
    const int textAt = m_kinds->findData(static_cast<int>(SourceKind::Text));
    if (text && textAt < 0) m_kinds->addItem(tr("In the job"), static_cast<int>(SourceKind::Text));
    if (!text && textAt >= 0) m_kinds->removeItem(textAt);
    m_kinds->setCurrentIndex(m_kinds->findData(static_cast<int>(source.kind)));
    if (m_path->text().toStdString() != source.path) m_path->setText(QString::fromStdString(source.path));
    m_path->setVisible(file);
    m_browse->setVisible(file);
    m_note->setVisible(!file);
    if (text) m_note->setText(source.records > 0 ? tr("%1 sequences, %2").arg(look::count(static_cast<std::int64_t>(source.records)), look::bytes(static_cast<std::int64_t>(source.bytes))) : look::bytes(static_cast<std::int64_t>(source.bytes)));
    else m_note->setText(source.kind == SourceKind::Search ? tr("predicted without; nothing is searched here") : QString());
}

void SourceField::chooseKind(int index) {
    const auto kind = static_cast<SourceKind>(m_kinds->itemData(index).toInt());
    if (kind == m_source.kind) return;
    if (kind == SourceKind::File) return chooseFile();
    Q_EMIT chosen({kind});
}

void SourceField::chooseFile() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Alignment"), m_folder, tr("Alignments (*.a3m *.fasta *.fa *.gz *.xz *.zst);;All files (*)"));
    if (file.isEmpty()) return setValue(m_source, m_folder);
    takePath(namedFrom(m_folder, file));
}

void SourceField::takePath(const QString& path) {
    if (path.isEmpty()) Q_EMIT chosen({SourceKind::None});
    else Q_EMIT chosen({SourceKind::File, path.toStdString()});
}

void SourceField::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void SourceField::dropEvent(QDropEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.front().isLocalFile()) takePath(namedFrom(m_folder, urls.front().toLocalFile()));
}

QString namedFrom(const QString& folder, const QString& file) {
    if (folder.isEmpty()) return file;
    const QString relative = QDir(folder).relativeFilePath(file);
    return relative.startsWith(QLatin1String("..")) ? file : relative;
}

}  // namespace foldmeter::job
