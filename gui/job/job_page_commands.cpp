// The commands of the job page: what its buttons, the menus and the palette start.
#include "gui/job/job_page.h"

#include "base/error.h"
#include "base/file.h"
#include "gui/commands/registry.h"
#include "gui/job/entity_cards.h"
#include "gui/job/json_editor.h"
#include "gui/job/moved_paths.h"
#include "gui/job/problem_view.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace foldmeter::job {

using commands::Command;
using features::EntityKind;

namespace {

struct Ion {
    const char* code;
    const char* name;
};
constexpr Ion ions[] = {{"ZN", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "zinc")},          {"MG", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "magnesium")},
                        {"CA", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "calcium")},       {"NA", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "sodium")},
                        {"K", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "potassium")},      {"CL", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "chloride")},
                        {"FE", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "iron(III)")},     {"FE2", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "iron(II)")},
                        {"MN", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "manganese")},     {"CO", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "cobalt(II)")},
                        {"NI", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "nickel")},        {"CU", QT_TRANSLATE_NOOP("foldmeter::job::JobPage", "copper(II)")}};

EntityValue emptyEntity(EntityKind kind, const QString& code) {
    EntityValue entity;
    entity.kind = kind;
    entity.item = std::string::npos;
    entity.unpaired.kind = entity.paired.kind = SourceKind::None;
    entity.templatesAbsent = false;
    if (!code.isEmpty()) entity.codes = {code.toStdString()};
    return entity;
}

}  // namespace

void JobPage::addEntity(const QString& what, EntityValue entity) {
    const std::size_t place = m_job->job().job.entities.size();
    m_job->apply(what, withEntities(m_job->job(), {std::move(entity)}));
    m_cards->focusEntity(place);
}

void JobPage::addEntityCommand(const QString& id, const QString& title, EntityKind kind, const QString& code, const QKeySequence& keys) {
    Command command;
    command.id = id;
    command.title = title;
    command.subject = tr("Job");
    command.icon = QStringLiteral("add");
    command.shortcut = keys;
    command.run = [this, title, kind, code] { addEntity(title, emptyEntity(kind, code)); };
    command.whyNot = [this] { return m_job->formFits() ? QString() : tr("The JSON text is broken; mend it first."); };
    m_registry.add(command, this, true);
}

void JobPage::addCommands() {
    const auto add = [this](const char* id, const QString& title, const char* icon, const QKeySequence& keys, std::function<void()> run, std::function<QString()> whyNot = {}) {
        Command command;
        command.id = QString::fromLatin1(id);
        command.title = title;
        command.subject = tr("Job");
        command.icon = QString::fromLatin1(icon);
        command.shortcut = keys;
        command.run = std::move(run);
        command.whyNot = std::move(whyNot);
        return m_registry.add(command, this, true);
    };
    add("job.open", tr("Open job…"), "open", {}, [this] { chooseFile(); });
    add("job.clear", tr("Start an empty job"), "job", {}, [this] { openText(emptyJobText()); });
    add("job.save", tr("Save job"), "save", QKeySequence::Save, [this] { saveJob(); });
    add("job.save-as", tr("Save job as…"), "save", QKeySequence::SaveAs, [this] { saveAs(); });
    add("job.paste", tr("Paste into the job"), "", QKeySequence::Paste, [this] { paste(QApplication::clipboard()->mimeData()); });
    add("job.show-text", tr("Go to the JSON text"), "", QKeySequence(Qt::CTRL | Qt::Key_J), [this] { m_editor->setFocus(); });
    add("job.next-problem", tr("Go to the first problem"), "", QKeySequence(Qt::Key_F8), [this] {
        const Mark& mark = m_job->check().marks.front();
        m_editor->goTo(mark.begin, mark.end);
    }, [this] { return m_job->check().marks.empty() ? tr("The job has no problem.") : QString(); });
    addEntityCommand(QStringLiteral("job.add-protein"), tr("Add protein"), EntityKind::Protein, {}, QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P));
    addEntityCommand(QStringLiteral("job.add-rna"), tr("Add RNA"), EntityKind::Rna, {}, QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_R));
    addEntityCommand(QStringLiteral("job.add-dna"), tr("Add DNA"), EntityKind::Dna, {}, QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_D));
    addEntityCommand(QStringLiteral("job.add-ligand"), tr("Add ligand"), EntityKind::Ligand, {}, QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_L));
    for (const Ion& ion : ions) addEntityCommand(QStringLiteral("job.add-ion-%1").arg(QString::fromLatin1(ion.code).toLower()), tr("Add %1 ion (%2)").arg(tr(ion.name), QString::fromLatin1(ion.code)), EntityKind::Ligand, QString::fromLatin1(ion.code), {});
    QAction* predictAction = add("job.predict", tr("Predict"), "predict", QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { predict(); }, [this] { return whyNotPredict(); });
    predictAction->setObjectName(QStringLiteral("job.predict"));
}

