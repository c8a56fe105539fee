#include "gui/run/stage_pane.h"

#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/run/stage_strips.h"

#include <QEvent>
#include <QLabel>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace foldmeter::gui {

StagePane::StagePane(QWidget* parent) : QWidget(parent), m_strips(new StageStrips), m_words(new QLabel) {
    auto* content = new QWidget;
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_strips);
    column->addWidget(m_words);
    column->addStretch(1);
    m_words->setTextFormat(Qt::RichText);
    m_words->setWordWrap(true);
    m_words->setMargin(look::grid);
    m_words->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_words->setAccessibleName(tr("Why the first seed took longer"));
    m_states = new look::StateStack(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
    setFocusProxy(m_strips);
    connect(m_words, &QLabel::linkActivated, this, &StagePane::follow);
    connect(m_strips, &StageStrips::stageChosen, this, [this](timeline::Category stage, bool first) {
        if (!m_timeline || m_seeds.empty()) return;
        const report::SeedStages& seed = first || m_seeds.size() < 2 ? m_seeds.front() : m_seeds[1];
        std::vector<int> spans;
        std::int64_t until = std::numeric_limits<std::int64_t>::min();
        for (std::size_t i = 0; i < m_timeline->spans.size(); ++i) {
            const timeline::Span& span = m_timeline->spans[i];
            if (span.track != 0 || span.category != stage || span.start < std::max(until, seed.start) || span.start >= seed.end) continue;
            until = span.end;
            spans.push_back(static_cast<int>(i));
        }
        select(spans);
    });
    clear();
}

void StagePane::clear() {
    m_timeline.reset();
    m_seeds.clear();
    m_answer = {};
    m_states->show(look::Empty{tr("No times"), tr("A run of another program, or one without its timeline, has no stages to show."), {}});
}

void StagePane::setRun(std::shared_ptr<const timeline::Timeline> timeline, const std::optional<report::Timing>& timing) {
    if (!timeline) return clear();
    m_timeline = std::move(timeline);
    m_seeds = report::seedStages(*m_timeline);
    m_explained = timing.has_value();
    m_answer = timing ? report::explainRun(*timing, *m_timeline) : report::Answer{};
    m_strips->setSeeds(m_seeds);
    m_states->showContent();
    write();
}

void StagePane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) write();
    QWidget::changeEvent(event);
}

void StagePane::write() {
    const look::Theme& theme = look::themeOf(this);
    m_words->setVisible(m_explained);
    if (!m_explained) return;
    QString headline = QString::fromStdString(m_answer.headline).toHtmlEscaped();
    QString stages;
    for (std::size_t i = 0; i < m_answer.stages.size(); ++i)
        stages += QStringLiteral("%1<a href='stage:%2'>%3</a>").arg(i > 0 ? QStringLiteral(", ") : QStringLiteral(" ")).arg(i).arg(titleOf(m_answer.stages[i].stage));
    QString text = QStringLiteral("<p style='margin:0'><b>%1</b> %2.").arg(tr("Why:"), headline);
    if (!stages.isEmpty()) text += QStringLiteral(" <span style='color:%1'>%2%3</span>").arg(theme.muted.name(), tr("In the timeline:"), stages);
    text += QStringLiteral("</p>");
    for (std::size_t i = 0; i < m_answer.reasons.size(); ++i) {
        const report::Reason& reason = m_answer.reasons[i];
        text += QStringLiteral("<p style='margin:4px 0 0 0'>%1. <a href='reason:%2'>%3</a>%4<br><span style='color:%5'>%6 %7</span></p>")
                    .arg(i + 1).arg(i).arg(QString::fromStdString(reason.text).toHtmlEscaped(), reason.firstSeedOnly ? tr(", in the first seed only.") : tr(", in every seed."), theme.muted.name(), tr("Remedy:"), QString::fromStdString(reason.remedy).toHtmlEscaped());
    }
    m_words->setText(QStringLiteral("<style>a { color:%1; text-decoration:none }</style>").arg(theme.accent.name()) + text);
}

QString StagePane::answerText() const { return m_explained ? QTextDocumentFragment::fromHtml(m_words->text()).toPlainText() : QString(); }

void StagePane::follow(const QString& link) {
    const auto index = static_cast<std::size_t>(link.mid(link.indexOf(u':') + 1).toInt());
    if (link.startsWith(QLatin1String("stage:")) && index < m_answer.stages.size()) select(m_answer.stages[index].spans);
    if (link.startsWith(QLatin1String("reason:")) && index < m_answer.reasons.size()) select(m_answer.reasons[index].spans);
}

void StagePane::select(const std::vector<int>& spans) {
    if (!m_timeline || spans.empty()) return;
    std::vector<commands::SelectedSpan> selected;
    std::int64_t from = std::numeric_limits<std::int64_t>::max(), to = std::numeric_limits<std::int64_t>::min();
    for (const int index : spans) {
        const timeline::Span& span = m_timeline->spans[static_cast<std::size_t>(index)];
        selected.push_back({m_timeline->tracks[static_cast<std::size_t>(span.track)].name, span.name, span.start, span.end});
        from = std::min(from, span.start);
        to = std::max(to, span.end);
    }
    Q_EMIT spansSelected(selected);
    Q_EMIT rangeAsked(from, to);
}

}  // namespace foldmeter::gui
