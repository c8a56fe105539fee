#include "gui/job/polymer_body.h"

#include "gui/job/component_picker.h"
#include "gui/job/job_document.h"
#include "gui/job/sequence_edit.h"
#include "gui/job/source_field.h"
#include "gui/job/templates_field.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace foldmeter::job {

using features::EntityKind;

namespace {
constexpr int sequenceMerge = 2000;   // + place of the entity

QString named(const Source& source) {
    switch (source.kind) {
        case SourceKind::File: return QFileInfo(QString::fromStdString(source.path)).fileName();
        case SourceKind::Text: return PolymerBody::tr("%1 sequences").arg(look::count(static_cast<std::int64_t>(source.records)));
        case SourceKind::None:
        case SourceKind::Search: break;
    }
    return PolymerBody::tr("none");
}
}  // namespace

QString EntityBody::folder() const { return m_job.file().isEmpty() ? QString() : QFileInfo(m_job.file()).absolutePath(); }

PolymerBody::PolymerBody(JobDocument& document, QWidget* parent)
    : EntityBody(document, parent), m_sequence(new SequenceEdit(this)), m_modifications(new QLabel(this)), m_unfold(new QToolButton(this)) {
    m_modifications->setTextInteractionFlags(Qt::LinksAccessibleByKeyboard | Qt::LinksAccessibleByMouse);
    m_modifications->setAccessibleName(tr("Modified residues"));
    look::setMuted(m_modifications);
    m_unfold->setCheckable(true);
    m_unfold->setAutoRaise(true);
    m_unfold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_unfold->setArrowType(Qt::RightArrow);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid / 2);
    layout->addWidget(m_sequence);
    auto* line = new QHBoxLayout;
    line->addWidget(m_modifications, 1);
    line->addWidget(m_unfold);
    layout->addLayout(line);
    connect(m_sequence, &SequenceEdit::edited, this, [this](int at, int removed, const QString& inserted) {
        m_job.apply(tr("Edit sequence"), withSequence(m_job.job(), m_entity, static_cast<std::size_t>(at), static_cast<std::size_t>(removed), inserted.toStdString()), sequenceMerge + static_cast<int>(m_entity));
    });
    connect(m_sequence, &SequenceEdit::modificationWanted, this, &PolymerBody::modify);
    connect(m_sequence, &SequenceEdit::modificationUnwanted, this, &PolymerBody::removeModification);
    connect(m_sequence, &SequenceEdit::textPasted, this, &PolymerBody::textPasted);
    connect(m_modifications, &QLabel::linkActivated, this, [this](const QString& link) { modify(link.toInt()); });
    connect(m_unfold, &QToolButton::toggled, this, [this](bool open) {
        m_unfold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        if (open && !m_evidence) makeEvidence();
        if (m_evidence) m_evidence->setVisible(open);
        showEvidence();
        updateGeometry();
    });
}

void PolymerBody::setValue(const EntityValue& value, std::size_t entity) {
    m_value = value;
    m_entity = entity;
    std::map<int, QString> modifications;
    for (const ModificationValue& modification : value.modifications) modifications[static_cast<int>(modification.position)] = QString::fromStdString(modification.type);
    m_sequence->setValue(value.kind, value.sequence, modifications);
    showModifications();
    showEvidence();
}

QString PolymerBody::residueName(int residue) const {
    const auto at = static_cast<std::size_t>(residue - 1);
    return at < m_value.sequence.size() ? QStringLiteral("%1%2").arg(QLatin1Char(m_value.sequence[at])).arg(residue) : QString::number(residue);
}

void PolymerBody::showModifications() {
    QStringList parts = {tr("%n residue(s)", nullptr, static_cast<int>(m_value.sequence.size()))};
    constexpr std::size_t mostListed = 12;
    for (std::size_t i = 0; i < m_value.modifications.size() && i < mostListed; ++i) {
        const ModificationValue& modification = m_value.modifications[i];
        const auto place = static_cast<int>(modification.position);
        parts << QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3 %4</a>").arg(place).arg(look::themeOf(this).accent.name(), residueName(place).toHtmlEscaped(), QString::fromStdString(modification.type).toHtmlEscaped());
    }
    if (m_value.modifications.size() > mostListed) parts << tr("%n more modified", nullptr, static_cast<int>(m_value.modifications.size() - mostListed));
    m_modifications->setText(parts.join(QStringLiteral(" · ")));
}

