#include "gui/app/job_draft.h"

#include "base/error.h"
#include "base/file.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>

#include <string>

namespace foldmeter::app {
namespace {

namespace fs = std::filesystem;
constexpr int mostWindows = 32;

std::optional<JobDraft::Text> readDraft(const fs::path& file) {
    std::error_code failed;
    if (!fs::exists(file, failed)) return {};
    try {
        const QJsonObject kept = QJsonDocument::fromJson(QByteArray::fromStdString(readText(file))).object();
        const QString job = kept[QStringLiteral("job")].toString();
        if (!job.isEmpty()) return JobDraft::Text{job.toStdString(), kept[QStringLiteral("file")].toString()};
    } catch (const Error&) {   // an unreadable draft is no draft
    }
    return {};
}

}  // namespace

JobDraft::JobDraft(fs::path folder) : m_folder(std::move(folder)) {
    std::error_code failed;
    fs::create_directories(m_folder, failed);
    for (int number = 1; number <= mostWindows && !failed; ++number) {
        const bool written = fs::exists(fileOf(number), failed);
        if (written ? m_left.has_value() : m_number != 0) continue;
        auto lock = std::make_unique<QLockFile>(QString::fromStdString(fileOf(number).string()) + QStringLiteral(".lock"));
        lock->setStaleLockTime(0);   // a lock is as old as its window; one whose process is gone is free
        if (!lock->tryLock(0)) continue;
        if (written && (m_left = readDraft(fileOf(number)))) {
            m_leftNumber = number;
            m_leftLock = std::move(lock);
        } else if (m_number == 0) {
            m_number = number;
            m_lock = std::move(lock);
        }
    }
}

JobDraft::~JobDraft() = default;

fs::path JobDraft::fileOf(int number) const { return m_folder / ("job-" + std::to_string(number) + ".json"); }

void JobDraft::keep(const Text& text) {
    if (m_number == 0) return;
    const QJsonObject kept{{QStringLiteral("job"), QString::fromStdString(text.job)}, {QStringLiteral("file"), text.file}};
    writeAtomically(fileOf(m_number), QJsonDocument(kept).toJson().toStdString());
}

void JobDraft::forgetLeft() {
    m_left.reset();
    std::error_code failed;
    if (m_leftNumber != 0) fs::remove(fileOf(m_leftNumber), failed);
    m_leftLock.reset();
}

void JobDraft::forget() {
    std::error_code failed;
    if (m_number != 0) fs::remove(fileOf(m_number), failed);
}

}  // namespace foldmeter::app
