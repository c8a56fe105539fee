// Every change the form can make to a job, as edits of its text: pure functions from a job and what is wanted to the
// places that change. `entity` is an index into JobValue::entities. Spec features.md section 1.
#pragma once

#include "base/json_edit.h"
#include "gui/job/job_text.h"

#include <optional>
#include <string>
#include <vector>

namespace foldmeter::job {

using Edits = std::vector<json::TextEdit>;

Edits withName(const JobText& job, const std::string& name);
Edits withSeeds(const JobText& job, const std::vector<std::uint32_t>& seeds);

// A further entity; its `item` says before which of "sequences", any larger one at the end. Ids, where it has none, are
// the next free ones.
Edits withEntity(const JobText& job, const EntityValue& entity);
Edits withEntities(const JobText& job, const std::vector<EntityValue>& entities);   // at the end; ids that are taken become free ones
Edits withoutEntity(const JobText& job, std::size_t entity);   // its bonds go with it
Edits withEntityMoved(const JobText& job, std::size_t entity, std::size_t before);
Edits withKind(const JobText& job, std::size_t entity, features::EntityKind kind);   // what the other kind knows stays
Edits withIds(const JobText& job, std::size_t entity, const std::vector<std::string>& ids);   // bonds follow a renamed chain
Edits withCopies(const JobText& job, std::size_t entity, std::size_t copies);
Edits withDescription(const JobText& job, std::size_t entity, const std::string& description);

// `removed` letters at `at` (0-based) become `inserted`; modifications and bonds behind move along, those on removed
// residues go.
Edits withSequence(const JobText& job, std::size_t entity, std::size_t at, std::size_t removed, const std::string& inserted);
Edits withModifications(const JobText& job, std::size_t entity, const std::vector<ModificationValue>& modifications);
Edits withCodes(const JobText& job, std::size_t entity, const std::vector<std::string>& codes);
Edits withSmiles(const JobText& job, std::size_t entity, const std::string& smiles);

enum class AlignmentKind { Unpaired, Paired };
// `text` counts for SourceKind::Text only.
Edits withAlignment(const JobText& job, std::size_t entity, AlignmentKind which, const Source& source, const std::string& text = {});
Edits withTemplatesAbsent(const JobText& job, std::size_t entity);   // to be searched
Edits withTemplate(const JobText& job, std::size_t entity, const TemplateValue& value);   // one more, by file
Edits withoutTemplate(const JobText& job, std::size_t entity, std::size_t index);
Edits withoutTemplates(const JobText& job, std::size_t entity);      // none

Edits withBonds(const JobText& job, const std::vector<BondValue>& bonds);

// The whole text replaced: only what differs from the start and the end.
Edits wholeText(const std::string& before, const std::string& after);

}  // namespace foldmeter::job
