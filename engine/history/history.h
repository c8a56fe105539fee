// All runs that were made here, whoever made them: windows and command lines share one history. The run folders are the
// truth, small record files say where they lie and what people wrote about them, and an SQLite index over both makes
// searching quick; the index can be thrown away and made again. Several processes may use one history at once. Layout of
// the history folder: records/NUMBER.json, runs/ (folders that a window made), trash/, index.sqlite.
#pragma once

#include "history/run.h"

#include <memory>

namespace foldmeter::history {

// What to list. Words of `text` must all occur in title, job, tags, notes, model, folder; tag:WORD, state:WORD and
// model:WORD ask one field only; a word with - in front must not occur.
struct Filter {
    std::string text;
    std::optional<RunState> state;
    bool removed = false;                             // those in the trash instead
    int most = 0;                                     // 0: all
};

class History {
public:
    // Opens or makes it. A damaged index is put aside and made again. DeviceError when the folder cannot be used.
    explicit History(const std::filesystem::path& folder);
    ~History();
    History(History&&) noexcept;

    const std::filesystem::path& folder() const;
    std::filesystem::path runsFolder() const;         // where runs without a place of their own go

    // Enters a run whose folder exists. A folder that is known already keeps its number, title, tags and notes.
    Run begin(const std::filesystem::path& runFolder, const RunRecord& record);
    // Reads the folder again and sets how the run ended.
    Run end(int number, RunState state, const std::string& reason = {});
    // Reads the folder again (samples came, a picture was drawn).
    Run refresh(int number);
    // A folder that AlphaFold 3 or this program wrote elsewhere; also a folder of such folders. InputError: nothing there.
    std::vector<Run> import(const std::filesystem::path& folder);

    Run setTitle(int number, const std::string& title);
    Run setTags(int number, std::vector<std::string> tags);
    Run setNotes(int number, const std::string& notes);

    // Into the trash, folder and all; an imported run only leaves the list. restore() undoes it.
    // With keepFolder any run only leaves the list.
    void remove(int number, bool keepFolder = false);
    Run restore(int number);
    void emptyTrash();                                // for good

    std::vector<Run> list(const Filter& filter = {}) const;   // newest first
    std::optional<Run> run(int number) const;
    // A number, a title or job name (the newest of that name), or a folder that is entered. InputError when there is none.
    Run find(const std::string& text) const;
    // Rises with every change by whichever process; cheap to ask.
    std::int64_t revision() const;

    // Throws the index away and makes it again from records and folders. The number of runs.
    int rebuild();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// The folder of run RUN: an existing folder as it is, else looked up in the history (made only if it exists).
std::filesystem::path runFolder(const std::string& run);

}  // namespace foldmeter::history
