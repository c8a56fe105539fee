#include "gui/app/compare_page.h"

#include "base/message.h"
#include "gui/app/background.h"
#include "gui/app/linked_structures.h"
#include "gui/app/matrix_pane.h"
#include "gui/app/workbench.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/report/page_text.h"
#include "gui/timeline/pair_pane.h"
#include "publish/comparison_document.h"
#include "timeline/timeline_file.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace foldmeter::app {

struct ComparePage::Compared {
    std::vector<compare::Side> sides;
    compare::Comparison comparison;
    publish::Document document;
};

ComparePage::Compared ComparePage::compareFolders(const std::vector<std::filesystem::path>& folders, const std::vector<std::string>& names, int baseline) {
    std::vector<compare::Side> sides;
    for (std::size_t i = 0; i < folders.size(); ++i) sides.push_back(compare::readSide(folders[i], i < names.size() ? names[i] : std::string()));
    compare::Comparison comparison = compare::compareSides(sides, {.baseline = static_cast<std::size_t>(baseline)});
    Compared compared{std::move(sides), std::move(comparison), {}};
    publish::addComparison(compared.document, compared.comparison, 1);
    return compared;
}

ComparePage::ComparePage(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_baselineChoice(new QComboBox), m_baselineRun(new QComboBox), m_other(new QComboBox), m_otherRun(new QComboBox), m_text(new QTextBrowser), m_structures(new LinkedStructures), m_stack(new look::StateStack(makeReport())),
      m_timelines(new gui::PairPane), m_matrix(new MatrixPane(workbench)), m_tabs(new QTabWidget) {
    m_stack->show(look::Empty{tr("Nothing to compare yet"), tr("Choose two or more runs of the history and press Compare, or let a matrix of settings run."), tr("Show the runs")});
    connect(m_stack->pane(), &look::StatePane::buttonPressed, this, &ComparePage::runsWanted);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_stack, tr("Comparison"));
    m_tabs->addTab(m_timelines, tr("Timelines"));
    m_tabs->addTab(m_matrix, tr("Matrix of settings"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_tabs, 1);
    connect(m_baselineChoice, &QComboBox::activated, this, &ComparePage::setBaseline);
    connect(m_other, &QComboBox::currentIndexChanged, this, [this] {
        fillRuns(m_otherRun, otherSide());
        followBaselineRun();
        showPair();
    });
    connect(m_baselineRun, &QComboBox::activated, this, [this] {
        followBaselineRun();
        showPair();
    });
    connect(m_otherRun, &QComboBox::activated, this, &ComparePage::showPair);
    connect(m_matrix, &MatrixPane::measured, this, &ComparePage::compareMatrix);
}

QWidget* ComparePage::makeReport() {
    m_text->setAccessibleName(tr("Comparison"));
    m_text->setOpenLinks(false);
    auto* splitter = new QSplitter;
    splitter->addWidget(m_text);
    splitter->addWidget(m_structures);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({740, 420});
    return splitter;
}

QWidget* ComparePage::makeBar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    auto* label = new QLabel(tr("&Baseline"));
    label->setBuddy(m_baselineChoice);
    m_baselineChoice->setAccessibleName(tr("Baseline"));
    row->addWidget(label);
    row->addWidget(m_baselineChoice, 1);
    m_baselineRun->setAccessibleName(tr("Run of the baseline that is seen"));
    row->addWidget(m_baselineRun, 1);
    auto* beside = new QLabel(tr("&Beside it"));
    beside->setBuddy(m_other);
    m_other->setAccessibleName(tr("Run beside the baseline"));
    row->addWidget(beside);
    row->addWidget(m_other, 1);
    m_otherRun->setAccessibleName(tr("Run beside it that is seen"));
    row->addWidget(m_otherRun, 1);
    for (QComboBox* box : {m_baselineRun, m_otherRun}) {
        box->setToolTip(tr("Which input and repeat is seen in the structures and the timelines"));
        box->hide();
    }
    for (QComboBox* box : {m_baselineChoice, m_other, m_baselineRun, m_otherRun}) {   // long names are cut, not the window widened
        box->setMinimumWidth(16 * look::grid);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    }
    row->addStretch();
    if (QAction* action = m_workbench.commands().action(QStringLiteral("file.export_report"))) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->addWidget(button);
    }
    return bar;
}

void ComparePage::showRuns(const std::vector<std::filesystem::path>& folders) {
    showTab(Report);
    showSides(folders, {});
}

