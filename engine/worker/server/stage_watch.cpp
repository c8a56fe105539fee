#include "worker/server/stage_watch.h"

namespace foldmeter::worker {

using timeline::Category;

namespace {

// Spans around other stages' spans, and looks at files that may hold what a stage would make: no stage is reached by them.
bool isNoStage(std::string_view name) {
    for (const std::string_view known : {"make programs", "wait for code", "wait for weights", "compile", "compile program", "read program", "read cache", "find model", "open components"})
        if (name == known) return true;
    return false;
}

}  // namespace

void StageWatch::reach(Category category) {
    if (static_cast<int>(category) <= m_reached) return;
    m_reached = static_cast<int>(category);
    m_changed(category);
}

void StageWatch::spanBegan(std::string_view name, Category category) {
    if ((category >= Category::Execute && category != Category::Write) || isNoStage(name)) return;
    const std::lock_guard lock(m_mutex);
    if (category != Category::Write || m_mayWrite) reach(category);
}

void StageWatch::executing() {
    const std::lock_guard lock(m_mutex);
    reach(Category::Execute);
}

void StageWatch::lastSeedRan() {
    const std::lock_guard lock(m_mutex);
    m_mayWrite = true;
}

}  // namespace foldmeter::worker
