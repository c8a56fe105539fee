// Two structures side by side under one camera: the same seed and sample of two runs, the second laid onto the first, so
// that what a setting changed is seen in the same place. The words below say by how much.
#pragma once

#include "compare/structure_drift.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;

namespace foldmeter::viz {
class StructureWidget;
}

namespace foldmeter::app {

// What both views show.
struct StructurePair {
    std::shared_ptr<const structure::Structure> first, second;
    compare::SampleDrift drift;
};
// The best sample of `first` that `second` has too. Absent: they share none. InputError: damaged files.
std::optional<StructurePair> readPair(const std::filesystem::path& first, const std::filesystem::path& second);

class LinkedStructures : public QWidget {
    Q_OBJECT

public:
    explicit LinkedStructures(QWidget* parent = nullptr);
    void show(const StructurePair& pair, const QString& firstName, const QString& secondName);
    void clear(const QString& why);
    QString words() const;
    viz::StructureWidget* view(int which) const { return which == 0 ? m_first : m_second; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void takeTheme();
    void tie(viz::StructureWidget* moved, viz::StructureWidget* follower);

    viz::StructureWidget *m_first, *m_second;
    QLabel *m_firstName, *m_secondName, *m_words;
};

}  // namespace foldmeter::app
