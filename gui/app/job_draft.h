// The job that is being edited, kept on disk while it is not saved: a window that was ended from outside loses nothing.
// Every window has a draft of its own, held by a lock; a draft whose window is gone is offered by the next one until it
// was taken.
#pragma once

#include <QString>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

class QLockFile;

namespace foldmeter::app {

class JobDraft {
public:
    struct Text {
        std::string job;      // as a file would hold it
        QString file;         // where it was opened; empty: nowhere
    };
    // Drafts lie in `folder`.
    explicit JobDraft(std::filesystem::path folder);
    ~JobDraft();

    const std::optional<Text>& left() const { return m_left; }   // of a window that is gone
    void forgetLeft();
    void keep(const Text& text);            // this window's; InputError names a folder that cannot be written
    void forget();

private:
    std::filesystem::path fileOf(int number) const;

    std::filesystem::path m_folder;
    int m_number = 0, m_leftNumber = 0;     // 0: no place was free, nothing is kept; nothing is left
    std::unique_ptr<QLockFile> m_lock, m_leftLock;
    std::optional<Text> m_left;
};

}  // namespace foldmeter::app
