// A job's JSON text with the tree read from it and what the form shows of it. The text is the truth: forms and the JSON
// editor both change it, and whatever stands in it that the form does not know stays.
#pragma once

#include "base/json.h"
#include "gui/job/job_value.h"
#include "gui/job/kept_texts.h"

#include <memory>
#include <string>

namespace foldmeter::job {

struct JobText {
    std::string text;
    json::Value root;    // of `text`
    JobValue job;
};
// Null where the text is no JSON object.
std::shared_ptr<const JobText> readJobText(const std::string& text, const KeptTexts& kept);

// A job with nothing in it yet.
std::string emptyJobText();

// Entry of "sequences" and the object inside it; nullptr where there is none.
const json::Value* entryAt(const JobText& job, std::size_t item);
const json::Value* bodyAt(const JobText& job, std::size_t item);

}  // namespace foldmeter::job
