// May I trust it? The verdict in words, the scores beside it, and what is wrong with the ligands.
#pragma once

#include "gui/run/loaded_sample.h"

#include <QScrollArea>

#include <memory>

class QLabel;

namespace foldmeter::gui {

class ScoresPane : public QScrollArea {
    Q_OBJECT

public:
    explicit ScoresPane(QWidget* parent = nullptr);
    void setSample(std::shared_ptr<const LoadedSample> sample);
    QString text() const;                 // all words, without marks

Q_SIGNALS:
    void chainsSelected(const std::vector<std::string>& chains);
    void residuesSelected(const std::vector<foldmeter::commands::SelectedResidue>& residues);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;          // a narrow pane has the explanations under the values

private:
    void write();
    QString verdictText() const;
    QString scoresText() const;
    QString ligandsText() const;
    QString problemsText() const;
    void follow(const QString& link);

    std::shared_ptr<const LoadedSample> m_sample;
    bool m_narrow = false;
    QLabel* m_text;
};

}  // namespace foldmeter::gui
