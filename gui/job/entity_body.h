// What a card holds below its heading: a polymer's sequence and what goes with it, or a ligand's molecule.
#pragma once

#include "gui/job/job_value.h"

#include <QWidget>

namespace foldmeter::job {

class JobDocument;

class EntityBody : public QWidget {
    Q_OBJECT

public:
    explicit EntityBody(JobDocument& document, QWidget* parent) : QWidget(parent), m_job(document) {}
    // `entity` is its place in the job.
    virtual void setValue(const EntityValue& value, std::size_t entity) = 0;

Q_SIGNALS:
    void textPasted(const QString& text);   // more than belongs into this entity

protected:
    QString folder() const;                 // of the job's file; empty where it has none
    JobDocument& m_job;
    EntityValue m_value;
    std::size_t m_entity = 0;
};

}  // namespace foldmeter::job
