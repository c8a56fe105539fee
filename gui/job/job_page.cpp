#include "gui/job/job_page.h"

#include "base/error.h"
#include "base/file.h"
#include "gui/commands/registry.h"
#include "gui/job/bonds_table.h"
#include "gui/job/entity_cards.h"
#include "gui/job/json_editor.h"
#include "gui/job/problem_view.h"
#include "gui/job/seeds_text.h"
#include "gui/job/undo_passing.h"
#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"

#include <QAction>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QUrl>

namespace foldmeter::job {

JobPage::JobPage(commands::CommandRegistry& registry, QWidget* parent)
    : QWidget(parent), m_registry(registry), m_library(new ComponentLibrary(this)), m_job(new JobDocument(registry, *m_library, this)), m_name(new QLineEdit(this)), m_seeds(new QLineEdit(this)),
      m_seedCount(new QSpinBox(this)), m_seedsNote(new QLabel(this)), m_summary(new QLabel(this)), m_note(new look::NoteBar(this)), m_formNote(new look::NoteBar(this)), m_jobChoice(new QComboBox(this)),
      m_sides(new QSplitter(Qt::Horizontal, this)), m_rows(new QSplitter(Qt::Vertical, this)) {
    setObjectName(QStringLiteral("jobPage"));
    setAcceptDrops(true);
    m_pool.setMaxThreadCount(1);
    addCommands();
    m_sides->addWidget(makeForm());
    m_sides->addWidget(makeTextSide());
    m_sides->setChildrenCollapsible(false);
    connect(m_sides, &QSplitter::splitterMoved, this, [this] { m_sidesMoved = true; });
    m_problems = new ProblemView(this);
    m_rows->addWidget(m_sides);
    m_rows->addWidget(m_problems);
    m_rows->setStretchFactor(0, 1);
    m_rows->setSizes({600, 110});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * look::grid, look::grid, 2 * look::grid, look::grid);
    layout->setSpacing(look::grid);
    layout->addWidget(makeHead());
    layout->addWidget(m_note);
    layout->addWidget(m_formNote);
    layout->addWidget(m_rows, 1);
    connect(m_job, &JobDocument::jobChanged, this, &JobPage::showJob);
    connect(m_job, &JobDocument::textChanged, this, [this] { m_summary->setText(tr("checking…")); });
    connect(m_job, &JobDocument::checked, this, &JobPage::showCheck);
    connect(m_job, &JobDocument::fileChanged, this, &JobPage::showJob);
    connect(m_problems, &ProblemView::chosen, m_editor, &JsonEditor::goTo);
    connect(m_editor, &JsonEditor::filesDropped, this, [this](const QStringList& files) { openFile(files.front()); });
    connect(m_cards, &EntityCards::textPasted, this, [this](const QString& text) {
        QMimeData pasted;
        pasted.setText(text);
        paste(&pasted);
    });
    connect(m_formNote, &look::NoteBar::buttonPressed, this, &JobPage::convertText);
    connect(m_note, &look::NoteBar::buttonPressed, this, [this] { m_note->clear(); });
    passUndo(this);
    showJob();
}

JobPage::~JobPage() {
    m_pool.waitForDone();
    hide();   // fields hand over what was typed while everything still lives
    // What draws and checks beside the loop looks into the dictionary, so that goes last.
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    delete m_job;
    delete m_library;
}

