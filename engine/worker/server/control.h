// What others may do to the job that runs: stop it, hold it at its next step, let it go on. Asked by the thread that
// reads requests, obeyed by the one that runs the job.
#pragma once

#include "base/cancel.h"

#include <condition_variable>
#include <functional>
#include <mutex>

namespace foldmeter::worker {

class JobControl {
public:
    const CancelFlag* flag() const { return &m_flag; }
    void cancel();
    void setPaused(bool paused);
    // Called between steps. While a pause is asked for it does not return, unless the job is cancelled; `told` hears of
    // the beginning and the end of the wait.
    void pauseHere(const std::function<void(bool paused)>& told);

private:
    CancelFlag m_flag;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::atomic<bool> m_paused{false};
};

}  // namespace foldmeter::worker
