// Where the history keeps what on disk, and the record files: records/NUMBER.json says where a run lies, and for a run
// that another program made also what people wrote about it; for our own runs that stands in the run's folder, so that
// it travels with it.
#pragma once

#include "history/run.h"

namespace foldmeter::history {

struct Place {
    int number = 0;
    std::filesystem::path folder;
    std::filesystem::path home;        // where it lay before it went to the trash; empty: it did not
    bool imported = false, removed = false;
};

class Layout {
public:
    explicit Layout(std::filesystem::path root);       // makes the folders; DeviceError

    const std::filesystem::path& root() const { return m_root; }
    std::filesystem::path records() const { return m_root / "records"; }
    std::filesystem::path runs() const { return m_root / "runs"; }
    std::filesystem::path trash() const { return m_root / "trash"; }
    std::filesystem::path index() const { return m_root / "index.sqlite"; }

    // The next free number, taken by making its record file: two processes never get the same.
    int takeNumber() const;
    std::vector<int> numbers() const;                  // of all record files, rising
    std::vector<Place> places() const;                 // by number; damaged records are left out
    std::optional<Place> place(int number) const;
    std::optional<RunRecord> record(const Place& place) const;
    // Both files as they must be for this place and record.
    void write(const Place& place, const RunRecord& record) const;
    void forget(int number) const;

private:
    std::filesystem::path recordFile(int number) const;

    std::filesystem::path m_root;
};

inline constexpr const char* recordInFolder = "foldmeter-run.json";

std::string toJson(const RunRecord& record);
// InputError naming `file`.
RunRecord recordFromJson(const std::string& text, const std::string& file);

}  // namespace foldmeter::history
