// Which stage a job is in, made from the spans that begin: several threads compile and load at once, and the strip that
// people see moves forward only. Writing counts once the last seed has run; what is written before takes no time.
#pragma once

#include "timeline/timeline.h"

#include <functional>
#include <mutex>
#include <string_view>

namespace foldmeter::worker {

class StageWatch {
public:
    explicit StageWatch(std::function<void(timeline::Category)> changed) : m_changed(std::move(changed)) {}
    void spanBegan(std::string_view name, timeline::Category category);   // from any thread
    void executing();
    void lastSeedRan();

private:
    void reach(timeline::Category category);

    std::function<void(timeline::Category)> m_changed;
    std::mutex m_mutex;
    int m_reached = -1;
    bool m_mayWrite = false;
};

}  // namespace foldmeter::worker
