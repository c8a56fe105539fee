// What the timeline can be asked to do, in one table: commands of the palette, keys of the view and the help on them are
// all made of it.
#pragma once

#include <QString>

#include <vector>

namespace foldmeter::gui {

enum class TimelineAction {
    ZoomIn, ZoomOut, PanLeft, PanRight, Fit, FitRun, Previous, Next, Mark, ClearMarks, PreviousMark, NextMark, Pin, Unpin,
    Search, NextFound, PreviousFound, Flows, RangeOfSelection, Help, Clear
};

struct TimelineKey {
    TimelineAction action;
    const char* id;             // of the command, behind "timeline."
    const char* keys;           // default shortcut
    QString title;              // translated
    QString explanation;        // for the help; empty: the title says it
};
std::vector<TimelineKey> timelineKeys();
// Gestures of the mouse, for the help: what to do, what happens.
std::vector<std::pair<QString, QString>> timelineGestures();

}  // namespace foldmeter::gui
