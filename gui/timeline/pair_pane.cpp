#include "gui/timeline/pair_pane.h"

#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/timeline/difference_flame.h"
#include "gui/timeline/pair_view.h"

#include <QComboBox>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include <cmath>

namespace foldmeter::gui {

PairPane::PairPane(QWidget* parent) : QWidget(parent), m_axis(new QComboBox), m_view(new PairView), m_flame(new DifferenceFlame), m_words(new QLabel) {
    for (const auto& [axis, name] : {std::pair(PairAxis::Seed, tr("aligned by seed")), std::pair(PairAxis::Stage, tr("aligned by stage")), std::pair(PairAxis::Clock, tr("by the clock"))}) m_axis->addItem(name, static_cast<int>(axis));
    m_axis->setAccessibleName(tr("How the timelines are aligned"));
    connect(m_axis, &QComboBox::currentIndexChanged, this, [this] { m_view->setAxis(static_cast<PairAxis>(m_axis->currentData().toInt())); });
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_words->setAccessibleName(tr("What made the difference"));
    connect(m_view, &PairView::spanChosen, this, [this](int, int span) { m_words->setText(span >= 0 ? m_view->describe(*m_view->chosen()) : summary()); });
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(look::grid, look::grid / 2, look::grid, look::grid / 2);
    bar->addWidget(m_axis);
    bar->addWidget(m_words, 1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_view);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(scroll);
    splitter->addWidget(m_flame);
    splitter->setSizes({460, 220});
    splitter->setChildrenCollapsible(false);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(bar);
    column->addWidget(splitter, 1);
    m_states = new look::StateStack(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
    clear(tr("Compare two runs: their timelines are laid over each other here."));
}

void PairPane::setPair(std::shared_ptr<const TimelinePair> pair, const QString& firstName, const QString& secondName) {
    m_pair = std::move(pair);
    m_view->setPair(m_pair, tr("first run: %1").arg(firstName), tr("second run: %1").arg(secondName));
    m_flame->setPair(m_pair);
    m_words->setText(summary());
    m_states->showContent();
}

void PairPane::setWaiting() { m_states->show(look::Loading{tr("Matching the timelines"), {}, {}, {}, {}}); }

void PairPane::clear(const QString& why) {
    m_pair.reset();
    m_view->setPair({}, {}, {});
    m_flame->setPair({});
    m_states->show(look::Empty{tr("No two timelines to show"), why, {}});
}

void PairPane::setAxis(PairAxis axis) { m_axis->setCurrentIndex(m_axis->findData(static_cast<int>(axis))); }

QString PairPane::words() const { return m_words->text(); }
QString PairPane::problem() const { return m_states->showsContent() ? QString() : m_states->pane()->text(); }

// The three paths of the main thread that differ most, and what only one run did.
QString PairPane::summary() const {
    const auto signedText = [](double seconds) { return (seconds < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + look::duration(std::abs(seconds)); };
    const auto length = [&](std::size_t run) { return static_cast<double>(m_pair->runs[run]->end - m_pair->runs[run]->start) * 1e-9; };
    QStringList parts;
    constexpr int most = 3;
    for (const int place : m_pair->match.byDifference()) {
        const compare::MatchedPath& path = m_pair->match.paths[static_cast<std::size_t>(place)];
        if (path.track != "main" || parts.size() == most) continue;
        parts << tr("%1 %2").arg(QString::fromStdString(m_pair->match.pathText(place)), signedText(path.selfDifference()));
    }
    QString text = tr("The first run took %1, the second %2 (%3).").arg(look::duration(length(0)), look::duration(length(1)), signedText(length(1) - length(0)));
    if (!parts.empty()) text += u' ' + tr("Most of it: %1.").arg(parts.join(QStringLiteral("; ")));
    if (const auto alone = m_pair->match.withoutPartner(); !alone.empty()) text += u' ' + tr("%n path(s) have no partner.", nullptr, static_cast<int>(alone.size()));
    return text;
}

}  // namespace foldmeter::gui
