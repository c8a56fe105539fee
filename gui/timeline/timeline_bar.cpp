#include "gui/timeline/timeline_bar.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTimer>
#include <QToolButton>
#include <QWidgetAction>

#include <algorithm>

namespace foldmeter::gui {
namespace {

QToolButton* button(const QString& text, const QString& tip) {
    auto* made = new QToolButton;
    made->setText(text);
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    made->setAutoRaise(true);
    return made;
}

}  // namespace

TimelineBar::TimelineBar(QWidget* parent) : QWidget(parent), m_query(new QLineEdit), m_count(new QLabel), m_filterButton(button(tr("Filter"), tr("Which spans are shown, by stage, name and module"))), m_typing(new QTimer(this)) {
    m_query->setPlaceholderText(tr("Search spans (/): a name, a module, or step=12"));
    m_query->setAccessibleName(tr("Search spans"));
    m_query->setClearButtonEnabled(true);
    m_query->installEventFilter(this);
    m_query->setMaximumWidth(48 * look::grid);
    look::setMuted(m_count);
    m_typing->setSingleShot(true);
    m_typing->setInterval(150);
    auto* previous = button(QStringLiteral("‹"), tr("Previous span found (Shift+N)"));
    auto* next = button(QStringLiteral("›"), tr("Next span found (N)"));
    auto* keys = button(tr("Keys ?"), tr("Show the keys of the timeline"));
    auto* menu = new QMenu(m_filterButton);
    auto* panel = new QWidgetAction(menu);
    panel->setDefaultWidget(makeFilterPanel());
    menu->addAction(panel);
    m_filterButton->setMenu(menu);
    m_filterButton->setPopupMode(QToolButton::InstantPopup);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(look::grid / 2, look::grid / 4, look::grid / 2, look::grid / 4);
    line->setSpacing(look::grid / 2);
    line->addWidget(m_query, 1);
    line->addWidget(previous);
    line->addWidget(next);
    line->addWidget(m_count);
    line->addStretch(1);
    line->addWidget(m_filterButton);
    line->addWidget(keys);
    connect(m_query, &QLineEdit::textChanged, m_typing, qOverload<>(&QTimer::start));
    connect(m_typing, &QTimer::timeout, this, &TimelineBar::find);
    connect(previous, &QToolButton::clicked, this, [this] { go(-1); });
    connect(next, &QToolButton::clicked, this, [this] { go(1); });
    connect(keys, &QToolButton::clicked, this, &TimelineBar::keysAsked);
}

QWidget* TimelineBar::makeFilterPanel() {
    auto* panel = new QWidget;
    auto* grid = new QGridLayout(panel);
    for (int c = 0; c < timeline::categoryCount; ++c) {
        const auto category = static_cast<timeline::Category>(c);
        auto* box = new QCheckBox(category == timeline::Category::Other ? tr("no stage") : QString::fromUtf8(timeline::nameOf(category).data(), static_cast<qsizetype>(timeline::nameOf(category).size())));
        box->setChecked(true);
        grid->addWidget(box, c / 3, c % 3);
        connect(box, &QCheckBox::toggled, this, &TimelineBar::takeFilter);
        m_categories.push_back(box);
    }
    const auto addLine = [&](int row, const QString& hint) {
        auto* edit = new QLineEdit;
        edit->setPlaceholderText(hint);
        edit->setAccessibleName(hint);
        edit->setClearButtonEnabled(true);
        grid->addWidget(edit, row, 0, 1, 3);
        connect(edit, &QLineEdit::textChanged, this, &TimelineBar::takeFilter);
        return edit;
    };
    m_name = addLine(3, tr("Name holds"));
    m_scope = addLine(4, tr("Module holds"));
    auto* all = new QToolButton;
    all->setText(tr("Show all"));
    grid->addWidget(all, 5, 0, 1, 3, Qt::AlignRight);
    connect(all, &QToolButton::clicked, this, [this] { setFilter({}); });
    return panel;
}

void TimelineBar::setTracks(std::shared_ptr<const TrackList> list) {
    m_list = std::move(list);
    find();
}

void TimelineBar::search(const QString& query) {
    m_query->setText(query);
    m_typing->stop();
    find();
}

void TimelineBar::focusSearch() {
    m_query->setFocus(Qt::ShortcutFocusReason);
    m_query->selectAll();
}

void TimelineBar::find() {
    m_found = m_list ? findSpans(*m_list, m_query->text()) : std::vector<int>();
    m_current = -1;
    m_count->setText(countText());
    Q_EMIT foundChanged(m_found);
}

QString TimelineBar::countText() const {
    if (m_query->text().trimmed().isEmpty()) return {};
    if (m_found.empty()) return tr("nothing found");
    const QString all = look::count(static_cast<std::int64_t>(m_found.size()));
    return m_current < 0 ? tr("%1 found").arg(all) : tr("%1 of %2").arg(look::count(m_current + 1), all);
}

void TimelineBar::go(int direction) {
    if (m_typing->isActive()) m_typing->stop(), find();
    if (m_found.empty()) return;
    const int count = static_cast<int>(m_found.size());
    m_current = m_current < 0 ? (direction > 0 ? 0 : count - 1) : (m_current + direction + count) % count;
    m_count->setText(countText());
    Q_EMIT spanAsked(m_found[static_cast<std::size_t>(m_current)]);
}

void TimelineBar::setCurrent(int span) {
    const auto found = std::find(m_found.begin(), m_found.end(), span);
    if (found == m_found.end()) return;
    m_current = static_cast<int>(found - m_found.begin());
    m_count->setText(countText());
}

void TimelineBar::setFilter(const SpanFilter& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    showFilter();
    Q_EMIT filterChanged(m_filter);
}

void TimelineBar::showFilter() {
    for (std::size_t c = 0; c < m_categories.size(); ++c) {
        const QSignalBlocker quiet(m_categories[c]);
        m_categories[c]->setChecked(m_filter.categories[c]);
    }
    const QSignalBlocker quietName(m_name), quietScope(m_scope);
    m_name->setText(m_filter.name);
    m_scope->setText(m_filter.scope);
    m_filterButton->setText(m_filter.all() ? tr("Filter") : tr("Filter: some are hidden"));
}

void TimelineBar::takeFilter() {
    SpanFilter filter;
    for (std::size_t c = 0; c < m_categories.size(); ++c) filter.categories[c] = m_categories[c]->isChecked();
    filter.name = m_name->text().trimmed();
    filter.scope = m_scope->text().trimmed();
    if (filter == m_filter) return;
    m_filter = filter;
    m_filterButton->setText(m_filter.all() ? tr("Filter") : tr("Filter: some are hidden"));
    Q_EMIT filterChanged(m_filter);
}

bool TimelineBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_query && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            go(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            Q_EMIT left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace foldmeter::gui
