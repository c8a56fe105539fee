// Text fields keep the undo keys for themselves even when they have nothing to undo. With this the window's undo stack
// gets them then.
#pragma once

class QWidget;

namespace foldmeter::job {

void passUndo(QWidget* root);   // for all fields in `root`, now

}  // namespace foldmeter::job