void PolymerBody::showEvidence() {
    QStringList parts;
    if (m_value.kind != EntityKind::Dna) parts << tr("alignment: %1").arg(named(m_value.unpaired));
    if (m_value.kind == EntityKind::Protein) {
        if (m_value.paired.kind >= SourceKind::Text) parts << tr("paired: %1").arg(named(m_value.paired));
        parts << (m_value.templates.empty() ? tr("templates: none") : tr("templates: %1").arg(m_value.templates.size()));
    }
    m_unfold->setText(parts.join(QStringLiteral(" · ")));
    m_unfold->setAccessibleName(tr("Alignments and templates: %1").arg(parts.join(QStringLiteral(", "))));
    m_unfold->setVisible(!parts.isEmpty());
    if (!m_evidence) return;
    m_evidence->setVisible(m_unfold->isChecked() && !parts.isEmpty());
    m_unpaired->setValue(m_value.unpaired, folder());
    m_paired->setValue(m_value.paired, folder());
    m_templates->setValue(m_value, folder());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_paired, m_pairedLabel, m_templates, m_templatesLabel}) widget->setVisible(m_value.kind == EntityKind::Protein);
}

void PolymerBody::makeEvidence() {
    m_evidence = new QWidget(this);
    m_unpaired = new SourceField(tr("Unpaired alignment"), tr("Sequences related to this chain alone"), m_evidence);
    m_paired = new SourceField(tr("Paired alignment"), tr("Sequences that are matched with those of other chains by species"), m_evidence);
    m_templates = new TemplatesField(m_evidence);
    m_pairedLabel = new QLabel(tr("Paired"), m_evidence);
    m_templatesLabel = new QLabel(tr("Templates"), m_evidence);
    auto* grid = new QGridLayout(m_evidence);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->addWidget(new QLabel(tr("Alignment"), m_evidence), 0, 0);
    grid->addWidget(m_unpaired, 0, 1);
    grid->addWidget(m_pairedLabel, 1, 0);
    grid->addWidget(m_paired, 1, 1);
    grid->addWidget(m_templatesLabel, 2, 0, Qt::AlignTop);
    grid->addWidget(m_templates, 2, 1);
    grid->setColumnStretch(1, 1);
    layout()->addWidget(m_evidence);
    connect(m_unpaired, &SourceField::chosen, this, [this](const Source& source) { m_job.apply(tr("Set alignment"), withAlignment(m_job.job(), m_entity, AlignmentKind::Unpaired, source)); });
    connect(m_paired, &SourceField::chosen, this, [this](const Source& source) { m_job.apply(tr("Set paired alignment"), withAlignment(m_job.job(), m_entity, AlignmentKind::Paired, source)); });
    connect(m_templates, &TemplatesField::added, this, [this](const TemplateValue& value) { m_job.apply(tr("Add template"), withTemplate(m_job.job(), m_entity, value)); });
    connect(m_templates, &TemplatesField::removed, this, [this](std::size_t index) { m_job.apply(tr("Remove template"), withoutTemplate(m_job.job(), m_entity, index)); });
}

void PolymerBody::modify(int residue) {
    if (!m_picker) {
        m_picker = new ComponentPicker(m_job.library(), m_value.kind == EntityKind::Protein ? ComponentPicker::Offer::PeptideModifications : ComponentPicker::Offer::NucleicModifications, this);
        m_picker->setAccessibleName(tr("Modification of a residue"));
    }
    QString present;
    for (const ModificationValue& modification : m_value.modifications)
        if (modification.position == residue) present = QString::fromStdString(modification.type);
    const QRect cell = m_sequence->cellOf(residue);
    m_picker->openAt(m_sequence->viewport()->mapToGlobal(cell.bottomLeft()), present, [this, residue](const QString& code) { setModification(residue, code); });
}

void PolymerBody::setModification(int residue, const QString& code) {
    std::vector<ModificationValue> modifications = m_value.modifications;
    const auto same = std::find_if(modifications.begin(), modifications.end(), [&](const auto& m) { return m.position == residue; });
    if (same != modifications.end()) same->type = code.toStdString();
    else modifications.push_back({code.toStdString(), residue});
    std::stable_sort(modifications.begin(), modifications.end(), [](const auto& a, const auto& b) { return a.position < b.position; });
    m_job.apply(tr("Modify %1").arg(residueName(residue)), withModifications(m_job.job(), m_entity, modifications));
}

void PolymerBody::removeModification(int residue) {
    std::vector<ModificationValue> modifications = m_value.modifications;
    std::erase_if(modifications, [&](const auto& m) { return m.position == residue; });
    m_job.apply(tr("Remove modification of %1").arg(residueName(residue)), withModifications(m_job.job(), m_entity, modifications));
}

}  // namespace foldmeter::job
