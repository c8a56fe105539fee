#include "gui/start/example_card.h"

#include "gui/look/icons.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QPushButton>
#include <QVBoxLayout>

namespace foldmeter::start {
namespace {

// The picture made here, or a quiet sign where it will be.
QPixmap pictureOf(const QString& file, QSize size, qreal scale) {
    QPixmap picture(file);
    if (file.isEmpty() || picture.isNull()) return look::icon(QStringLiteral("structure")).pixmap(QSize(48, 48), QIcon::Disabled);
    picture = picture.scaled(size * scale, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    picture.setDevicePixelRatio(scale);
    return picture;
}

}  // namespace

ExampleCard::ExampleCard(const Example& example, bool large, QWidget* parent)
    : QFrame(parent), m_example(example), m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this)), m_picture(new QLabel), m_predict(new QPushButton), m_open(new QPushButton(tr("Open"))),
      m_size(large ? QSize(304, 208) : QSize(96, 72)) {
    setObjectName(QStringLiteral("card"));
    setAccessibleName(example.name);
    m_picture->setFixedSize(m_size);
    m_picture->setAlignment(Qt::AlignCenter);
    auto* title = new QLabel(example.name);
    look::setTextSize(title, large ? look::TextSize::Title : look::TextSize::Heading, true);
    auto* shows = new QLabel(example.shows);
    shows->setWordWrap(true);
    auto* size = new QLabel(tr("%1 tokens, %2 atoms; from PDB %3").arg(look::count(example.tokens), look::count(example.atoms), example.pdb));
    look::setTextSize(size, look::TextSize::Small);
    look::setMuted(size);
    size->setWordWrap(true);
    m_predict->setIcon(look::icon(QStringLiteral("predict"), large ? QPalette::HighlightedText : QPalette::ButtonText));
    m_predict->setDefault(large);
    m_open->setAccessibleName(tr("Open %1 in the job editor").arg(example.name));
    m_open->setToolTip(m_open->accessibleName());
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_predict);
    buttons->addWidget(m_open);
    buttons->addStretch();
    auto* words = new QVBoxLayout;
    words->setSpacing(look::grid / 2);
    words->addWidget(title);
    words->addWidget(shows);
    words->addWidget(size);
    words->addStretch();
    words->addLayout(buttons);
    m_layout->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    m_layout->setSpacing(2 * look::grid);
    m_layout->addWidget(m_picture);
    m_layout->addLayout(words, 1);
    connect(m_predict, &QPushButton::clicked, this, [this] { Q_EMIT predictWanted(QString::fromStdString(m_example.input.string())); });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openWanted(QString::fromStdString(m_example.input.string())); });
    setPicture({});
    nameButton();
}

void ExampleCard::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) drawPicture();
}

void ExampleCard::drawPicture() {
    m_picture->setPixmap(pictureOf(m_file.isEmpty() ? QString::fromStdString(m_example.picture.string()) : m_file, m_size, devicePixelRatioF()));
}

void ExampleCard::setPicture(const QString& file) {
    m_file = file;
    drawPicture();
    m_picture->setToolTip(file.isEmpty() ? tr("What the demo model makes of it, drawn beforehand; predicting makes the picture of this machine.") : tr("Predicted on this machine"));
    m_picture->setAccessibleName(m_picture->toolTip());
}

void ExampleCard::setStacked(bool stacked) { m_layout->setDirection(stacked ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight); }

void ExampleCard::setPredicted(bool before) {
    m_before = before;
    nameButton();
}

void ExampleCard::setBusy(bool busy) {
    m_busy = busy;
    nameButton();
}

void ExampleCard::nameButton() {
    m_predict->setText(m_busy ? tr("Watch") : m_before ? tr("Predict again") : tr("Predict"));
    m_predict->setAccessibleName(m_predict->text() + u' ' + m_example.name);
    m_predict->setToolTip(m_busy ? tr("It is being predicted: shows the run") : tr("Predicts it with the bundled demo model"));
}

}  // namespace foldmeter::start