void JobPage::makeAddRow(QBoxLayout* layout) {
    auto* row = new QHBoxLayout;
    row->setSpacing(look::grid / 2);
    for (const char* id : {"job.add-protein", "job.add-rna", "job.add-dna", "job.add-ligand"}) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(m_registry.action(QString::fromLatin1(id)));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->addWidget(button);
    }
    auto* ion = new QToolButton(this);
    ion->setText(tr("Add ion"));
    ion->setIcon(m_registry.action(QStringLiteral("job.add-ligand"))->icon());
    ion->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    ion->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(ion);
    for (const Ion& known : ions) menu->addAction(m_registry.action(QStringLiteral("job.add-ion-%1").arg(QString::fromLatin1(known.code).toLower())));
    ion->setMenu(menu);
    row->addWidget(ion);
    row->addStretch();
    layout->addLayout(row);
}

void JobPage::chooseFile() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Open job"), m_job->file(), tr("Jobs (*.json *.yaml *.yml *.fasta *.fa *.cif *.mmcif *.pdb *.ent *.gz *.xz *.zst);;All files (*)"));
    if (!file.isEmpty()) openFile(file);
}

bool JobPage::hasUnsaved() { return m_job->isModified() && !(m_job->formFits() && m_job->job().job.entities.empty()); }

bool JobPage::saveJob() { return m_job->file().isEmpty() ? saveAs() : save(m_job->file()); }

bool JobPage::saveAs() {
    const QString present = m_job->file().isEmpty() ? QString::fromStdString(m_job->job().job.name) + QStringLiteral(".json") : m_job->file();
    const QString file = QFileDialog::getSaveFileName(this, tr("Save job"), present, tr("AlphaFold 3 JSON (*.json)"));
    return !file.isEmpty() && save(file);
}

bool JobPage::save(const QString& file) {
    try {
        m_job->apply(tr("Follow moved paths"), withMovedPaths(m_job->job(), m_job->file(), file));
        writeAtomically(file.toStdString(), m_job->savedForm());
        m_job->setSaved(file);
        return true;
    } catch (const Error& error) {
        m_note->setNote(look::NoteBar::Kind::Stale, tr("The job was not saved: %1").arg(QString::fromUtf8(error.what())), tr("Dismiss"));
        return false;
    }
}

QString JobPage::whyNotPredict() const {
    if (!m_job->checkIsCurrent()) return tr("The job is being checked.");
    const JobCheck& check = m_job->check();
    if (check.otherDialect) return tr("The text is %1; turn it into AlphaFold 3 JSON first.").arg(QString::fromStdString(check.dialect));
    if (check.sound) return {};
    if (m_job->check().marks.empty()) return tr("The job has no entity yet.");
    return tr("The job has errors: %1").arg(QString::fromStdString(check.marks.front().problem.text));
}

void JobPage::predict() { Q_EMIT predictRequested(QString::fromStdString(m_job->savedForm()), m_job->file()); }

}  // namespace foldmeter::job
