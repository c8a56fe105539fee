#include "gui/app/run_page.h"

#include "gui/app/background.h"
#include "gui/app/contacts_pane.h"
#include "gui/app/help_pane.h"
#include "gui/app/live_line.h"
#include "gui/app/live_timeline.h"
#include "gui/app/selection_rows.h"
#include "gui/app/step_clock.h"
#include "gui/app/stored_pictures.h"
#include "gui/app/structure_pane.h"
#include "gui/app/superposition_pane.h"
#include "gui/app/workbench.h"
#include "gui/look/badge.h"
#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/run/loaded_sample.h"
#include "gui/run/run_panes.h"
#include "gui/timeline/span_details.h"
#include "gui/timeline/timeline_pane.h"
#include "interop/open_timeline.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QProcess>
#include <QScrollArea>
#include <QUndoCommand>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace foldmeter::app {
namespace {

constexpr int growthMilliseconds = 500;   // between two pictures of strips that grow

// Where a pane of the run stands in the original arrangement.
Qt::DockWidgetArea areaOf(const QString& id) {
    static const std::map<QString, Qt::DockWidgetArea> areas{
        {QStringLiteral("stages"), Qt::TopDockWidgetArea},     {QStringLiteral("samples"), Qt::LeftDockWidgetArea},
        {QStringLiteral("sequence"), Qt::BottomDockWidgetArea}, {QStringLiteral("timeline"), Qt::BottomDockWidgetArea}};
    const auto found = areas.find(id);
    return found == areas.end() ? Qt::RightDockWidgetArea : found->second;
}

QWidget* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

// What a timeline of another program is, the stages of a JAX profile, and what was left out of it.
QString noteOf(const interop::OpenedTimeline& opened) {
    QStringList parts{QStringLiteral("%1, %2").arg(QString::fromStdString(opened.format), RunPage::tr("%n span(s)", nullptr, static_cast<int>(opened.timeline.spans.size())))};
    for (const interop::ForeignStage& stage : opened.stages) {
        const QString time = QStringLiteral("%1 %2").arg(QString::fromStdString(stage.name), look::duration(stage.seconds()));
        parts << (stage.logged ? RunPage::tr("%1 (the log states %2)").arg(time, look::duration(*stage.logged)) : time);
    }
    for (const std::string& note : opened.notes) parts << QString::fromStdString(note);
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

RunPage::RunPage(Workbench& workbench, QWidget* parent)
    : DockPage(QStringLiteral("run"), workbench.commands(), parent), m_workbench(workbench),
      m_structure(new StructurePane(workbench.commands(), workbench.selection())), m_panes(new gui::RunPanes(&workbench.selection(), this)),
      m_heading(new QLabel), m_badge(new look::ModelBadge), m_note(new look::NoteBar), m_live(new LiveLine) {
    setHelpTopic(this, QStringLiteral("run-page"));
    setCentralWidget(makeMiddle());
    placePanes();
    addLayouts();
    followQueue();
    wireTimeline();
    connect(m_panes, &gui::RunPanes::sampleLoaded, this, &RunPage::takeSample);
    followSteps();
    connect(m_structure->view(), &viz::StructureWidget::stillReady, this, &RunPage::storePictures);
    writeHeading();
    restoreFrom(workbench.store());
}

QWidget* RunPage::makeMiddle() {
    look::setTextSize(m_heading, look::TextSize::Body, true);
    m_heading->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_heading->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(look::grid, look::grid / 2, look::grid, look::grid / 2);
    line->addWidget(m_heading, 1);
    line->addWidget(m_badge);
    auto* middle = new QWidget;
    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_live);
    layout->addWidget(m_note);
    layout->addWidget(m_structure, 1);
    return middle;
}

void RunPage::placePanes() {
    for (const auto& made : m_panes->panes()) {
        const QString id = QString::fromLatin1(made.id);
        QWidget* content = made.widget;
        if (id == QLatin1String("stages")) content = scrolled(content);   // the answer may be long; the strips come first
        addPane(id, made.title, content, areaOf(id));
    }
    setHelpTopic(m_panes->timeline(), QStringLiteral("timeline"));
    addPane(QStringLiteral("superposition"), tr("Superposition"), m_structure->superposition(), Qt::RightDockWidgetArea);
    addPane(QStringLiteral("contacts"), tr("Contacts"), m_structure->contacts(), Qt::RightDockWidgetArea);
    splitDockWidget(pane(QStringLiteral("sequence")), pane(QStringLiteral("timeline")), Qt::Vertical);
    tabifyDockWidget(pane(QStringLiteral("scores")), pane(QStringLiteral("interfaces")));
    tabifyDockWidget(pane(QStringLiteral("interfaces")), pane(QStringLiteral("superposition")));
    tabifyDockWidget(pane(QStringLiteral("pae")), pane(QStringLiteral("chain-pairs")));
    tabifyDockWidget(pane(QStringLiteral("chain-pairs")), pane(QStringLiteral("contacts")));   // three and three: their titles fit whole
    for (const char* front : {"scores", "pae"}) pane(QString::fromLatin1(front))->raise();
}

void RunPage::arrange() {
    const auto dock = [this](const char* id) { return pane(QString::fromLatin1(id)); };
    const int high = height(), wide = width();
    resizeDocks({dock("samples"), dock("pae")}, {std::clamp(wide / 5, 28 * look::grid, 56 * look::grid), std::clamp(wide / 4, 36 * look::grid, 80 * look::grid)}, Qt::Horizontal);
    resizeDocks({dock("stages")}, {std::clamp(high / 6, 15 * look::grid, 20 * look::grid)}, Qt::Vertical);
    resizeDocks({dock("sequence"), dock("timeline")}, {14 * look::grid, std::max(high / 4, 20 * look::grid)}, Qt::Vertical);
    resizeDocks({dock("pae"), dock("scores")}, {high * 11 / 20, high * 9 / 20}, Qt::Vertical);
}

void RunPage::addLayouts() {
    std::vector<QString> all = DockPage::panes();
    addLayout(QStringLiteral("everything"), all);
    addLayout(QStringLiteral("structure"), {QStringLiteral("samples"), QStringLiteral("pae"), QStringLiteral("chain-pairs"), QStringLiteral("scores"), QStringLiteral("interfaces"), QStringLiteral("superposition"), QStringLiteral("contacts"), QStringLiteral("sequence")});
    addLayout(QStringLiteral("time"), {QStringLiteral("stages"), QStringLiteral("timeline")});
    const auto add = [this](const char* id, const QString& title, const char* keys) {
        commands::Command command;
        const QString layout = QString::fromLatin1(id);
        command.id = QStringLiteral("view.layout.") + layout;
        command.subject = tr("View");
        command.title = title;
        command.shortcut = QKeySequence(QString::fromLatin1(keys));
        command.change = [this, layout, title] { return layoutChange(layout, title); };
        m_workbench.commands().add(std::move(command), this);
    };
    add("everything", tr("Layout: everything"), "Alt+1");
    add("structure", tr("Layout: structure"), "Alt+2");
    add("time", tr("Layout: time"), "Alt+3");
}

void RunPage::followQueue() {
    engine::JobQueue& queue = m_workbench.queue();
    m_growth.setInterval(growthMilliseconds);
    connect(&m_growth, &QTimer::timeout, this, &RunPage::grow);
    connect(&queue, &engine::JobQueue::entryChanged, this, &RunPage::takeEntry);
    connect(&queue, &engine::JobQueue::jobStarted, this, &RunPage::takeEntry);
    connect(&queue, &engine::JobQueue::atomsCame, this, [this](int number, const worker::AtomsEvent& atoms) {
        if (number == m_watched) m_structure->setLiveLayout(std::make_shared<const structure::Structure>(layoutOf(atoms)));
    });
    connect(&queue, &engine::JobQueue::positionsCame, this, [this](int number, const worker::PositionsEvent& positions) {
        if (number != m_watched) return;
        const auto first = static_cast<std::size_t>(3 * positions.atoms);
        if (positions.values.size() < first) return;
        m_structure->setLiveFrame({positions.seed, positions.step, positions.steps, positions.sigma, {positions.values.begin(), positions.values.begin() + static_cast<std::ptrdiff_t>(first)}});
    });
    connect(&queue, &engine::JobQueue::sampleFinished, this, [this](int number, const worker::SampleEvent&) {
        if (number == m_watched) read();
    });
    connect(&queue, &engine::JobQueue::jobEnded, this, [this](int number) {
        if (number != m_watched) return;
        m_structure->clearLive();
        m_thumbnailDue = m_pictureDue = true;
        takeEntry(number);
        m_panes->setLiveTimeline(nullptr);
        read();
    });
}

// One time cursor: a step that is shown moves it, and where it is moved to a step of the shown sample's seed, that is shown.
void RunPage::followSteps() {
    connect(m_panes, &gui::RunPanes::timelineLoaded, this, [this](const std::shared_ptr<const timeline::Timeline>& timeline) {
        m_steps = timeline ? std::make_shared<const StepClock>(*timeline) : nullptr;
    });
    connect(m_structure, &StructurePane::stepChanged, this, [this](std::optional<ShownStep> shown) {
        const auto step = shown && m_steps ? m_steps->find(shown->sample.seed, shown->step) : std::nullopt;
        const auto now = m_workbench.selection().cursor();
        if (step && !(now && *now >= step->start && *now <= step->end)) m_workbench.selection().moveCursor(step->end);
    });
    connect(&m_workbench.selection(), &commands::SharedSelection::cursorMoved, this, [this](std::optional<std::int64_t> moment) {
        const auto step = moment && m_steps ? m_steps->at(*moment) : std::nullopt;
        const auto sample = m_structure->shownSample();
        if (step && sample && sample->seed == step->seed) m_structure->showStep(step->step);
        if (!moment) m_structure->replay()->setPlace(m_structure->replay()->steps());   // the finished sample again
    });
}

void RunPage::wireTimeline() {
    gui::TimelinePane* timeline = m_panes->timeline();
    timeline->addCommands(m_workbench.commands());
    timeline->details()->setSourcesOffered(true);
    connect(timeline, &gui::TimelinePane::sourceAsked, this, &RunPage::askForText);
    connect(timeline, &gui::TimelinePane::refused, this, [this](const QString& why) { m_note->setNote(look::NoteBar::Kind::Notice, why); });
    connect(timeline, &gui::TimelinePane::ready, this, [this] { m_workbench.commands().refresh(); });
}

// The text of a kernel, or the graph of a program, as the command line prints it; made anew with the run's settings, so it
// is that of this version of the program.
void RunPage::askForText(const QString& program, const QString& kernel) {
    QStringList arguments = kernel.isEmpty() ? QStringList{QStringLiteral("graph")} : QStringList{QStringLiteral("kernels"), QStringLiteral("--show"), QStringLiteral("source")};
    arguments << QStringLiteral("--program") << program;
    if (m_prediction && m_prediction->timing)
        for (const auto& [name, value] : m_prediction->timing->settings)
            if (name == "precision" || name == "fusion" || name == "attention" || name == "matmul" || name == "hoist") arguments << QStringLiteral("--") + QString::fromStdString(name) << QString::fromStdString(value);
    auto* process = new QProcess(this);
    const QPointer<gui::TimelinePane> timeline(m_panes->timeline());
    connect(process, &QProcess::errorOccurred, this, [timeline, process] {
        if (process->error() == QProcess::FailedToStart && timeline) timeline->showSource(process->errorString());
        process->deleteLater();
    });
    connect(process, &QProcess::finished, this, [timeline, process, kernel](int code) {
        const QString text = QString::fromUtf8(process->readAllStandardOutput());
        process->deleteLater();
        if (!timeline) return;
        if (code != 0) return timeline->showSource(QString::fromUtf8(process->readAllStandardError()));
        if (kernel.isEmpty()) return timeline->showSource(text);
        const auto begin = text.indexOf(QStringLiteral("=== ") + kernel + u' ');
        timeline->showSource(begin < 0 ? tr("This version of the program makes no kernel of this name: the run was made by another version or with other settings.") : text.mid(begin, text.indexOf(QStringLiteral("\n=== "), begin + 1) - begin));
    });
    process->start(QCoreApplication::applicationDirPath() + QStringLiteral("/foldmeter"), arguments);
}

void RunPage::showTimelineFile(const std::filesystem::path& file) {
    m_watched = 0;
    m_folder.clear();
    m_timelineFile = file;
    m_prediction.reset();
    m_note->clear();
    m_workbench.selection().clear();
    m_workbench.selection().showSample({});
    m_panes->setPrediction(nullptr);
    m_structure->setEmpty(tr("A timeline by itself"), tr("This file holds times, no structures. Open a run's folder to see both."));
    m_panes->timeline()->setName(QString::fromStdString(file.filename().string()));
    m_panes->timeline()->setLoading(tr("Reading %1").arg(QString::fromStdString(file.filename().string())));
    applyLayout(QStringLiteral("time"));
    writeHeading();
    const int reading = ++m_reading;
    using Opened = std::shared_ptr<const interop::OpenedTimeline>;
    inBackground<Opened>(
        this, [file] { return std::make_shared<const interop::OpenedTimeline>(interop::openTimeline(file)); },
        [this, reading](Opened opened) {
            if (reading != m_reading) return;
            m_panes->timeline()->setTimeline({opened, &opened->timeline});
            m_note->setNote(look::NoteBar::Kind::Notice, noteOf(*opened));
            Q_EMIT shown();
        },
        [this, reading](const QString& problem) {
            if (reading == m_reading) m_panes->timeline()->setFailure(tr("The timeline could not be read"), problem);
        });
}

void RunPage::watch(int number) {
    const engine::QueueEntry* entry = m_workbench.queue().entry(number);
    if (!entry) return;
    m_watched = number;
    m_folder = entry->folder.toStdString();
    m_timelineFile.clear();
    m_prediction.reset();
    m_workbench.selection().clear();
    m_workbench.selection().showSample({});
    m_panes->setLiveTimeline(nullptr);
    m_panes->setPrediction(nullptr);
    m_structure->setEmpty(tr("The structure forms here"), tr("Atoms appear as noise and fold when the diffusion of the first seed begins."));
    takeEntry(number);
    writeHeading();
}

void RunPage::takeEntry(int number) {
    if (number != m_watched) return;
    const engine::QueueEntry* entry = m_workbench.queue().entry(number);
    if (!entry) return;
    if (m_folder.empty() && !entry->folder.isEmpty()) m_folder = entry->folder.toStdString();
    if (entry->state.phase == worker::JobPhase::Failed)
        m_note->setNote(look::NoteBar::Kind::Partial, tr("Failed: %1 What was finished before is kept.").arg(entry->reason));
    else if (entry->state.phase == worker::JobPhase::Cancelled)
        m_note->setNote(look::NoteBar::Kind::Partial, tr("Cancelled. What was finished before is kept."));
    else
        m_note->clear();
    m_live->setState(entry->state);
    if (worker::isOver(entry->state.phase)) m_growth.stop();
    else if (!m_growth.isActive()) m_growth.start();
    writeHeading();
}

void RunPage::grow() {
    const engine::QueueEntry* entry = m_workbench.queue().entry(m_watched);
    if (!entry || worker::isOver(entry->state.phase)) return m_growth.stop();
    if (!entry->began.isValid() || entry->state.stages.empty() || !isVisible()) return;
    const double elapsed = static_cast<double>(entry->began.msecsTo(QDateTime::currentDateTime())) * 1e-3;
    m_panes->setSeedsWanted(entry->state.started ? static_cast<int>(entry->state.started->seeds.size()) : 0);
    m_panes->setLiveTimeline(std::make_shared<const timeline::Timeline>(liveTimeline(entry->state, elapsed)));
}

void RunPage::showFolder(const std::filesystem::path& folder) {
    m_watched = 0;
    m_folder = folder;
    m_timelineFile.clear();
    m_prediction.reset();
    m_note->clear();
    m_growth.stop();
    m_live->hide();
    m_panes->setLiveTimeline(nullptr);
    m_panes->setSeedsWanted(0);
    m_workbench.selection().clear();
    m_workbench.selection().showSample({});
    m_thumbnailDue = m_pictureDue = true;
    for (const engine::QueueEntry& entry : m_workbench.queue().entries())
        if (!worker::isOver(entry.state.phase) && entry.folder.toStdString() == folder.string()) return watch(entry.number);
    read();
}

void RunPage::read() {
    if (m_folder.empty()) return;
    const int reading = ++m_reading;
    const std::filesystem::path folder = m_folder;
    using Read = std::shared_ptr<const results::Prediction>;
    inBackground<Read>(
        this, [folder] { return std::make_shared<const results::Prediction>(results::readPrediction(folder)); },
        [this, reading](Read prediction) { if (reading == m_reading) take(std::move(prediction)); },
        [this, reading](const QString& problem) {
            if (reading != m_reading || m_watched) return;   // a run that has just begun has nothing to read yet
            m_structure->setEmpty(tr("This run could not be read"), problem);
            m_note->setNote(look::NoteBar::Kind::Partial, problem);
        });
}

void RunPage::take(std::shared_ptr<const results::Prediction> prediction) {
    m_prediction = std::move(prediction);
    m_panes->setPrediction(m_prediction);
    m_structure->setPrediction(m_prediction);
    writeHeading();
    Q_EMIT shown();
}

void RunPage::takeSample(const std::shared_ptr<const gui::LoadedSample>& sample) {
    if (sample && sample->structure) m_structure->setSample(sample);
}

QString RunPage::jobName() const {
    if (m_prediction) return QString::fromStdString(m_prediction->name);
    if (!m_timelineFile.empty()) return QString::fromStdString(m_timelineFile.filename().string());
    const engine::QueueEntry* entry = m_workbench.queue().entry(m_watched);
    return entry ? entry->job.name : QString::fromStdString(m_folder.filename().string());
}

void RunPage::writeHeading() {
    QStringList parts{jobName()};
    QString model;
    if (m_prediction && m_prediction->timing) {
        const auto& timing = *m_prediction->timing;
        model = QString::fromStdString(timing.model.name);
        if (look::modelKind(model) == look::ModelKind::Own) parts << model;   // else the badge says it
        parts << QString::fromStdString(timing.device.kind + " " + timing.device.isa);
        for (const auto& [name, value] : timing.settings)
            if (name == "precision") parts << QString::fromStdString(value);
        parts << look::duration(timing.stages.wall);
    } else if (const engine::QueueEntry* entry = m_workbench.queue().entry(m_watched); entry && entry->state.started) {
        model = QString::fromStdString(entry->state.started->model);
        if (look::modelKind(model) == look::ModelKind::Own) parts << model;
        parts << QString::fromStdString(entry->state.started->precision);
    }
    parts.removeAll(QString());
    m_headingText = parts.isEmpty() ? tr("No run is open") : parts.join(QStringLiteral(" · "));
    m_heading->setToolTip(m_headingText + u'\n' + QString::fromStdString(m_folder.string()));
    m_heading->setAccessibleName(m_headingText);
    m_badge->setKind(look::modelKind(model));
    m_structure->setModel(m_badge->kind());
    elideHeading();
}

void RunPage::elideHeading() {
    m_heading->setText(m_heading->fontMetrics().elidedText(m_headingText, Qt::ElideRight, std::max(m_heading->width(), 20 * look::grid)));
}

void RunPage::resizeEvent(QResizeEvent* event) {
    DockPage::resizeEvent(event);
    QMetaObject::invokeMethod(this, &RunPage::elideHeading, Qt::QueuedConnection);   // the docks have taken their share then
}

// Once a still is refined: the first makes the thumbnail, the first that shows what reports show is kept for them.
void RunPage::storePictures() {
    if (m_folder.empty() || !m_prediction || !m_prediction->timing || !m_structure->hasStructure() || m_structure->view()->live()) return;
    const viz::StructureWidget* view = m_structure->view();
    if (const QImage still = view->refinedImage(); m_thumbnailDue && !still.isNull()) {
        m_thumbnailDue = false;
        if (storeThumbnail(m_folder, still)) Q_EMIT pictureDrawn(QString::fromStdString(m_folder.string()));
    }
    const QImage cutOut = view->refinedCutOut();
    if (cutOut.isNull() || !m_pictureDue || !showsPictureForReports(*m_structure, *m_prediction)) return;
    m_pictureDue = false;
    inBackground<bool>(
        this, [prediction = m_prediction, cutOut, model = m_badge->kind()] {
            storeForReports(*prediction, cutOut, model);
            return true;
        },
        [](bool) {}, [](const QString&) {});   // a folder that cannot be written to has none: reports draw it then
}

}  // namespace foldmeter::app
