// What a job's text amounts to and what is wrong with it, found beside the event loop on a copy: the same checks as the
// command line's `validate`, with every problem's place in the text.
#pragma once

#include "dialects/any_input.h"
#include "features/fold_input.h"
#include "gui/job/kept_texts.h"
#include "structure/components.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace foldmeter::job {

struct Mark {
    features::Problem problem;
    std::size_t begin = 0, end = 0;   // bytes of the text, the value complained of
    int unitBegin = 0, unitEnd = 0;   // the same in UTF-16 units, as editors count
};
struct JobCheck {
    std::uint64_t revision = 0;       // of the text that was checked
    bool sound = false;               // can be predicted
    bool otherDialect = false;        // not AlphaFold 3's
    std::string dialect;              // what the text is; "" where that cannot be told
    std::vector<Mark> marks;
    std::vector<dialects::Remark> remarks;
    std::vector<features::FoldInput> jobs;   // what was read; more than one only in other dialects
    std::int64_t tokens = 0, atoms = 0;      // of the first job, where it is sound
    std::size_t chains = 0, seeds = 0;
};

// `file` is where relative paths start. Throws nothing: what goes wrong is a mark.
JobCheck checkText(const std::string& text, const std::string& file, const KeptTexts& kept,
                   const std::shared_ptr<const structure::ComponentDictionary>& components);

}  // namespace foldmeter::job
