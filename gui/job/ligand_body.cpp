#include "gui/job/ligand_body.h"

#include "gui/job/component_picker.h"
#include "gui/job/depiction_view.h"
#include "gui/job/job_document.h"
#include "gui/look/icons.h"
#include "gui/look/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace foldmeter::job {

namespace {
constexpr int smilesMerge = 3000;   // + place of the entity
}  // namespace

std::vector<std::string> codesOf(const QString& text) {
    std::vector<std::string> codes;
    for (const QString& part : text.split(QRegularExpression(QStringLiteral("[\\s,;]+")), Qt::SkipEmptyParts)) codes.push_back(part.toUpper().toStdString());
    return codes;
}

LigandBody::LigandBody(JobDocument& document, QWidget* parent)
    : EntityBody(document, parent), m_byCode(new QRadioButton(tr("Component"), this)), m_bySmiles(new QRadioButton(tr("SMILES"), this)), m_forms(new QStackedWidget(this)),
      m_codes(new QLineEdit(this)), m_search(new QToolButton(this)), m_names(new QLabel(this)), m_smiles(new QPlainTextEdit(this)), m_drawing(new DepictionView(document.library(), this)) {
    m_byCode->setToolTip(tr("A component of the dictionary by its code"));
    m_bySmiles->setToolTip(tr("Any molecule, written as SMILES"));
    m_codes->setPlaceholderText(tr("ATP; several for a chain of sugars: NAG, NAG, BMA"));
    m_codes->setAccessibleName(tr("Component codes"));
    m_search->setIcon(look::icon(QStringLiteral("search")));
    m_search->setText(tr("Search…"));
    m_search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_search->setToolTip(tr("Search the component dictionary by code, name or formula"));
    m_names->setWordWrap(true);
    m_names->setTextFormat(Qt::PlainText);
    look::setMuted(m_names);
    m_smiles->setPlaceholderText(tr("CC(=O)Oc1ccccc1C(=O)O"));
    m_smiles->setAccessibleName(tr("SMILES"));
    m_smiles->setFont(look::monospace(look::TextSize::Body));
    m_smiles->setTabChangesFocus(true);
    m_smiles->setUndoRedoEnabled(false);
    m_smiles->setWordWrapMode(QTextOption::WrapAnywhere);
    m_forms->setMaximumHeight(5 * m_smiles->fontMetrics().height());
    m_drawing->setFixedSize(220, 150);

    auto* byCode = new QWidget(m_forms);
    auto* codeLayout = new QVBoxLayout(byCode);
    codeLayout->setContentsMargins(0, 0, 0, 0);
    auto* line = new QHBoxLayout;
    line->addWidget(m_codes, 1);
    line->addWidget(m_search);
    codeLayout->addLayout(line);
    codeLayout->addWidget(m_names);
    codeLayout->addStretch();
    m_forms->addWidget(byCode);
    m_forms->addWidget(m_smiles);
    auto* forms = new QHBoxLayout;
    forms->setSpacing(2 * look::grid);
    forms->addWidget(m_byCode);
    forms->addWidget(m_bySmiles);
    forms->addStretch();
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(forms, 0, 0);
    layout->addWidget(m_forms, 1, 0);
    layout->setColumnStretch(0, 1);
    layout->setRowStretch(2, 1);
    layout->addWidget(m_drawing, 0, 1, 3, 1);
    connect(m_byCode, &QRadioButton::clicked, this, [this] { chooseForm(false); });
    connect(m_bySmiles, &QRadioButton::clicked, this, [this] { chooseForm(true); });
    connect(m_codes, &QLineEdit::editingFinished, this, &LigandBody::takeCodes);
    connect(m_search, &QToolButton::clicked, this, &LigandBody::search);
    connect(m_smiles, &QPlainTextEdit::textChanged, this, &LigandBody::takeSmiles);
}

void LigandBody::setValue(const EntityValue& value, std::size_t entity) {
    m_value = value;
    m_entity = entity;
    m_showing = true;
    m_byCode->setChecked(!value.bySmiles);
    m_bySmiles->setChecked(value.bySmiles);
    m_smiles->setSizePolicy(QSizePolicy::Expanding, value.bySmiles ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    m_forms->setCurrentIndex(value.bySmiles ? 1 : 0);
    QStringList codes;
    for (const std::string& code : value.codes) codes << QString::fromStdString(code);
    if (codesOf(m_codes->text()) != value.codes || m_codes->text().isEmpty()) m_codes->setText(codes.join(QStringLiteral(", ")));
    const QString smiles = QString::fromStdString(value.smiles);
    if (m_smiles->toPlainText() != smiles) m_smiles->setPlainText(smiles);
    m_showing = false;
    const auto component = value.codes.empty() ? nullptr : m_job.library().component(value.codes.front());
    m_drawing->setVisible(value.bySmiles || !component || component->atoms.size() > 1);   // an ion needs no drawing
    if (value.bySmiles) m_drawing->showSmiles(smiles);
    else if (!value.codes.empty()) m_drawing->showComponent(QString::fromStdString(value.codes.front()));
    else m_drawing->clear();
    showNames();
}

void LigandBody::showNames() {
    QStringList names;
    for (std::size_t i = 0; i < m_value.codes.size() && i < 4; ++i) {
        const auto component = m_job.library().component(m_value.codes[i]);
        names << (component ? QStringLiteral("%1: %2").arg(QString::fromStdString(m_value.codes[i]), QString::fromStdString(component->name)) : tr("%1: not in the dictionary").arg(QString::fromStdString(m_value.codes[i])));
    }
    if (m_value.codes.size() > 4) names << tr("and %n more", nullptr, static_cast<int>(m_value.codes.size() - 4));
    m_names->setText(names.join(u'\n'));
}

void LigandBody::takeCodes() {
    const std::vector<std::string> codes = codesOf(m_codes->text());
    if (codes != m_value.codes) m_job.apply(tr("Set component"), withCodes(m_job.job(), m_entity, codes));
}

void LigandBody::takeSmiles() {
    if (m_showing) return;
    const QString text = m_smiles->toPlainText().remove(u'\n');
    m_job.apply(tr("Edit SMILES"), withSmiles(m_job.job(), m_entity, text.toStdString()), smilesMerge + static_cast<int>(m_entity));
}

void LigandBody::chooseForm(bool smiles) {
    if (smiles == m_value.bySmiles) return;
    if (smiles) m_job.apply(tr("Give the ligand as SMILES"), withSmiles(m_job.job(), m_entity, m_value.smiles));
    else m_job.apply(tr("Give the ligand as component"), withCodes(m_job.job(), m_entity, m_value.codes));
}

void LigandBody::search() {
    if (!m_picker) m_picker = new ComponentPicker(m_job.library(), ComponentPicker::Offer::Ligands, this);
    m_picker->openAt(m_codes->mapToGlobal(QPoint(0, m_codes->height())), m_codes->text(), [this](const QString& code) {
        std::vector<std::string> codes = m_value.codes;
        if (codes.empty()) codes.emplace_back();
        codes.back() = code.toStdString();
        m_job.apply(tr("Set component"), withCodes(m_job.job(), m_entity, codes));
    });
}

}  // namespace foldmeter::job
