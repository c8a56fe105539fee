#include "gui/app/matrix_run.h"

#include "base/error.h"
#include "base/file.h"
#include "settings/descriptions.h"

#include <algorithm>
#include <utility>

namespace foldmeter::app {

std::filesystem::path folderOf(const MatrixPlan& plan, std::size_t combination) {
    std::string name = std::to_string(combination + 1) + " " + plan.combinations[combination].name;
    constexpr std::size_t longest = 120;
    for (char& c : name)
        if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < 32) c = '_';
    return plan.folder / name.substr(0, longest);
}

MatrixRun::MatrixRun(engine::JobQueue& queue, MatrixPlan plan, QObject* parent) : QObject(parent), m_queue(queue), m_plan(std::move(plan)) {
    for (const Combination& combination : m_plan.combinations) {
        CompileSettings settings = m_plan.base;
        if (m_plan.compileAnew) settings.cache = CacheUse::Off;
        m_settings.push_back(combination.applied(std::move(settings)));
    }
    for (const std::filesystem::path& file : m_plan.inputs) m_inputs.push_back({readText(file), QString::fromStdString(file.stem().string())});
    m_cells.resize(m_plan.combinations.size() * m_plan.inputs.size());
    connect(&m_queue, &engine::JobQueue::jobEnded, this, &MatrixRun::follow, Qt::QueuedConnection);   // after its number is known
}

MatrixRun::~MatrixRun() {
    if (!m_over && m_number) m_queue.cancel(m_number);
}

// Combinations change from run to run, so that no two runs of the same settings follow each other.
MatrixRun::Place MatrixRun::placeOf(std::size_t run) const {
    const std::size_t combinations = m_plan.combinations.size(), round = combinations * m_plan.inputs.size();
    return {run % combinations, run % round / combinations, static_cast<int>(run / round)};
}

void MatrixRun::start() {
    check(m_number == 0 && !m_over, "MatrixRun: started twice");
    startNext();
}

void MatrixRun::startNext() {
    if (m_stopped || m_next == m_plan.runs()) return finish();
    const Place place = placeOf(m_next);
    const Combination& combination = m_plan.combinations[place.combination];
    const std::filesystem::path parent = folderOf(m_plan, place.combination) / ("repeat-" + std::to_string(place.repeat + 1));
    engine::QueueJob job;
    job.name = tr("%1, %2, %3 of %4").arg(m_inputs[place.input].name, QString::fromStdString(combination.name)).arg(place.repeat + 1).arg(m_plan.repeats);
    job.input = {m_inputs[place.input].text, m_plan.inputs[place.input].string()};
    job.options.model = m_plan.model.toStdString();
    job.options.settings = m_settings[place.combination];
    for (int seed = 1; seed <= m_plan.seeds; ++seed) job.options.seeds.push_back(static_cast<std::uint32_t>(seed));
    job.live = worker::LivePositions::None;           // nothing but the prediction is timed
    job.outputParent = QString::fromStdString(parent.string());
    job.commandLine = QStringLiteral("foldmeter predict %1 --model %2 --seeds 1-%3 %4").arg(QString::fromStdString(job.input.file), m_plan.model).arg(m_plan.seeds).arg(QString::fromStdString(toCommandLine(job.options.settings)));
    std::filesystem::create_directories(parent);
    m_cells[place.combination * m_plan.inputs.size() + place.input].running = true;
    m_number = m_queue.add(job);
    Q_EMIT changed();
}

void MatrixRun::follow(int number) {
    if (number != m_number || m_over) return;
    const engine::QueueEntry* entry = m_queue.entry(number);
    const Place place = placeOf(m_next++);
    MatrixCell& cell = m_cells[place.combination * m_plan.inputs.size() + place.input];
    cell.running = false;
    m_number = 0;
    if (entry && entry->state.phase == worker::JobPhase::Finished) {
        ++cell.done;
        if (entry->began.isValid()) cell.seconds.push_back(static_cast<double>(entry->began.msecsTo(entry->ended)) * 1e-3);
    } else {
        ++cell.failed;
        cell.problem = entry ? entry->reason : QString();
        if (entry && entry->state.phase == worker::JobPhase::Cancelled) m_stopped = true;   // in the queue, by the person
    }
    Q_EMIT changed();
    startNext();
}

void MatrixRun::finish() {
    m_over = true;
    Q_EMIT changed();
    Q_EMIT over();
}

void MatrixRun::stop() {
    if (m_over || m_stopped) return;
    m_stopped = true;
    if (m_number) m_queue.cancel(m_number);
    else finish();
}

std::vector<std::size_t> MatrixRun::measured() const {
    std::vector<std::size_t> found;
    for (std::size_t combination = 0; combination < m_plan.combinations.size(); ++combination)
        for (std::size_t input = 0; input < m_plan.inputs.size(); ++input)
            if (cell(combination, input).done > 0) {
                found.push_back(combination);
                break;
            }
    return found;
}

}  // namespace foldmeter::app
