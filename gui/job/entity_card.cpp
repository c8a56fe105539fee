#include "gui/job/entity_card.h"

#include "gui/job/job_document.h"
#include "gui/job/ligand_body.h"
#include "gui/job/polymer_body.h"
#include "gui/job/sequence_edit.h"
#include "gui/look/icons.h"
#include "gui/look/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace foldmeter::job {

using features::EntityKind;

namespace {

constexpr int mostCopies = 200;

// Of an entry that is none of the four kinds.
class UnreadBody : public EntityBody {
public:
    UnreadBody(JobDocument& document, QWidget* parent) : EntityBody(document, parent) {
        auto* words = new QLabel(EntityCard::tr("This entry of \"sequences\" is no protein, RNA, DNA or ligand. Mend it in the JSON text, or remove it."), this);
        words->setWordWrap(true);
        auto* line = new QHBoxLayout(this);
        line->setContentsMargins(0, 0, 0, 0);
        line->addWidget(words);
    }
    void setValue(const EntityValue& value, std::size_t entity) override {
        m_value = value;
        m_entity = entity;
    }
};

}  // namespace

EntityCard::EntityCard(JobDocument& document, QWidget* parent)
    : QFrame(parent), m_job(document), m_kinds(new QComboBox(this)), m_ids(new QLineEdit(this)), m_description(new QLineEdit(this)), m_copies(new QSpinBox(this)),
      m_up(headButton(QStringLiteral("up"), tr("Move up"))), m_down(headButton(QStringLiteral("down"), tr("Move down"))),
      m_copy(headButton(QStringLiteral("copy"), tr("Duplicate"))), m_remove(headButton(QStringLiteral("trash"), tr("Remove"))), m_problems(new QLabel(this)), m_layout(new QVBoxLayout(this)) {
    m_kinds->addItem(tr("Protein"), static_cast<int>(EntityKind::Protein));
    m_kinds->addItem(tr("RNA"), static_cast<int>(EntityKind::Rna));
    m_kinds->addItem(tr("DNA"), static_cast<int>(EntityKind::Dna));
    m_kinds->addItem(tr("Ligand, ion"), static_cast<int>(EntityKind::Ligand));
    m_kinds->setAccessibleName(tr("Kind of entity"));
    m_ids->setAccessibleName(tr("Chain ids"));
    m_ids->setToolTip(tr("One chain for each id: capital letters, separated by commas"));
    m_ids->setMaximumWidth(96);
    m_copies->setRange(1, mostCopies);
    m_copies->setAccessibleName(tr("Copies"));
    m_copies->setToolTip(tr("How many chains of this kind the job has"));
    m_copies->setKeyboardTracking(false);
    m_copies->setSuffix(tr(" ×"));
    m_description->setPlaceholderText(tr("Description"));
    m_description->setAccessibleName(tr("Description"));
    m_description->setFrame(false);
    m_description->setMinimumWidth(m_description->fontMetrics().horizontalAdvance(m_description->placeholderText()) + 2 * look::grid);
    m_problems->setWordWrap(true);
    m_problems->setTextFormat(Qt::PlainText);
    m_problems->hide();
    auto* head = new QHBoxLayout;
    head->setSpacing(look::grid);
    head->addWidget(m_kinds);
    head->addWidget(new QLabel(tr("Chains"), this));
    head->addWidget(m_ids);
    head->addWidget(m_copies);
    head->addWidget(m_description, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(0);
    for (QToolButton* button : {m_up, m_down, m_copy, m_remove}) buttons->addWidget(button);
    head->addLayout(buttons);
    m_layout->setContentsMargins(look::grid + 4, look::grid, look::grid, look::grid);
    m_layout->addLayout(head);
    m_layout->addWidget(m_problems);
    connect(m_kinds, &QComboBox::activated, this, [this](int index) {
        const auto kind = static_cast<EntityKind>(m_kinds->itemData(index).toInt());
        if (kind != m_value.kind) m_job.apply(tr("Change kind of entity"), withKind(m_job.job(), m_entity, kind));
    });
    connect(m_ids, &QLineEdit::editingFinished, this, &EntityCard::takeIds);
    connect(m_copies, &QSpinBox::valueChanged, this, [this](int copies) {
        if (static_cast<std::size_t>(copies) != m_value.ids.size()) m_job.apply(tr("Change copies"), withCopies(m_job.job(), m_entity, static_cast<std::size_t>(copies)));
    });
    connect(m_description, &QLineEdit::editingFinished, this, [this] {
        const std::string text = m_description->text().toStdString();
        if (text != m_value.description) m_job.apply(tr("Edit description"), withDescription(m_job.job(), m_entity, text));
    });
    connect(m_up, &QToolButton::clicked, this, [this] { m_job.apply(tr("Move entity"), withEntityMoved(m_job.job(), m_entity, m_value.item - 1)); });
    connect(m_down, &QToolButton::clicked, this, [this] { m_job.apply(tr("Move entity"), withEntityMoved(m_job.job(), m_entity, m_value.item + 2)); });
    connect(m_copy, &QToolButton::clicked, this, [this] {
        EntityValue copy = m_value;
        copy.ids = freeIds(m_job.job().job, std::max<std::size_t>(m_value.ids.size(), 1));
        copy.item = m_value.item + 1;
        m_job.apply(tr("Duplicate entity"), withEntity(m_job.job(), copy));
    });
    connect(m_remove, &QToolButton::clicked, this, [this] { m_job.apply(tr("Remove entity"), withoutEntity(m_job.job(), m_entity)); });
}

QToolButton* EntityCard::headButton(const QString& icon, const QString& name) {
    auto* button = new QToolButton(this);
    button->setIcon(look::icon(icon));
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

void EntityCard::makeBody() {
    const Form form = !m_value.readable ? Form::Unread : isPolymer(m_value.kind) ? Form::Polymer : Form::Ligand;
    if (m_body && form == m_form) return;
    if (m_body) m_body->deleteLater();
    m_form = form;
    if (form == Form::Polymer) m_body = new PolymerBody(m_job, this);
    else if (form == Form::Ligand) m_body = new LigandBody(m_job, this);
    else m_body = new UnreadBody(m_job, this);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_kinds, m_ids, m_copies, m_description, m_copy}) widget->setEnabled(m_value.readable);
    m_layout->insertWidget(1, m_body);
    m_body->show();
    connect(m_body, &EntityBody::textPasted, this, &EntityCard::textPasted);
}

