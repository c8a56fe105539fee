#include "gui/run/run_panes.h"

#include "base/error.h"
#include "gui/run/chain_pairs.h"
#include "gui/run/interface_pane.h"
#include "gui/run/pae_pane.h"
#include "gui/run/samples_pane.h"
#include "gui/run/scores_pane.h"
#include "gui/run/sequence_view.h"
#include "gui/run/stage_pane.h"
#include "gui/timeline/timeline_pane.h"
#include "timeline/timeline_file.h"

#include <QApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <map>

namespace foldmeter::gui {
namespace {

// What the timing file knows of each kernel, for one call. A name that several programs run gets the average of all.
timeline::KernelTable kernelsOf(const std::optional<report::Timing>& timing) {
    timeline::KernelTable kernels;
    if (!timing) return kernels;
    std::map<std::string, double> calls;
    for (const report::KernelTiming& kernel : timing->kernels) {
        timeline::KernelFacts& facts = kernels[kernel.name];
        if (facts.program.empty()) facts.program = kernel.program, facts.scope = kernel.scope;
        facts.flops += kernel.flops;
        facts.bytes += kernel.bytes;
        calls[kernel.name] += static_cast<double>(kernel.calls);
    }
    for (auto& [name, facts] : kernels)
        if (const double count = calls[name]; count > 0) facts.flops /= count, facts.bytes /= count;
    return kernels;
}

MachineLimits limitsOf(const std::optional<report::Timing>& timing) {
    MachineLimits limits;
    if (!timing) return limits;
    if (timing->device.peakF32) limits.peakF32 = *timing->device.peakF32 * 1e9;
    if (timing->device.peakBf16) limits.peakBf16 = *timing->device.peakBf16 * 1e9;
    limits.machine = QString::fromStdString(timing->device.name);
    for (const auto& [name, value] : timing->settings)
        if (name == "precision") limits.precision = QString::fromStdString(value);
    return limits;
}

}  // namespace

RunPanes::RunPanes(commands::SharedSelection* shared, QObject* parent)
    : QObject(parent), m_shared(shared), m_samples(new SamplesPane), m_pae(new PaePane), m_sequence(new SequenceView), m_chainPairs(new ChainPairs),
      m_interfaces(new InterfacePane), m_scores(new ScoresPane), m_stages(new StagePane), m_timeline(new TimelinePane) {
    m_panes = {{"stages", tr("Stages"), m_stages},       {"samples", tr("Samples"), m_samples},         {"sequence", tr("Sequence"), m_sequence}, {"pae", tr("PAE"), m_pae},
               {"scores", tr("Scores"), m_scores},       {"chain-pairs", tr("Chain pairs"), m_chainPairs}, {"interfaces", tr("Interfaces"), m_interfaces}, {"timeline", tr("Timeline"), m_timeline}};
    connectPanes();
}

// Panes that no dock has taken belong to nobody else.
RunPanes::~RunPanes() {
    for (const Pane& pane : m_panes)
        if (pane.widget && !pane.widget->parent()) delete pane.widget;
}

void RunPanes::connectPanes() {
    for (Pane& pane : m_panes) connect(pane.widget, &QObject::destroyed, this, [&pane] { pane.widget = nullptr; });
    const auto residues = [this](const std::vector<commands::SelectedResidue>& chosen) { selectResidues(chosen); };
    const auto chains = [this](const std::vector<std::string>& chosen) { selectChains(chosen); };
    connect(m_pae->map(), &PaeMap::residuesSelected, this, residues);
    connect(m_sequence, &SequenceView::residuesSelected, this, residues);
    connect(m_interfaces, &InterfacePane::residuesSelected, this, residues);
    connect(m_scores, &ScoresPane::residuesSelected, this, residues);
    connect(m_interfaces, &InterfacePane::chainsSelected, this, chains);
    connect(m_chainPairs, &ChainPairs::chainsSelected, this, chains);
    connect(m_scores, &ScoresPane::chainsSelected, this, chains);
    const auto spans = [this](const std::vector<commands::SelectedSpan>& chosen) {
        commands::Selection selection = m_shared->selection();
        selection.spans = chosen;
        m_shared->select(selection);
    };
    connect(m_timeline, &TimelinePane::spansSelected, this, spans);
    connect(m_stages, &StagePane::spansSelected, this, spans);
    connect(m_stages, &StagePane::rangeAsked, m_timeline, &TimelinePane::showRange);
    connect(m_timeline, &TimelinePane::cursorMoved, m_shared, &commands::SharedSelection::moveCursor);
    connect(m_samples, &SamplesPane::sampleChosen, m_shared, &commands::SharedSelection::showSample);
    connect(m_samples, &SamplesPane::sampleChosen, this, [this](const std::optional<commands::SelectedSample>& sample) {
        if (sample) m_timeline->showPlace({sample->seed, {}, {}, sample->index});
    });
    connect(m_timeline, &TimelinePane::placeChosen, this, &RunPanes::takePlace);
    connect(m_shared, &commands::SharedSelection::cursorMoved, m_timeline, &TimelinePane::setCursor);
    connect(m_shared, &commands::SharedSelection::sampleChanged, this, &RunPanes::load);
    connect(m_shared, &commands::SharedSelection::selectionChanged, this, [this](const commands::Selection& selection) {
        m_samples->setSelection(selection);
        m_pae->map()->setSelection(selection);
        m_sequence->setSelection(selection);
        m_chainPairs->setSelection(selection);
        m_interfaces->setSelection(selection);
        m_timeline->setSelection(selection);
    });
}

// The part of the selection that lies in the structure changes; selected spans and seeds stay.
void RunPanes::selectResidues(const std::vector<commands::SelectedResidue>& residues) {
    commands::Selection selection = m_shared->selection();
    selection.chains.clear();
    selection.atoms.clear();
    selection.residues = residues;
    m_shared->select(selection);
}

void RunPanes::selectChains(const std::vector<std::string>& chains) {
    commands::Selection selection = m_shared->selection();
    selection.residues.clear();
    selection.atoms.clear();
    selection.chains = chains;
    m_shared->select(selection);
}

// A span of a sample shows that sample; one of a seed its best sample, unless one of that seed is shown already. The step
// is for whoever draws the diffusion.
void RunPanes::takePlace(const Place& place) {
    Q_EMIT placeChosen(place);
    if (!m_prediction || !place.seed) return;
    const auto shown = m_shared->sample();
    if (!place.sample && shown && shown->seed == *place.seed) return;
    for (const results::Sample& sample : m_prediction->samples) {   // best first
        if (sample.seed != *place.seed || (place.sample && sample.index != *place.sample)) continue;
        const commands::SelectedSample wanted{sample.seed, sample.index};
        if (shown != wanted) m_shared->showSample(wanted);
        return;
    }
}

void RunPanes::setPrediction(std::shared_ptr<const results::Prediction> prediction) {
    const bool sameRun = m_prediction && prediction && m_prediction->folder == prediction->folder;
    m_prediction = std::move(prediction);
    m_samples->setPrediction(m_prediction);
    if (!m_prediction) {
        show(nullptr);
        showTimeline(nullptr);
        return;
    }
    readTimeline();
    const auto shown = m_shared->sample();
    const bool known = sameRun && shown && std::any_of(m_prediction->samples.begin(), m_prediction->samples.end(), [&](const results::Sample& s) { return s.seed == shown->seed && s.index == shown->index; });
    if (known || m_prediction->samples.empty()) return;
    const results::Sample& best = m_prediction->samples.front();
    const commands::SelectedSample wanted{best.seed, best.index};
    if (shown == wanted) load(wanted);   // another run's sample of the same name
    else m_shared->showSample(wanted);
    m_samples->setShown(wanted);
}

void RunPanes::setSeedsWanted(int seeds) { m_samples->setSeedsWanted(seeds); }

void RunPanes::load(std::optional<commands::SelectedSample> sample) {
    m_samples->setShown(sample);
    const quint64 wanted = ++m_wanted;
    if (!sample || !m_prediction) return show(nullptr);
    const auto found = std::find_if(m_prediction->samples.begin(), m_prediction->samples.end(), [&](const results::Sample& s) { return s.seed == sample->seed && s.index == sample->index; });
    if (found == m_prediction->samples.end()) return show(nullptr);
    QPointer<RunPanes> panes(this);
    QThreadPool::globalInstance()->start([panes, given = *found, wanted] {
        auto loaded = loadSample(given);
        QMetaObject::invokeMethod(qApp, [panes, loaded = std::move(loaded), wanted] {
            if (panes && panes->m_wanted == wanted) panes->show(loaded);
        });
    });
}

void RunPanes::show(std::shared_ptr<const LoadedSample> sample) {
    m_loaded = std::move(sample);
    m_pae->map()->setSample(m_loaded);
    m_sequence->setSample(m_loaded);
    m_chainPairs->setSample(m_loaded);
    m_interfaces->setSample(m_loaded);
    m_scores->setSample(m_loaded);
    const commands::Selection& selection = m_shared->selection();
    m_pae->map()->setSelection(selection);
    m_sequence->setSelection(selection);
    m_chainPairs->setSelection(selection);
    m_interfaces->setSelection(selection);
    Q_EMIT sampleLoaded(m_loaded);
}

void RunPanes::readTimeline() {
    if (m_prediction->timeline.empty()) return showTimeline(nullptr);
    QPointer<RunPanes> panes(this);
    QThreadPool::globalInstance()->start([panes, given = m_prediction] {
        std::shared_ptr<const timeline::Timeline> read;
        QString failure;
        try {
            read = std::make_shared<const timeline::Timeline>(timeline::readTimeline(given->timeline));
        } catch (const std::exception& problem) {
            failure = QString::fromUtf8(problem.what());
        }
        QMetaObject::invokeMethod(qApp, [panes, given, read, failure] {
            if (!panes || panes->m_prediction != given) return;
            panes->showTimeline(read);
            if (!failure.isEmpty()) panes->m_timeline->setFailure(tr("The timeline could not be read"), failure);
        });
    });
}

void RunPanes::showTimeline(std::shared_ptr<const timeline::Timeline> timeline) {
    if (!timeline && m_live) return;   // of a run that goes on: the live one stays
    const auto& timing = m_prediction ? m_prediction->timing : std::nullopt;
    m_timeline->setLimits(limitsOf(timing));
    m_timeline->setName(m_prediction ? QString::fromStdString(m_prediction->name) : QString());
    m_timeline->setTimeline(timeline, kernelsOf(timing));
    m_stages->setRun(timeline, timing);
    Q_EMIT timelineLoaded(timeline);
}

void RunPanes::setLiveTimeline(std::shared_ptr<const timeline::Timeline> timeline) {
    m_live = std::move(timeline);
    if (!m_live) return;
    m_timeline->setTimeline(m_live);
    m_stages->setRun(m_live, std::nullopt);
}

}  // namespace foldmeter::gui
