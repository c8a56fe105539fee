#include "gui/job/entity_cards.h"

#include "gui/job/entity_card.h"
#include "gui/job/job_document.h"
#include "gui/job/undo_passing.h"
#include "gui/look/theme.h"

#include <QElapsedTimer>
#include <QVBoxLayout>

namespace foldmeter::job {

namespace {
constexpr qint64 sliceMilliseconds = 6;
constexpr std::size_t atOnce = 8;   // cards that are made at once; more wait for the loop
}

EntityCards::EntityCards(JobDocument& document, QWidget* parent) : QWidget(parent), m_document(document), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(look::grid);
    m_slice.setSingleShot(true);
    m_slice.setInterval(0);
    connect(&m_slice, &QTimer::timeout, this, &EntityCards::makeSome);
}

void EntityCards::show(const JobValue& job) {
    m_job = job;
    while (m_cards.size() > job.entities.size()) {
        m_cards.back()->hide();
        m_cards.back()->deleteLater();
        m_cards.pop_back();
    }
    if (job.entities.size() > m_cards.size() + atOnce) m_slice.start();
    else makeSome();
}

void EntityCards::makeSome() {
    QElapsedTimer timer;
    timer.start();
    const std::size_t count = m_job.entities.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (i >= m_cards.size()) {
            if (timer.elapsed() > sliceMilliseconds) {
                m_slice.start();
                return;
            }
            auto* card = new EntityCard(m_document, this);
            connect(card, &EntityCard::textPasted, this, &EntityCards::textPasted);
            m_layout->addWidget(card);
            m_cards.push_back(card);
            card->setValue(m_job.entities[i], i, count);
            passUndo(card);
            card->show();
        } else {
            m_cards[i]->setValue(m_job.entities[i], i, count);
        }
        if (static_cast<std::ptrdiff_t>(i) == m_wanted) {
            m_wanted = -1;
            m_cards[i]->focusBody();
            Q_EMIT cardFocused(m_cards[i]);
        }
    }
    showProblems();
    Q_EMIT completed();
}

void EntityCards::focusEntity(std::size_t entity) {
    m_wanted = static_cast<std::ptrdiff_t>(entity);
    makeSome();
}

void EntityCards::showProblems() {
    if (!m_document.checkIsCurrent()) return;
    std::vector<QStringList> errors(m_cards.size()), warnings(m_cards.size());
    for (const Mark& mark : m_document.check().marks) {
        for (std::size_t i = 0; i < m_cards.size() && i < m_job.entities.size(); ++i) {
            const std::string start = "$.sequences[" + std::to_string(m_job.entities[i].item) + "]";
            if (!mark.problem.path.starts_with(start)) continue;
            QString words = QString::fromStdString(mark.problem.text);
            if (!mark.problem.hint.empty()) words += QStringLiteral(". ") + QString::fromStdString(mark.problem.hint);
            (mark.problem.severity == features::Problem::Severity::Error ? errors : warnings)[i] << words;
        }
    }
    for (std::size_t i = 0; i < m_cards.size(); ++i) m_cards[i]->setProblems(errors[i], warnings[i]);
}

}  // namespace foldmeter::job