void EntityCard::setValue(const EntityValue& value, std::size_t entity, std::size_t entities) {
    const bool first = m_body == nullptr;
    if (!first && value == m_value && entity == m_entity && entities == m_entities) return;
    m_value = value;
    m_entity = entity;
    m_entities = entities;
    m_kinds->setCurrentIndex(m_kinds->findData(static_cast<int>(value.kind)));
    QStringList ids;
    for (const std::string& id : value.ids) ids << QString::fromStdString(id);
    m_ids->setText(ids.join(QStringLiteral(", ")));
    const QSignalBlocker quiet(m_copies);
    m_copies->setValue(std::max(1, static_cast<int>(value.ids.size())));
    m_description->setText(QString::fromStdString(value.description));
    m_up->setEnabled(entity > 0);
    m_down->setEnabled(entity + 1 < entities);
    m_up->setToolTip(entity > 0 ? tr("Move up") : tr("Move up: it is the first"));
    m_down->setToolTip(entity + 1 < entities ? tr("Move down") : tr("Move down: it is the last"));
    setAccessibleName(tr("%1 %2").arg(m_kinds->currentText(), ids.join(QStringLiteral(", "))));
    makeBody();
    m_body->setValue(value, entity);
}

void EntityCard::takeIds() {
    std::vector<std::string> ids;
    for (const QString& id : m_ids->text().split(QRegularExpression(QStringLiteral("[\\s,;]+")), Qt::SkipEmptyParts)) ids.push_back(id.toUpper().toStdString());
    if (ids.empty()) return m_ids->setText(QString::fromStdString(m_value.ids.empty() ? std::string() : m_value.ids.front()));
    if (ids != m_value.ids) m_job.apply(tr("Name chains"), withIds(m_job.job(), m_entity, ids));
}

void EntityCard::setProblems(const QStringList& errors, const QStringList& warnings) {
    const look::Theme& theme = look::themeOf(this);
    const QString text = (errors + warnings).join(u'\n');
    if (text == m_problems->text() && m_worst == !errors.isEmpty()) return;
    m_worst = !errors.isEmpty();
    m_problems->setText(text);
    QPalette palette = m_problems->palette();
    palette.setColor(QPalette::WindowText, errors.isEmpty() ? theme.warning : theme.failure);
    m_problems->setPalette(palette);
    m_problems->setVisible(!text.isEmpty());
    update();
}

QString EntityCard::problems() const { return m_problems->text(); }

void EntityCard::focusBody() {
    if (auto* polymer = qobject_cast<PolymerBody*>(m_body)) polymer->sequence()->setFocus();
    if (auto* ligand = qobject_cast<LigandBody*>(m_body)) (m_value.bySmiles ? static_cast<QWidget*>(ligand->smiles()) : ligand->codes())->setFocus();
}

void EntityCard::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(this);
    const bool dark = theme.window.lightnessF() < 0.5;
    painter.fillRect(rect(), dark ? theme.panel.lighter(118) : theme.window);   // fields stay darker than their card
    painter.setPen(theme.line);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.fillRect(0, 0, 4, height(), m_worst ? theme.failure : m_problems->text().isEmpty() ? theme.line : theme.warning);
}

}  // namespace foldmeter::job
