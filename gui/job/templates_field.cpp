#include "gui/job/templates_field.h"

#include "base/error.h"
#include "features/template_alignment.h"
#include "features/text_files.h"
#include "gui/job/source_field.h"
#include "gui/look/icons.h"
#include "gui/look/theme.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace foldmeter::job {

TemplatesField::TemplatesField(QWidget* parent) : QWidget(parent), m_rows(new QVBoxLayout), m_add(new QToolButton(this)), m_note(new QLabel(this)) {
    m_add->setText(tr("Add template…"));
    m_add->setIcon(look::icon(QStringLiteral("add")));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setToolTip(tr("An mmCIF file of one related structure; its chain is aligned with this sequence"));
    m_note->setWordWrap(true);
    look::setMuted(m_note);
    m_pool.setMaxThreadCount(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid / 2);
    layout->addLayout(m_rows);
    auto* line = new QHBoxLayout;
    line->addWidget(m_add);
    line->addWidget(m_note, 1);
    layout->addLayout(line);
    setAcceptDrops(true);
    connect(m_add, &QToolButton::clicked, this, &TemplatesField::chooseFile);
}

TemplatesField::~TemplatesField() { m_pool.waitForDone(); }

QString TemplatesField::note() const { return m_note->text(); }

void TemplatesField::setValue(const EntityValue& value, const QString& folder) {
    const bool same = value.templates == m_value.templates;
    m_value = value;
    m_folder = folder;
    if (!same) showRows();
}

void TemplatesField::showRows() {
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (std::size_t i = 0; i < m_value.templates.size(); ++i) {
        const TemplateValue& value = m_value.templates[i];
        auto* row = new QWidget(this);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        const QString name = value.source.kind == SourceKind::File ? QString::fromStdString(value.source.path) : tr("structure in the job");
        line->addWidget(new QLabel(tr("%1: %n residue(s)", nullptr, static_cast<int>(value.query.size())).arg(name), row), 1);
        auto* remove = new QToolButton(row);
        remove->setIcon(look::icon(QStringLiteral("trash")));
        remove->setAutoRaise(true);
        remove->setToolTip(tr("Remove this template"));
        remove->setAccessibleName(tr("Remove template %1").arg(i + 1));
        connect(remove, &QToolButton::clicked, this, [this, i] { Q_EMIT removed(i); });
        line->addWidget(remove);
        m_rows->addWidget(row);
    }
}

void TemplatesField::chooseFile() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Template structure"), m_folder, tr("mmCIF (*.cif *.mmcif *.gz *.xz *.zst);;All files (*)"));
    if (!file.isEmpty()) addFile(file);
}

void TemplatesField::addFile(const QString& file) {
    m_note->setText(tr("Reading %1…").arg(QFileInfo(file).fileName()));
    m_pool.start([this, file, sequence = m_value.sequence, folder = m_folder] {
        TemplateValue value;
        QString note;
        try {
            features::TextFiles files(QFileInfo(file).absolutePath().toStdString());
            const features::TemplateAlignment found = features::alignTemplate(files.read(QFileInfo(file).fileName().toStdString()), file.toStdString(), sequence);
            value.source = {SourceKind::File, namedFrom(folder, file).toStdString()};
            value.query.assign(found.query.begin(), found.query.end());
            value.templates.assign(found.templates.begin(), found.templates.end());
            note = tr("%1 of %2 aligned residues are the same").arg(found.identical).arg(found.query.size());
        } catch (const std::exception& error) {
            note = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(this, [this, value, note] {
            m_note->setText(note);
            if (!value.query.empty()) Q_EMIT added(value);
            Q_EMIT read();
        });
    });
}

void TemplatesField::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void TemplatesField::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) addFile(url.toLocalFile());
}

}  // namespace foldmeter::job
