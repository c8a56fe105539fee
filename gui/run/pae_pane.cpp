#include "gui/run/pae_pane.h"

#include "gui/look/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace foldmeter::gui {

PaePane::PaePane(QWidget* parent) : QWidget(parent), m_map(new PaeMap), m_shown(new QComboBox), m_scale(new QComboBox) {
    m_shown->addItems({tr("PAE"), tr("Contact probabilities")});
    m_shown->setAccessibleName(tr("What the map shows"));
    m_scale->addItems({tr("AlphaFold green"), tr("ChimeraX")});
    m_scale->setAccessibleName(tr("Colour scale of the PAE"));
    auto* choices = new QHBoxLayout;
    choices->setContentsMargins(look::grid, look::grid / 2, look::grid, 0);
    choices->addWidget(m_shown);
    choices->addWidget(m_scale);
    choices->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid / 2);
    layout->addLayout(choices);
    layout->addWidget(m_map, 1);
    setTabOrder(m_shown, m_scale);
    setTabOrder(m_scale, m_map);
    connect(m_shown, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_map->setShown(index == 0 ? PaeMap::Shown::Pae : PaeMap::Shown::ContactProbabilities);
        m_scale->setEnabled(index == 0);
        m_scale->setToolTip(index == 0 ? QString() : tr("Contact probabilities have one scale: white is 0, dark blue is 1"));
    });
    connect(m_scale, &QComboBox::currentIndexChanged, this, [this](int index) { m_map->setScale(index == 0 ? ColourScale::AlphaFoldGreen : ColourScale::ChimeraX); });
}

}  // namespace foldmeter::gui
