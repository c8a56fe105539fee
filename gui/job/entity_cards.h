// The job's entities as a column of cards. Many cards are made in slices, so that the window answers while a job of a
// hundred entities is opened.
#pragma once

#include "gui/job/job_value.h"

#include <QScrollArea>
#include <QTimer>

#include <vector>

class QVBoxLayout;

namespace foldmeter::look {
class StatePane;
}

namespace foldmeter::job {

class EntityCard;
class JobDocument;

class EntityCards : public QWidget {
    Q_OBJECT

public:
    explicit EntityCards(JobDocument& document, QWidget* parent = nullptr);
    void show(const JobValue& job);
    void showProblems();                      // of the document's check, on the cards they belong to
    const std::vector<EntityCard*>& cards() const { return m_cards; }
    bool complete() const { return m_cards.size() == m_job.entities.size(); }
    void focusEntity(std::size_t entity);     // once its card is there

Q_SIGNALS:
    void completed();
    void textPasted(const QString& text);
    void cardFocused(QWidget* card);

private:
    void makeSome();

    JobDocument& m_document;
    JobValue m_job;
    std::vector<EntityCard*> m_cards;
    QVBoxLayout* m_layout;
    QTimer m_slice;
    std::ptrdiff_t m_wanted = -1;
};

}  // namespace foldmeter::job