QWidget* JobPage::makeHead() {
    auto* head = new QWidget(this);
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid);
    look::setTextSize(m_name, look::TextSize::Heading, true);
    m_name->setAccessibleName(tr("Name of the job"));
    m_name->setPlaceholderText(tr("Name of the job"));
    m_name->setMinimumWidth(180);
    m_seeds->setAccessibleName(tr("Seeds"));
    m_seeds->setToolTip(tr("One prediction for each seed, in this order: 1,2,5-8"));
    m_seeds->setMaximumWidth(140);
    m_seedCount->setAccessibleName(tr("Number of seeds"));
    m_seedCount->setToolTip(tr("How many seeds, counted on from the first"));
    m_seedCount->setRange(1, static_cast<int>(mostSeeds));
    m_seedCount->setKeyboardTracking(false);
    m_seedsNote->setWordWrap(true);
    m_seedsNote->hide();
    m_summary->setAccessibleName(tr("Size of the job"));
    m_jobChoice->setAccessibleName(tr("Job of the file"));
    m_jobChoice->hide();
    layout->addWidget(m_name, 2);
    layout->addWidget(m_jobChoice);
    layout->addWidget(new QLabel(tr("Seeds"), head));
    layout->addWidget(m_seeds);
    layout->addWidget(new QLabel(tr("number"), head));
    layout->addWidget(m_seedCount);
    layout->addWidget(m_seedsNote, 1);
    layout->addStretch(1);
    layout->addWidget(m_summary);
    m_predict = new QPushButton(head);
    m_predict->setObjectName(QStringLiteral("predictButton"));
    QAction* action = m_registry.action(QStringLiteral("job.predict"));
    m_predict->setText(action->text());
    m_predict->setDefault(true);   // the one thing the page leads to stands out while it can be done
    const auto follow = [this, action] {
        m_predict->setEnabled(action->isEnabled());
        m_predict->setToolTip(action->toolTip());
    };
    connect(action, &QAction::changed, m_predict, follow);
    connect(m_predict, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    layout->addWidget(m_predict);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        if (m_name->text().toStdString() != m_job->job().job.name) m_job->apply(tr("Rename job"), withName(m_job->job(), m_name->text().toStdString()));
    });
    connect(m_seeds, &QLineEdit::textEdited, this, [this](const QString& text) {
        QString why;
        const auto seeds = seedsOf(text, &why);
        m_seedsNote->setText(why);
        m_seedsNote->setVisible(!seeds.has_value());
    });
    connect(m_seeds, &QLineEdit::editingFinished, this, [this] {
        const auto seeds = seedsOf(m_seeds->text());
        if (!seeds) return;   // the words beside it say why
        if (*seeds != m_job->job().job.seeds) m_job->apply(tr("Set seeds"), withSeeds(m_job->job(), *seeds));
    });
    connect(m_seedCount, &QSpinBox::valueChanged, this, [this](int count) {
        const std::vector<std::uint32_t>& present = m_job->job().job.seeds;
        std::vector<std::uint32_t> seeds(present.begin(), present.begin() + std::min<std::ptrdiff_t>(count, static_cast<std::ptrdiff_t>(present.size())));
        while (static_cast<int>(seeds.size()) < count && (seeds.empty() || seeds.back() != 0xffffffff)) seeds.push_back(seeds.empty() ? 1 : seeds.back() + 1);
        if (seeds != present) m_job->apply(tr("Set number of seeds"), withSeeds(m_job->job(), seeds));
    });
    connect(m_jobChoice, &QComboBox::activated, this, [this](int index) {
        m_job->open(tr("Choose job"), m_imported.jobs[static_cast<std::size_t>(index)], {});
    });
    return head;
}

QWidget* JobPage::makeForm() {
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* form = new QWidget(m_scroll);
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, look::grid, 0);
    layout->setSpacing(look::grid);
    m_cards = new EntityCards(*m_job, form);
    m_empty = new look::StatePane(form);
    m_empty->show(look::Empty{tr("No entity yet"), tr("Paste a sequence, FASTA, SMILES or a whole job; drop a file of AlphaFold 3, AlphaFold Server, Protenix, Boltz, Chai, FASTA, PDB or mmCIF; or add an entity below."), tr("Open file…")});
    m_bonds = new BondsTable(*m_job, form);
    auto* bondsTitle = new QLabel(tr("Covalent bonds"), form);
    look::setTextSize(bondsTitle, look::TextSize::Body, true);
    layout->addWidget(m_empty);
    layout->addWidget(m_cards);
    makeAddRow(layout);
    layout->addWidget(bondsTitle);
    layout->addWidget(m_bonds);
    layout->addStretch(1);
    m_scroll->setWidget(form);
    connect(m_empty, &look::StatePane::buttonPressed, this, &JobPage::chooseFile);
    connect(m_cards, &EntityCards::cardFocused, this, [this](QWidget* card) { QMetaObject::invokeMethod(this, [this, card] { m_scroll->ensureWidgetVisible(card); }, Qt::QueuedConnection); });
    return m_scroll;
}

