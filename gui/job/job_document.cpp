#include "gui/job/job_document.h"

#include "base/error.h"
#include "gui/commands/registry.h"
#include "gui/job/text_places.h"
#include "gui/job/text_step.h"

namespace foldmeter::job {

namespace {
constexpr int readPause = 120, checkPause = 250;   // milliseconds of rest
constexpr int typingMerge = 1000;
}

JobDocument::JobDocument(commands::CommandRegistry& registry, ComponentLibrary& library, QObject* parent)
    : QObject(parent), m_registry(registry), m_library(library), m_text(emptyJobText()), m_savedText(m_text), m_job(readJobText(m_text, m_kept)), m_readRevision(m_revision) {
    m_pool.setMaxThreadCount(1);
    m_readTimer.setSingleShot(true);
    m_readTimer.setInterval(readPause);
    connect(&m_readTimer, &QTimer::timeout, this, &JobDocument::readJob);
    m_checkTimer.setSingleShot(true);
    m_checkTimer.setInterval(checkPause);
    connect(&m_checkTimer, &QTimer::timeout, this, &JobDocument::startCheck);
    m_checkTimer.start();
}

JobDocument::~JobDocument() { m_pool.waitForDone(); }

const JobText& JobDocument::job() {
    readJob();
    return *m_job;
}

bool JobDocument::formFits() {
    readJob();
    return m_fits;
}

std::string JobDocument::savedForm() const {
    std::string text = m_text;
    if (!m_kept.empty())
        if (const auto current = readJobText(m_text, m_kept)) text = m_kept.restored(m_text, current->root);
    if (!m_carriageReturns) return text;
    std::string lines;
    for (const char c : text) lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return lines;
}

void JobDocument::setSaved(const QString& file) {
    m_savedText = m_text;
    m_file = file;
    Q_EMIT fileChanged();
}

void JobDocument::apply(const QString& what, Edits edits, int merge) {
    edits = trimmed(m_text, edits);
    if (!edits.empty()) m_registry.push(new TextStep(*this, what, std::move(edits), m_file, merge));
}

void JobDocument::type(const QString& what, Edits edits) {
    m_typing = true;
    apply(what, std::move(edits), typingMerge);
    m_typing = false;
}

std::string JobDocument::keptAside(const std::string& text) {
    try {
        return m_kept.setAside(text, json::parse(text, ""));
    } catch (const InputError&) {
        return text;
    }
}

void JobDocument::open(const QString& what, const std::string& text, const QString& file) {
    m_carriageReturns = text.find("\r\n") != std::string::npos;
    const std::string shown = keptAside(showable(text));
    Edits edits = wholeText(m_text, shown);
    if (!edits.empty() || file != m_file) m_registry.push(new TextStep(*this, what, std::move(edits), file, -1));
    m_savedText = file.isEmpty() ? m_savedText : m_text;
    checkNow();
}

void JobDocument::put(const Edits& edits, const QString& file) {
    m_text = json::applied(m_text, edits);
    ++m_revision;
    const bool moved = file != m_file;
    m_file = file;
    Q_EMIT textChanged(edits);
    if (moved) Q_EMIT fileChanged();
    m_checkTimer.start();
    if (m_typing) m_readTimer.start();
    else readJob();
}

void JobDocument::readJob() {
    if (m_readRevision == m_revision) return;
    m_readRevision = m_revision;
    m_readTimer.stop();
    auto read = readJobText(m_text, m_kept);
    m_fits = read != nullptr;
    if (read) m_job = std::move(read);
    Q_EMIT jobChanged();
}

void JobDocument::checkNow() {
    m_checkTimer.stop();
    startCheck();
}

void JobDocument::startCheck() {
    if (m_checking) return;   // takeCheck() starts the next
    m_checking = true;
    const std::string file = m_file.isEmpty() ? std::string("job.json") : m_file.toStdString();
    m_pool.start([this, text = m_text, file, kept = m_kept, revision = m_revision] {
        JobCheck check;
        try {
            check = checkText(text, file, kept, m_library.dictionary());
        } catch (const std::exception& error) {
            check.marks.push_back({});
            check.marks.back().problem.text = error.what();
        }
        check.revision = revision;
        QMetaObject::invokeMethod(this, [this, check = std::move(check)]() mutable { takeCheck(std::move(check)); });
    });
}

void JobDocument::takeCheck(JobCheck check) {
    m_checking = false;
    const bool current = check.revision == m_revision;
    m_check = std::move(check);
    if (current) Q_EMIT checked();
    else if (!m_checkTimer.isActive()) m_checkTimer.start();
}

}  // namespace foldmeter::job
