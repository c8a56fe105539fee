// The index: runs in one SQLite file, for searching. Knows nothing of folders; can be thrown away at any time. Rollback
// journal and a patient lock, so that several processes and network disks are served.
#pragma once

#include "history/history.h"

#include <functional>

namespace foldmeter::history {

class Index {
public:
    // In memory when the file cannot be used (a disk that cannot lock): then it is this process's own.
    explicit Index(const std::filesystem::path& file);
    ~Index();

    bool isFresh() const;                              // nothing was entered yet by anyone
    void put(const Run& run);
    void drop(int number);
    void clear();
    std::optional<Run> get(int number) const;
    std::vector<Run> list(const Filter& filter) const;
    std::vector<int> numbers() const;
    std::vector<int> running() const;
    std::optional<int> byFolder(const std::filesystem::path& folder) const;
    std::optional<int> byName(const std::string& name, bool removed = false) const;   // the newest
    std::int64_t revision() const;
    // One transaction: others see all of it or nothing.
    void together(const std::function<void()>& work);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::history
