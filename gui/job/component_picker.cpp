#include "gui/job/component_picker.h"

#include "gui/job/depiction_view.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QGridLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <QTreeWidget>

namespace foldmeter::job {
namespace {

constexpr std::size_t mostShown = 200;

// Of what is usually meant there; a query for another component still finds it, below these.
bool fits(ComponentPicker::Offer offer, const structure::ComponentTitle& title) {
    const QString type = QString::fromStdString(title.type).toUpper();
    if (offer == ComponentPicker::Offer::PeptideModifications) return type.contains(QLatin1String("PEPTIDE"));
    if (offer == ComponentPicker::Offer::NucleicModifications) return type.contains(QLatin1String("RNA")) || type.contains(QLatin1String("DNA"));
    return true;
}

}  // namespace

ComponentPicker::ComponentPicker(ComponentLibrary& library, Offer offer, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_library(library), m_offer(offer), m_field(new QLineEdit(this)), m_list(new QTreeWidget(this)), m_note(new QLabel(this)), m_drawing(new DepictionView(library, this)) {
    setObjectName(QStringLiteral("componentPicker"));
    setFrameShape(QFrame::StyledPanel);
    m_field->setPlaceholderText(tr("Code, name or formula: ATP, aspirin, C8 H9 N O2"));
    m_field->setAccessibleName(tr("Search components"));
    m_field->setClearButtonEnabled(true);
    m_list->setHeaderLabels({tr("Code"), tr("Name"), tr("Formula")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Components found"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    look::setMuted(m_note);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    layout->addWidget(m_field, 0, 0, 1, 2);
    layout->addWidget(m_list, 1, 0);
    layout->addWidget(m_drawing, 1, 1);
    layout->addWidget(m_note, 2, 0, 1, 2);
    layout->setColumnStretch(0, 1);
    resize(720, 360);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &ComponentPicker::search);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ComponentPicker::showCurrent);
    connect(m_list, &QTreeWidget::itemActivated, this, &ComponentPicker::takeCurrent);
    connect(&library, &ComponentLibrary::indexReady, this, &ComponentPicker::search);
    connect(&library, &ComponentLibrary::failed, m_note, &QLabel::setText);
}

void ComponentPicker::openAt(const QPoint& global, const QString& query, std::function<void(const QString&)> take) {
    m_take = std::move(take);
    m_library.requestIndex();
    QPoint place = global;
    if (const QScreen* screen = QGuiApplication::screenAt(global)) {
        const QRect room = screen->availableGeometry();
        place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - width())));
        if (place.y() + height() > room.bottom()) place.setY(std::max(room.top(), global.y() - height()));
    }
    move(place);
    m_field->setText(query);
    m_field->selectAll();
    search();
    show();
    m_field->setFocus();
}

void ComponentPicker::search() {
    m_list->clear();
    const auto index = m_library.index();
    if (!index) return m_note->setText(tr("Reading the dictionary…"));
    auto found = index->search(m_field->text().toStdString(), mostShown);
    std::stable_partition(found.begin(), found.end(), [&](const structure::ComponentTitle& title) { return fits(m_offer, title); });
    for (const structure::ComponentTitle& title : found) {
        auto* item = new QTreeWidgetItem(m_list, {QString::fromStdString(title.code), QString::fromStdString(title.name), QString::fromStdString(title.formula)});
        item->setToolTip(1, QString::fromStdString(title.name + (title.synonyms.empty() ? "" : "\n" + title.synonyms) + "\n" + title.type) + (title.obsolete ? u'\n' + tr("obsolete") : QString()));
        if (title.obsolete) item->setForeground(0, look::themeOf(this).muted);
    }
    if (m_field->text().trimmed().isEmpty()) m_note->setText(tr("%1 components; type what you know of one").arg(look::count(static_cast<std::int64_t>(index->size()))));
    else if (found.empty()) m_note->setText(tr("No component is called so; a new molecule can be given as SMILES"));
    else m_note->setText(found.size() == mostShown ? tr("The first %1; type more to narrow it down. Enter takes the marked one").arg(mostShown) : tr("%n found. Enter takes the marked one", nullptr, static_cast<int>(found.size())));
    if (m_list->topLevelItemCount() > 0) m_list->setCurrentItem(m_list->topLevelItem(0));
    else m_drawing->clear();
}

void ComponentPicker::showCurrent() {
    if (const QTreeWidgetItem* item = m_list->currentItem()) m_drawing->showComponent(item->text(0));
}

void ComponentPicker::takeCurrent() {
    const QTreeWidgetItem* item = m_list->currentItem();
    if (!item) return;
    const QString code = item->text(0);
    const auto take = m_take;
    close();
    if (take) take(code);
}

// The list is moved through while the search field keeps the focus.
bool ComponentPicker::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        takeCurrent();
        return true;
    }
    if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up || key->key() == Qt::Key_PageDown || key->key() == Qt::Key_PageUp) {
        const int step = key->key() == Qt::Key_Down ? 1 : key->key() == Qt::Key_Up ? -1 : key->key() == Qt::Key_PageDown ? 10 : -10;
        const int row = m_list->indexOfTopLevelItem(m_list->currentItem()), count = m_list->topLevelItemCount();
        if (count > 0) m_list->setCurrentItem(m_list->topLevelItem(std::clamp(row + step, 0, count - 1)));
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace foldmeter::job
