#include "gui/settings/preflight_card.h"

#include "gui/look/badge.h"
#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::settings {

// Predicted peak against free memory as one bar; the end of the bar is what is free, unless more is wanted.
class MemoryGauge : public QWidget {
public:
    explicit MemoryGauge(QWidget* parent = nullptr) : QWidget(parent) {
        setFixedHeight(look::grid);
        setAccessibleName(PreflightCard::tr("Predicted memory against free memory"));
    }

    void setBytes(std::int64_t peak, std::int64_t available) {
        m_peak = peak;
        m_available = available;
        setAccessibleDescription(look::bytes(peak) + QStringLiteral(" / ") + look::bytes(available));
        setToolTip(accessibleDescription());
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const look::Theme& theme = look::themeOf(this);
        QPainter painter(this);
        const std::int64_t most = std::max<std::int64_t>({m_peak, m_available, 1});
        const auto place = [&](std::int64_t bytes) { return static_cast<int>(static_cast<double>(width()) * static_cast<double>(bytes) / static_cast<double>(most)); };
        painter.fillRect(rect(), theme.line);
        painter.fillRect(0, 0, place(std::min(m_peak, m_available)), height(), theme.accent);
        if (m_peak > m_available) painter.fillRect(place(m_available), 0, width() - place(m_available), height(), theme.failure);
    }

private:
    std::int64_t m_peak = 0, m_available = 0;
};

namespace {

enum Figure { Size, Work, Memory, Time, Cached, Model };

QString figureName(int figure) {
    switch (figure) {
        case Size: return PreflightCard::tr("Size");
        case Work: return PreflightCard::tr("Work");
        case Memory: return PreflightCard::tr("Peak memory");
        case Time: return PreflightCard::tr("Time");
        case Cached: return PreflightCard::tr("In the cache");
        default: return PreflightCard::tr("Model");
    }
}

}  // namespace

PreflightCard::PreflightCard(QWidget* parent)
    : QFrame(parent), m_badge(new look::ModelBadge), m_content(new QWidget), m_gauge(new MemoryGauge) {
    setAccessibleName(tr("Pre-flight card"));
    auto* title = new QLabel(tr("Will it fit, how long will it take?"));
    look::setTextSize(title, look::TextSize::Heading, true);
    title->setWordWrap(true);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * look::grid);
    grid->setVerticalSpacing(look::grid / 2);
    grid->setColumnStretch(1, 1);
    for (int figure = Size; figure <= Model; ++figure) {
        auto* name = new QLabel(figureName(figure));
        look::setMuted(name);
        auto* value = new QLabel;
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_figures.push_back(value);
        const int row = grid->rowCount();
        grid->addWidget(name, row, 0, Qt::AlignTop);
        grid->addWidget(value, row, 1);
        if (figure == Memory) grid->addWidget(m_gauge, row + 1, 1);
    }
    m_advice = new QVBoxLayout;
    m_advice->setSpacing(look::grid / 2);
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(2 * look::grid, 0, 2 * look::grid, 2 * look::grid);
    content->addLayout(grid);
    content->addWidget(m_badge, 0, Qt::AlignLeft);
    content->addSpacing(look::grid);
    content->addLayout(m_advice);
    content->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_content);
    m_stack = new look::StateStack(scroll);
    connect(m_stack->pane(), &look::StatePane::buttonPressed, this, &PreflightCard::askAgain);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, look::grid, 0, 0);
    title->setContentsMargins(2 * look::grid, 0, 2 * look::grid, look::grid / 2);
    layout->addWidget(title);
    layout->addWidget(m_stack, 1);
    setEmpty();
}

void PreflightCard::setEmpty() {
    m_plan.reset();
    m_stack->show(look::Empty{tr("Nothing to predict yet"), tr("Paste a sequence or drop a file; its size, memory and time stand here before anything runs."), {}});
}

void PreflightCard::setWaiting() {
    if (m_plan) return;   // the last figures stay until others come: no flicker while typing
    m_stack->show(look::Loading{tr("Asking the engine"), {}, {}, {}, {}});
}

void PreflightCard::setRefused(const QString& text) {
    m_plan.reset();
    m_stack->show(look::Failed{tr("This job cannot be predicted as it stands"), text, {}, {}, text, tr("Ask again")});
}

void PreflightCard::setPlan(const worker::PlanEvent& plan, const worker::PredictOptions& options) {
    m_plan = plan;
    showFigures(plan);
    showAdvice(adviceFor(plan, options));
    m_stack->showContent();
}

void PreflightCard::showFigures(const worker::PlanEvent& plan) {
    const auto set = [&](Figure figure, const QString& text, const QString& tip = {}) {
        m_figures[figure]->setText(text);
        m_figures[figure]->setToolTip(tip);
        m_figures[figure]->setAccessibleName(figureName(figure) + QStringLiteral(": ") + text);
    };
    QString size = tr("%1 tokens, %2 atoms").arg(look::count(plan.tokens), look::count(plan.atoms));
    if (plan.paddedTokens > plan.tokens) size += tr(", padded to %1").arg(look::count(plan.paddedTokens));
    set(Size, size, tr("%1 rows of alignment").arg(look::count(plan.msaRows)));
    set(Work, tr("%n seed(s)", nullptr, static_cast<int>(plan.seeds)) + tr(", %1 samples, %2 recycles, %3 steps").arg(plan.samples).arg(plan.recycles).arg(plan.steps));
    set(Memory, memoryText(plan), tr("%1 bytes").arg(look::count(plan.peakBytes)));
    set(Time, timeText(plan), tr("%1 s to %2 s").arg(look::exactly(plan.secondsLow), look::exactly(plan.secondsHigh)));
    QStringList programs;
    for (const auto& program : plan.cache) programs << QString::fromStdString(program.program + ": " + program.state);
    set(Cached, cacheText(plan), programs.join(u'\n'));
    set(Model, QString::fromStdString(plan.model) + QStringLiteral(", ") + QString::fromStdString(plan.precision), QString::fromStdString(plan.modelWarning));
    m_gauge->setBytes(plan.peakBytes, plan.availableBytes);
    m_badge->setKind(look::modelKind(QString::fromStdString(plan.model)));
}

void PreflightCard::showAdvice(const std::vector<Advice>& advice) {
    while (QLayoutItem* item = m_advice->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Advice& line : advice) {
        auto* note = new look::NoteBar;
        note->setNote(line.weight == Advice::Weight::Warning ? look::NoteBar::Kind::Partial : look::NoteBar::Kind::Notice, line.text, line.button);
        if (line.options) connect(note, &look::NoteBar::buttonPressed, this, [this, options = *line.options] { Q_EMIT optionsWanted(options); });
        m_advice->addWidget(note);
    }
}

QString PreflightCard::text() const {
    if (!m_stack->showsContent()) return m_stack->pane()->text();
    QStringList words;
    for (const QLabel* figure : m_figures) words << figure->text();
    for (const auto* note : m_content->findChildren<look::NoteBar*>()) words << note->text();
    return words.join(u'\n');
}

}  // namespace foldmeter::settings
