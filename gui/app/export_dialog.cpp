#include "gui/app/export_dialog.h"

#include "gui/look/theme.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace foldmeter::app {
namespace {

QSpinBox* pixels(int value, const QString& name) {
    auto* box = new QSpinBox;
    box->setRange(16, 16384);
    box->setValue(value);
    box->setSuffix(ExportDialog::tr(" pixels"));
    box->setAccessibleName(name);
    return box;
}

}  // namespace

ExportDialog::ExportDialog(What what, const PictureForm& form, const QSize& window, QWidget* parent)
    : QDialog(parent), m_width(pixels(form.size.width(), tr("Width"))), m_height(pixels(form.size.height(), tr("Height"))), m_pictures(new QSpinBox),
      m_transparent(new QCheckBox(tr("Transparent ground"))), m_annotated(new QCheckBox(tr("With legend and labels"))) {
    setWindowTitle(what == What::Picture ? tr("Export a picture") : what == What::Spin ? tr("Export a spinning film") : tr("Export the diffusion as a film"));
    m_transparent->setChecked(form.transparent);
    m_annotated->setChecked(form.annotated);
    m_pictures->setRange(2, 9999);
    m_pictures->setValue(form.pictures);
    m_pictures->setAccessibleName(tr("Pictures"));
    auto* size = new QHBoxLayout;
    size->addWidget(m_width);
    size->addWidget(new QLabel(QStringLiteral("×")));
    size->addWidget(m_height);
    auto* asWindow = new QPushButton(tr("As the view"));
    connect(asWindow, &QPushButton::clicked, this, [this, window] {
        m_width->setValue(window.width());
        m_height->setValue(window.height());
    });
    size->addWidget(asWindow);
    auto* layout = new QFormLayout(this);
    layout->addRow(tr("Size"), size);
    if (what == What::Spin) layout->addRow(tr("Pictures in a turn"), m_pictures);
    if (what == What::Diffusion) layout->addRow(tr("Pictures"), new QLabel(tr("%1: one a step, and the finished sample").arg(form.pictures)));
    layout->addRow(m_transparent);
    layout->addRow(m_annotated);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton* next = buttons->addButton(what == What::Picture ? tr("Name the file…") : tr("Name the folder…"), QDialogButtonBox::AcceptRole);
    next->setDefault(true);
    layout->addRow(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        accept();
        Q_EMIT chosen(this->form());
    });
}

PictureForm ExportDialog::form() const { return {{m_width->value(), m_height->value()}, m_transparent->isChecked(), m_annotated->isChecked(), m_pictures->value()}; }

}  // namespace foldmeter::app