void ComparePage::showSides(const std::vector<std::filesystem::path>& folders, const std::vector<std::string>& names, int baseline) {
    m_baseline = static_cast<std::size_t>(baseline) < folders.size() ? baseline : 0;
    m_folders = folders;
    m_names = names;
    compareRuns();
}

void ComparePage::showTab(Tab tab) { m_tabs->setCurrentIndex(tab); }

// Sides that have a run by now; the baseline stays the first combination until the person chooses another.
void ComparePage::compareMatrix() {
    const MatrixRun& run = *m_matrix->current();
    const auto measured = run.measured();
    if (measured.size() < 2) return;
    if (m_comparing) {
        m_compareAgain = true;
        return;
    }
    std::vector<std::filesystem::path> folders;
    std::vector<std::string> names;
    for (const std::size_t combination : measured) {
        folders.push_back(folderOf(run.plan(), combination));
        names.push_back(run.plan().combinations[combination].name);
    }
    showSides(folders, names, names == m_names || m_names.size() < names.size() ? m_baseline : 0);
}

void ComparePage::setBaseline(int which) {
    if (which < 0 || which == m_baseline || static_cast<std::size_t>(which) >= m_folders.size()) return;
    m_baseline = which;
    compareRuns();
}

void ComparePage::compareRuns() {
    if (!m_comparison || m_names.empty()) m_stack->show(look::Loading{tr("Comparing the runs"), {}, {}, {}, {}});   // a matrix that grows does not flicker
    if (m_names.empty()) m_comparison.reset();
    m_comparing = true;
    const int asked = ++m_asked;
    const auto folders = m_folders;
    const auto names = m_names;
    const int baseline = m_baseline;
    inBackground<std::shared_ptr<Compared>>(
        this, [folders, names, baseline] { return std::make_shared<Compared>(compareFolders(folders, names, baseline)); },
        [this, asked](const std::shared_ptr<Compared>& compared) {
            if (asked == m_asked) take(*compared);
        },
        [this, asked](const QString& problem) {
            if (asked != m_asked) return;
            m_comparing = m_compareAgain = false;
            m_comparison.reset();
            m_stack->show(look::Failed{tr("The runs cannot be compared"), problem, tr("Their folders are as they were."), {}, problem, {}});
            Q_EMIT shown();
        });
}

void ComparePage::take(const Compared& compared) {
    m_comparing = false;
    m_comparison = std::make_shared<compare::Comparison>(compared.comparison);
    m_sides = compared.sides;
    m_document = compared.document;
    write();
    m_stack->showContent();
    fillChoices();
    showPair();
    Q_EMIT shown();
    if (std::exchange(m_compareAgain, false)) compareMatrix();
}

void ComparePage::fillChoices() {
    const QSignalBlocker quietBaseline(m_baselineChoice), quietOther(m_other);
    const QString before = m_other->currentText();
    m_baselineChoice->clear();
    m_other->clear();
    for (std::size_t i = 0; i < m_comparison->sides.size(); ++i) {
        m_baselineChoice->addItem(QString::fromStdString(m_comparison->sides[i]));
        if (static_cast<int>(i) != m_baseline) m_other->addItem(QString::fromStdString(m_comparison->sides[i]), static_cast<int>(i));
    }
    m_baselineChoice->setCurrentIndex(m_baseline);
    if (const int same = m_other->findText(before); same >= 0) m_other->setCurrentIndex(same);
    fillRuns();
}

int ComparePage::otherSide() const { return m_other->count() == 0 ? -1 : m_other->currentData().toInt(); }

void ComparePage::fillRuns() {
    fillRuns(m_baselineRun, m_baseline);
    fillRuns(m_otherRun, otherSide());
    if (m_otherRun->count() > 0 && m_otherRun->currentIndex() == 0) followBaselineRun();
}

// By where they lie in the side's folder; what was seen stays, as runs of a matrix come in.
void ComparePage::fillRuns(QComboBox* box, int side) {
    const QSignalBlocker quiet(box);
    const QString before = box->currentText();
    box->clear();
    if (side < 0 || static_cast<std::size_t>(side) >= m_sides.size()) return box->hide();
    const compare::Side& shown = m_sides[static_cast<std::size_t>(side)];
    for (const report::RunFolder& run : shown.runs) {
        const std::string place = run.folder.lexically_relative(shown.folder).string();
        box->addItem(QString::fromStdString(place.empty() || place == "." ? run.name : place));
    }
    if (const int same = box->findText(before); same >= 0) box->setCurrentIndex(same);
    box->setVisible(box->count() > 1);
}

