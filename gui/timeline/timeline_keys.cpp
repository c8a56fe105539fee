#include "gui/timeline/timeline_keys.h"

#include <QCoreApplication>

namespace foldmeter::gui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TimelineKeys)
};

}  // namespace

std::vector<TimelineKey> timelineKeys() {
    using A = TimelineAction;
    return {{A::ZoomIn, "zoom-in", "W", Words::tr("Zoom in"), Words::tr("Zoom in, at the pointer")},
            {A::ZoomOut, "zoom-out", "S", Words::tr("Zoom out"), Words::tr("Zoom out, at the pointer")},
            {A::PanLeft, "pan-left", "A", Words::tr("Pan to earlier"), {}},
            {A::PanRight, "pan-right", "D", Words::tr("Pan to later"), {}},
            {A::Fit, "fit", "F", Words::tr("Fit the selection"), Words::tr("Fit the selected spans or the measured range; again, or without one: the whole run")},
            {A::FitRun, "fit-run", "Shift+F", Words::tr("Fit the whole run"), {}},
            {A::Previous, "previous", ",", Words::tr("Previous span of the row"), Words::tr("Previous span of the row (also the left arrow)")},
            {A::Next, "next", ".", Words::tr("Next span of the row"), Words::tr("Next span of the row (also the right arrow)")},
            {A::RangeOfSelection, "range", "R", Words::tr("Measure the selected spans"), Words::tr("Measure from the first to the last selected span: the tables then show that range")},
            {A::Mark, "mark", "M", Words::tr("Set a mark"), Words::tr("Mark the measured range, the selected span, or the cursor")},
            {A::ClearMarks, "clear-marks", "Shift+M", Words::tr("Remove all marks"), {}},
            {A::PreviousMark, "previous-mark", "[", Words::tr("Previous mark"), {}},
            {A::NextMark, "next-mark", "]", Words::tr("Next mark"), {}},
            {A::Pin, "pin", "P", Words::tr("Pin the row, or let it go"), Words::tr("Pin the row of the selected span to the top, or let it go (also a click on its name)")},
            {A::Unpin, "unpin", "Shift+P", Words::tr("Let all pinned rows go"), {}},
            {A::Search, "search", "/", Words::tr("Search spans"), Words::tr("Search: a part of a name or module, or step=12")},
            {A::NextFound, "next-found", "N", Words::tr("Next span found"), {}},
            {A::PreviousFound, "previous-found", "Shift+N", Words::tr("Previous span found"), {}},
            {A::Flows, "flows", "L", Words::tr("Show flows as arrows"), Words::tr("Show flows as arrows: of the selected spans, else of those in view")},
            {A::Help, "keys", "?", Words::tr("Show the keys of the timeline"), {}},
            {A::Clear, "clear", "Esc", Words::tr("Clear selection and range"), {}}};
}

std::vector<std::pair<QString, QString>> timelineGestures() {
    return {{Words::tr("Wheel"), Words::tr("Zoom at the pointer; Shift: pan, Ctrl: scroll the rows")},
            {Words::tr("Click"), Words::tr("Select a span (Ctrl: one more) and show what it computed")},
            {Words::tr("Double click"), Words::tr("Zoom to the span")},
            {Words::tr("Drag"), Words::tr("Measure a range: the tables show it")},
            {Words::tr("The ruler"), Words::tr("Click or drag it: move the time cursor")},
            {Words::tr("Headers"), Words::tr("Click one: fold the group, or open it")}};
}

}  // namespace foldmeter::gui