QWidget* JobPage::makeTextSide() {
    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid);
    m_sidePlace = new QWidget(side);
    auto* place = new QVBoxLayout(m_sidePlace);
    place->setContentsMargins(0, 0, 0, 0);
    m_sidePlace->hide();
    auto* title = new QLabel(tr("Job as JSON"), side);
    look::setTextSize(title, look::TextSize::Body, true);
    m_editor = new JsonEditor(*m_job, side);
    title->setBuddy(m_editor);
    layout->addWidget(m_sidePlace);
    layout->addWidget(title);
    layout->addWidget(m_editor, 1);
    return side;
}

void JobPage::setSideWidget(QWidget* widget) {
    m_sidePlace->layout()->addWidget(widget);
    m_sidePlace->show();
}

void JobPage::openText(const std::string& text, const QString& file) {
    m_jobChoice->hide();
    m_note->clear();
    m_job->open(tr("Open job"), text, file);
}

void JobPage::openFile(const QString& file) {
    importFrom([file] { return importFile(file); });
}

void JobPage::paste(const QMimeData* pasted) {
    for (const QUrl& url : pasted->urls())
        if (url.isLocalFile()) return openFile(url.toLocalFile());
    if (!pasted->hasText()) return;
    importFrom([text = pasted->text().toStdString(), file = m_job->file(), library = m_library] { return importText(text, file, *library->dictionary()); });
}

