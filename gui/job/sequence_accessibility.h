// Screen readers read a sequence as the text that it is, with caret and selection.
#pragma once

namespace foldmeter::job {

void installSequenceAccessibility();   // for every SequenceEdit of the process; once is enough

}  // namespace foldmeter::job
