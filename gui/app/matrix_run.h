// A matrix of compile settings, run through the queue: every combination on every input, again and again, in turn, so that
// a machine that grows slower or faster does so for all of them. One job waits at a time: what the person adds comes first.
#pragma once

#include "gui/engine/job_queue.h"
#include "settings/matrix.h"

#include <QObject>

#include <filesystem>
#include <vector>

namespace foldmeter::app {

struct MatrixPlan {
    std::vector<Combination> combinations;
    std::vector<std::filesystem::path> inputs;
    int repeats = 5, seeds = 2;           // seeds of each run
    bool compileAnew = true;              // no cache is read, so that the first seed of every run shows what compiling costs
    QString model;
    CompileSettings base;                 // the combinations change it
    std::filesystem::path folder;         // of all runs: FOLDER/COMBINATION/repeat-N/JOB

    std::size_t runs() const { return combinations.size() * inputs.size() * static_cast<std::size_t>(repeats); }
};
// Folder of a combination's runs: its name without what a file system refuses, numbered.
std::filesystem::path folderOf(const MatrixPlan& plan, std::size_t combination);

// One combination on one input.
struct MatrixCell {
    int done = 0, failed = 0;
    bool running = false;
    std::vector<double> seconds;          // of the runs, from start to end
    QString problem;                      // of the last run that failed
};

class MatrixRun : public QObject {
    Q_OBJECT

public:
    // InputError: a combination that this machine cannot run, or an input that cannot be read. Nothing was started then.
    MatrixRun(engine::JobQueue& queue, MatrixPlan plan, QObject* parent = nullptr);
    ~MatrixRun() override;

    const MatrixPlan& plan() const { return m_plan; }
    const MatrixCell& cell(std::size_t combination, std::size_t input) const { return m_cells[combination * m_plan.inputs.size() + input]; }
    std::size_t done() const { return m_next; }       // runs that are over
    bool isOver() const { return m_over; }
    std::vector<std::size_t> measured() const;        // combinations that have a finished run
    void start();
    void stop();                                      // what is finished stays

Q_SIGNALS:
    void changed();                                   // a run began or ended
    void over();

private:
    struct Input {
        std::string text;
        QString name;
    };
    struct Place {
        std::size_t combination, input;
        int repeat;
    };
    Place placeOf(std::size_t run) const;
    void startNext();
    void follow(int number);
    void finish();

    engine::JobQueue& m_queue;
    MatrixPlan m_plan;
    std::vector<Input> m_inputs;
    std::vector<CompileSettings> m_settings;          // one a combination
    std::vector<MatrixCell> m_cells;
    std::size_t m_next = 0;
    int m_number = 0;                                 // in the queue; 0: none
    bool m_stopped = false, m_over = false;
};

}  // namespace foldmeter::app
