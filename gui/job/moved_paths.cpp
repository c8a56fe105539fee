#include "gui/job/moved_paths.h"

#include <QDir>
#include <QFileInfo>
#include <QString>

namespace foldmeter::job {
namespace {

void movePaths(const json::Value& value, std::string_view key, const QDir& before, const QDir& after, json::Editor& editor) {
    if (value.isString() && key.ends_with("Path") && QFileInfo(QString::fromStdString(value.text)).isRelative()) {
        const QString file = before.absoluteFilePath(QString::fromStdString(value.text));
        const std::string moved = after.relativeFilePath(file).toStdString();
        if (moved != value.text) editor.replace(value, json::textLiteral(moved));
    }
    for (const json::Value& item : value.items) movePaths(item, "", before, after, editor);
    for (const auto& [name, member] : value.members) movePaths(member, name, before, after, editor);
}

}  // namespace

Edits withMovedPaths(const JobText& job, const QString& before, const QString& after) {
    if (before.isEmpty()) return {};
    const QDir from = QFileInfo(before).absoluteDir(), to = QFileInfo(after).absoluteDir();
    if (from == to) return {};
    json::Editor editor(job.text, job.root);
    movePaths(job.root, "", from, to, editor);
    return editor.take();
}

}  // namespace foldmeter::job
