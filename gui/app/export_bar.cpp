#include "gui/app/export_bar.h"

#include "gui/app/structure_export.h"
#include "gui/look/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace foldmeter::app {

ExportBar::ExportBar(StructureExport* exporter, QWidget* parent) : QWidget(parent), m_text(new QLabel), m_progress(new QProgressBar) {
    auto* stop = new QToolButton;
    stop->setText(tr("Cancel"));
    connect(stop, &QToolButton::clicked, exporter, &StructureExport::cancel);
    m_progress->setAccessibleName(tr("Pictures made"));
    m_progress->setTextVisible(false);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(look::grid, look::grid / 4, look::grid, look::grid / 4);
    layout->addWidget(m_text);
    layout->addWidget(m_progress, 1);
    layout->addWidget(stop);
    connect(exporter, &StructureExport::progressed, this, &ExportBar::progress);
    connect(exporter, &StructureExport::ended, this, &ExportBar::hide);
    hide();
}

QString ExportBar::text() const { return m_text->text(); }

void ExportBar::progress(int done, int total) {
    m_progress->setRange(0, total);
    m_progress->setValue(done);
    m_text->setText(tr("Making pictures: %1 %").arg(total > 0 ? 100 * static_cast<qint64>(done) / total : 0));
    show();
}

}  // namespace foldmeter::app