void JobPage::importFrom(std::function<Imported()> read) {
    m_note->setNote(look::NoteBar::Kind::Notice, tr("Reading…"));
    m_pool.start([this, read = std::move(read)] {
        Imported imported;
        try {
            imported = read();
        } catch (const std::exception& error) {
            imported.notes << QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(this, [this, imported = std::move(imported)] { take(imported); });
    });
}

void JobPage::take(const Imported& imported) {
    using Kind = Imported::Kind;
    QStringList words;
    if (imported.kind == Kind::Jobs) {
        m_imported = imported;
        m_jobChoice->clear();
        for (std::size_t i = 0; i < imported.names.size(); ++i) m_jobChoice->addItem(tr("Job %1 of %2: %3").arg(i + 1).arg(imported.names.size()).arg(imported.names[i]));
        m_job->open(tr("Open %1").arg(imported.what), imported.jobs.front(), {});
        words << tr("Read as %1, now in AlphaFold 3's form.").arg(imported.what);
    } else if (imported.kind == Kind::Text) {
        m_job->open(tr("Open %1").arg(imported.what), imported.text, imported.file);
    } else if (imported.kind == Kind::Entities) {
        const std::size_t first = m_job->job().job.entities.size();
        m_job->apply(tr("Paste %1").arg(imported.what), withEntities(m_job->job(), imported.entities));
        m_cards->focusEntity(first);
    }
    if (imported.kind == Kind::Jobs || imported.kind == Kind::Text) m_jobChoice->setVisible(imported.jobs.size() > 1);
    words += imported.notes;
    constexpr int mostSaid = 4;
    const qsizetype more = words.size() - mostSaid;
    m_note->setToolTip(words.join(u'\n'));
    if (more > 0) words = words.mid(0, mostSaid) << tr("and %n more (see the tooltip)", nullptr, static_cast<int>(more));
    if (words.isEmpty()) m_note->clear();
    else m_note->setNote(imported.kind == Kind::Nothing ? look::NoteBar::Kind::Stale : look::NoteBar::Kind::Notice, words.join(u'\n'), tr("Dismiss"));
    Q_EMIT this->imported();
}

void JobPage::showJob() {
    const JobValue& job = m_job->job().job;
    if (!m_name->hasFocus() || m_name->text().toStdString() != job.name) m_name->setText(QString::fromStdString(job.name));
    m_seeds->setText(textOf(job.seeds));
    m_seedsNote->hide();
    const QSignalBlocker quiet(m_seedCount);
    m_seedCount->setValue(std::max(1, static_cast<int>(job.seeds.size())));
    m_cards->show(job);
    m_bonds->show(job);
    m_empty->setVisible(job.entities.empty());
    m_cards->setVisible(!job.entities.empty());
    m_scroll->widget()->setEnabled(m_job->formFits() && !(m_job->checkIsCurrent() && m_job->check().otherDialect));
    showFormNote();
}

void JobPage::showFormNote() {
    const JobCheck& check = m_job->check();
    if (m_job->checkIsCurrent() && check.otherDialect && !check.jobs.empty()) {
        m_formNote->setNote(look::NoteBar::Kind::Stale, tr("The text is %1. The form shows AlphaFold 3's dialect.").arg(QString::fromStdString(check.dialect)), tr("Turn into AlphaFold 3 JSON"));
    } else if (!m_job->formFits()) {
        m_formNote->setNote(look::NoteBar::Kind::Stale, tr("The text is not a JSON object at the moment; the form waits and shows the job as it was before."));
    } else {
        m_formNote->clear();
    }
}

void JobPage::convertText() {
    const std::string text = m_job->text();
    importFrom([text, file = m_job->file(), library = m_library] { return importText(text, file, *library->dictionary()); });
}

QString JobPage::summary() const { return m_summary->text(); }

void JobPage::showCheck() {
    const JobCheck& check = m_job->check();
    m_problems->show(check);
    m_problems->setVisible(!check.marks.empty());
    m_cards->showProblems();
    m_scroll->widget()->setEnabled(m_job->formFits() && !check.otherDialect);
    showFormNote();
    QStringList parts;
    if (m_problems->errors() > 0) parts << tr("%n error(s)", nullptr, m_problems->errors());
    if (check.sound) parts << tr("%n chain(s)", nullptr, static_cast<int>(check.chains)) << tr("%1 tokens").arg(look::count(check.tokens)) << tr("%1 atoms").arg(look::count(check.atoms));
    if (m_problems->warnings() > 0) parts << tr("%n warning(s)", nullptr, m_problems->warnings());
    m_summary->setText(parts.join(QStringLiteral(" · ")));
    QPalette palette = m_summary->palette();
    palette.setColor(QPalette::WindowText, m_problems->errors() > 0 ? look::themeOf(this).failure : look::themeOf(this).text);
    m_summary->setPalette(palette);
    m_registry.refresh();
    Q_EMIT jobChanged(QString::fromStdString(m_job->savedForm()), m_job->file(), check.sound && !check.otherDialect);
}

void JobPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    constexpr int widestForm = 1100;
    const int room = m_sides->width();
    m_scroll->setMinimumWidth(m_scroll->widget()->minimumSizeHint().width() + m_scroll->verticalScrollBar()->sizeHint().width());   // nothing of a card is cut off
    const int form = std::max(std::min(room * 6 / 10, widestForm), m_scroll->minimumWidth());
    if (!m_sidesMoved) m_sides->setSizes({form, room - form});
}

void JobPage::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText()) event->acceptProposedAction();
}

void JobPage::dropEvent(QDropEvent* event) {
    paste(event->mimeData());
    event->acceptProposedAction();
}

}  // namespace foldmeter::job