void ComparePage::followBaselineRun() {
    const int other = otherSide();
    if (!m_comparison || other < 0 || m_baselineRun->currentIndex() < 0) return;
    const QSignalBlocker quiet(m_otherRun);
    int best = m_otherRun->findText(m_baselineRun->currentText());
    const auto& runs = m_sides[static_cast<std::size_t>(other)].runs;
    const std::string& name = chosenRun(m_baselineRun, m_baseline).name;
    for (std::size_t i = 0; best < 0 && i < runs.size(); ++i)
        if (runs[i].name == name) best = static_cast<int>(i);
    if (best >= 0) m_otherRun->setCurrentIndex(best);
}

const report::RunFolder& ComparePage::chosenRun(const QComboBox* box, int side) const {
    const auto& runs = m_sides[static_cast<std::size_t>(side)].runs;
    return runs[std::min(static_cast<std::size_t>(std::max(box->currentIndex(), 0)), runs.size() - 1)];
}

void ComparePage::setRuns(int ofBaseline, int ofOther) {
    if (ofBaseline < 0 || ofBaseline >= m_baselineRun->count() || ofOther < 0 || ofOther >= m_otherRun->count()) return;
    m_baselineRun->setCurrentIndex(ofBaseline);
    m_otherRun->setCurrentIndex(ofOther);
    showPair();
}

QString ComparePage::runOfBaseline() const { return m_baselineRun->count() > 1 ? m_baselineRun->currentText() : QString(); }
QString ComparePage::runOfOther() const { return m_otherRun->count() > 1 ? m_otherRun->currentText() : QString(); }

void ComparePage::showPair() {
    const int other = otherSide();
    if (!m_comparison || other < 0 || static_cast<std::size_t>(other) >= m_sides.size()) return;
    const int asked = ++m_pairAsked;
    const report::RunFolder first = chosenRun(m_baselineRun, m_baseline), second = chosenRun(m_otherRun, other);
    showTimelines(first, second);
    inBackground<std::optional<StructurePair>>(
        this, [first = first.folder, second = second.folder] { return readPair(first, second); },
        [this, asked, other](const std::optional<StructurePair>& pair) {
            if (asked != m_pairAsked || !m_comparison) return;
            if (pair) m_structures->show(*pair, nameOf(m_baseline), nameOf(other));
            else m_structures->clear(tr("No seed and sample was run on both sides."));
            Q_EMIT pairShown();
        },
        [this, asked](const QString& problem) {
            if (asked != m_pairAsked) return;
            m_structures->clear(problem);
            Q_EMIT pairShown();
        });
}

QString ComparePage::nameOf(int side) const {
    const QString name = QString::fromStdString(m_comparison->sides[static_cast<std::size_t>(side)]), run = side == m_baseline ? runOfBaseline() : runOfOther();
    return run.isEmpty() ? name : tr("%1, %2").arg(name, run);
}

void ComparePage::showTimelines(const report::RunFolder& first, const report::RunFolder& second) {
    const int asked = m_pairAsked, other = otherSide();
    using Pair = std::shared_ptr<const gui::TimelinePair>;
    m_timelines->setWaiting();
    inBackground<Pair>(
        this, [first, second] {
            const auto read = [](const report::RunFolder& run) {
                if (run.timelineFile.empty()) throw InputError(message("compare.no_timeline", {run.folder.string()}));
                return std::make_shared<const timeline::Timeline>(timeline::readTimeline(run.timelineFile));
            };
            return gui::makeTimelinePair(read(first), read(second));
        },
        [this, asked, other](const Pair& pair) {
            if (asked != m_pairAsked || !m_comparison) return;
            m_timelines->setPair(pair, nameOf(m_baseline), nameOf(other));
            Q_EMIT timelinesShown();
        },
        [this, asked](const QString& problem) {
            if (asked != m_pairAsked) return;
            m_timelines->clear(problem);
            Q_EMIT timelinesShown();
        });
}

QString ComparePage::problem() const { return m_stack->showsContent() ? QString() : m_stack->pane()->text(); }

void ComparePage::write() {
    auto page = reports::makePageText(m_document, look::themeOf(this).scheme == look::Scheme::Light ? reports::Ground::Light : reports::Ground::Dark);
    m_text->setDocument(page.get());
    m_page = std::move(page);
}

void ComparePage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_comparison) write();
    QWidget::changeEvent(event);
}

}  // namespace foldmeter::app
