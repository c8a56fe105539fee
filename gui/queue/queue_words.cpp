#include "gui/queue/queue_words.h"

#include "gui/look/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace foldmeter::queue {
namespace {

using worker::JobPhase;

QString tr(const char* text, const char* = nullptr, int n = -1) { return QCoreApplication::translate("queue", text, nullptr, n); }

QString samplesText(std::size_t samples) { return samples == 1 ? tr("1 sample") : tr("%1 samples").arg(samples); }

}  // namespace

QString stageTitle(const std::string& stage) {
    static const std::pair<const char*, const char*> titles[] = {
        {"featurise", QT_TRANSLATE_NOOP("queue", "featurising")},   {"load", QT_TRANSLATE_NOOP("queue", "loading weights")},   {"trace", QT_TRANSLATE_NOOP("queue", "tracing")},
        {"optimize", QT_TRANSLATE_NOOP("queue", "optimisation")},   {"codegen", QT_TRANSLATE_NOOP("queue", "code generation")}, {"autotune", QT_TRANSLATE_NOOP("queue", "autotuning")},
        {"execute", QT_TRANSLATE_NOOP("queue", "execution")},       {"write", QT_TRANSLATE_NOOP("queue", "writing")}};
    const auto found = std::find_if(std::begin(titles), std::end(titles), [&](const auto& row) { return stage == row.first; });
    return found == std::end(titles) ? QString::fromStdString(stage) : tr(found->second);
}

QString phaseText(const engine::QueueEntry& entry) {
    switch (entry.state.phase) {
        case JobPhase::Waiting: return entry.request != 0 ? tr("starting") : tr("waiting");
        case JobPhase::Running: return tr("running");
        case JobPhase::Paused: return tr("held");
        case JobPhase::Finished: return tr("finished");
        case JobPhase::PartlyFinished: return tr("partly finished");
        case JobPhase::Cancelled: return tr("cancelled");
        case JobPhase::Failed: return tr("failed");
    }
    return {};
}

QString placeText(const worker::JobState& state) {
    if (!state.progress) return state.stages.empty() ? QString() : stageTitle(state.stages.back().stage);
    const worker::ProgressEvent& progress = *state.progress;
    QString place = progress.seeds > 1 ? tr("seed %1 of %2").arg(progress.seedIndex + 1).arg(progress.seeds) : QString();
    QString step;
    const int number = std::min(progress.done + 1, progress.total);
    if (progress.stage == "trunk") step = progress.total > 1 ? tr("recycle %1/%2").arg(number).arg(progress.total) : tr("trunk");
    else if (progress.stage == "denoise") step = tr("step %1/%2").arg(progress.done).arg(progress.total);
    else if (progress.stage == "confidence") step = tr("scoring sample %1/%2").arg(number).arg(progress.total);
    else step = tr("preparing");
    return place.isEmpty() ? step : place + QStringLiteral(", ") + step;
}

QString leftText(const worker::JobState& state) {
    if (isOver(state.phase) || !state.progress || !state.progress->secondsLeft) return {};
    const double seconds = std::max(1.0, std::round(*state.progress->secondsLeft));   // it is an estimate: no tenths
    return tr("%1 left").arg(seconds < 60 ? tr("%1 s").arg(seconds) : look::duration(seconds));
}

QString resultText(const worker::JobState& state) {
    const std::size_t samples = state.samples.size();
    if (state.phase == JobPhase::Failed || state.phase == JobPhase::Cancelled) return samples == 0 ? tr("nothing was finished") : tr("%1 kept").arg(samplesText(samples));
    QString text = samplesText(samples);
    if (!state.failedSeeds.empty()) text += tr(", %1 seeds failed").arg(state.failedSeeds.size());
    return text;
}

QString endText(const engine::QueueEntry& entry) {
    const double seconds = static_cast<double>(entry.began.msecsTo(entry.ended)) * 1e-3;
    return tr("%1: %2, %3 in %4").arg(entry.job.name, phaseText(entry), resultText(entry.state), look::duration(seconds));
}

}  // namespace foldmeter::queue
