// The heat map with its two choices: errors or contact probabilities, and the colour scale.
#pragma once

#include "gui/run/pae_map.h"

class QComboBox;

namespace foldmeter::gui {

class PaePane : public QWidget {
    Q_OBJECT

public:
    explicit PaePane(QWidget* parent = nullptr);
    PaeMap* map() const { return m_map; }
    QComboBox* shownChoice() const { return m_shown; }
    QComboBox* scaleChoice() const { return m_scale; }

private:
    PaeMap* m_map;
    QComboBox* m_shown;
    QComboBox* m_scale;
};

}  // namespace foldmeter::gui
