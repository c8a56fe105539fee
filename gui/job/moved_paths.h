// A job that is saved into another folder still has to find the files it names relative to its own.
#pragma once

#include "gui/job/job_edits.h"

class QString;

namespace foldmeter::job {

// Every relative path in the job, of alignments, templates and user dictionaries, as it reads from `after`'s folder.
Edits withMovedPaths(const JobText& job, const QString& before, const QString& after);

}  // namespace foldmeter::job
