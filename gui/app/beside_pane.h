// What the structure pane reads and computes beside the window's thread, counted, so that it can be told when all of it
// is there. For the pane's .cpp files.
#pragma once

#include "gui/app/background.h"
#include "gui/app/structure_pane.h"

namespace foldmeter::app {

template <typename Value> void StructurePane::beside(std::function<Value()> work, std::function<void(Value)> done, std::function<void(QString)> failed) {
    ++m_pending;
    inBackground<Value>(this, std::move(work), [this, done](Value value) {
        --m_pending;
        done(std::move(value));
    }, [this, failed](const QString& why) {
        --m_pending;
        failed(why);
    });
}

}  // namespace foldmeter::app
