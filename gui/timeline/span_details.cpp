#include "gui/timeline/span_details.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/place.h"
#include "gui/timeline/span_words.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::gui {
namespace {

constexpr std::string_view candidateName = "candidate ";   // arguments of a tuned site: "candidate SCHEDULE" = seconds
constexpr int mostSpans = 200;                             // of many selected, listed

QString seconds(std::int64_t nanoseconds) { return look::duration(static_cast<double>(nanoseconds) * 1e-9); }

QString textOf(const timeline::ArgumentValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return look::count(*whole);
    if (const auto* real = std::get_if<double>(&value)) return look::number(*real);
    return QString::fromStdString(std::get<std::string>(value));
}

QString stageOf(const timeline::Span& span) {
    const std::string_view name = timeline::nameOf(span.category);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace

SpanDetails::SpanDetails(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_words(new QLabel(this)), m_table(new QTableWidget(this)), m_sourceButton(new QPushButton(this)), m_source(new QPlainTextEdit(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    layout->setSpacing(look::grid / 2);
    layout->addWidget(m_title);
    layout->addWidget(m_words);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_sourceButton, 0, Qt::AlignLeft);
    layout->addWidget(m_source, 1);
    layout->addStretch();
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_words->setWordWrap(true);
    look::setMuted(m_words);
    m_table->setAccessibleName(tr("Details of the selected span"));
    m_table->setColumnCount(2);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(22);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    look::setTextSize(m_table, look::TextSize::Small);
    m_source->setReadOnly(true);
    m_source->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_source->setFont(look::monospace(look::TextSize::Small));
    m_source->setAccessibleName(tr("Text of the kernel or graph"));
    m_source->hide();
    auto* copyKey = new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &SpanDetails::copy);
    connect(m_table, &QTableWidget::itemActivated, this, [this](QTableWidgetItem* item) {
        if (const QVariant span = m_table->item(item->row(), 0)->data(Qt::UserRole); span.isValid()) Q_EMIT spanAsked(span.toInt());
    });
    connect(m_sourceButton, &QPushButton::clicked, this, [this] {
        m_source->setPlainText(tr("Asking for it ..."));
        m_source->show();
        Q_EMIT sourceAsked(m_program, m_kernel);
    });
    showSpans({});
}

void SpanDetails::setTracks(std::shared_ptr<const TrackList> list) {
    if (!m_list || !list || m_list->start != list->start) m_spans.clear();
    m_list = std::move(list);
    showSpans(m_spans);
}

void SpanDetails::setLimits(const MachineLimits& limits) {
    m_limits = limits;
    showSpans(m_spans);
}

void SpanDetails::setSourcesOffered(bool offered) { m_offered = offered; }

void SpanDetails::showSpans(const std::set<int>& spans) {
    if (spans != m_spans) showSource({});
    m_spans = spans;
    m_sourceButton->hide();
    m_words->hide();
    look::setTextSize(m_title, look::TextSize::Body, true);
    if (m_list && spans.size() == 1) return showOne(*spans.begin());
    if (!m_list || spans.empty()) {
        look::setTextSize(m_title, look::TextSize::Body, false);
        m_title->setText(tr("Click a span for its details; drag over the tracks to measure a range."));
        return setRows({});
    }
    std::int64_t sum = 0;
    Rows rows;
    for (const int span : spans) {
        const timeline::Span& s = m_list->span(span);
        sum += s.end - s.start;
        if (static_cast<int>(rows.size()) < mostSpans) rows.emplace_back(m_list->titleOf(span), seconds(s.end - s.start));
    }
    m_title->setText(tr("%n span(s) selected, %1 together", nullptr, static_cast<int>(spans.size())).arg(seconds(sum)));
    setRows(rows, {spans.begin(), spans.end()});
}

void SpanDetails::showOne(int span) {
    const timeline::Span& s = m_list->span(span);
    m_title->setText(tr("%1: %2").arg(m_list->titleOf(span), seconds(s.end - s.start)));
    m_words->setText(spanWords(s.name));
    m_words->setVisible(!m_words->text().isEmpty());
    Rows rows = {{tr("stage"), stageOf(s)}};
    std::vector<int> spans(1, -1);
    if (const Place place = placeOf(*m_list, span); !place.empty()) rows.emplace_back(tr("computed"), described(place));
    addKernel(rows, span);
    rows.emplace_back(tr("begins"), tr("%1 after the start").arg(seconds(s.start - m_list->start)));
    rows.emplace_back(tr("exactly"), look::exactSeconds(static_cast<double>(s.end - s.start) * 1e-9));
    rows.emplace_back(tr("thread"), QString::fromStdString(m_list->timeline->tracks[static_cast<std::size_t>(s.track)].name));
    spans.resize(rows.size(), -1);
    for (int parent = m_list->parentOf(span); parent >= 0; parent = m_list->parentOf(parent)) {
        const timeline::Span& p = m_list->span(parent);
        if (p.end > p.start) rows.emplace_back(tr("inside"), tr("%1 (%2 of it)").arg(m_list->titleOf(parent), look::percent(static_cast<double>(s.end - s.start) / static_cast<double>(p.end - p.start))));
        spans.resize(rows.size(), parent);
    }
    addArguments(rows, s);
    setRows(rows, spans);
    m_program = m_list->programOf(span);
    m_kernel = m_list->kernelOf(span) ? QString::fromStdString(s.name) : QString();
    if (const timeline::ArgumentValue* kernel = m_list->argumentOf(span, "kernel", false); kernel && std::holds_alternative<std::string>(*kernel)) m_kernel = QString::fromStdString(std::get<std::string>(*kernel));
    m_sourceButton->setText(m_kernel.isEmpty() ? tr("Show the graph of %1").arg(m_program) : tr("Show the kernel's text"));
    m_sourceButton->setVisible(m_offered && !m_program.isEmpty());
}

// Work of a call and how near it came to the machine's limit. The counts are averages of the run's calls.
void SpanDetails::addKernel(Rows& rows, int span) const {
    const timeline::KernelFacts* kernel = m_list->kernelOf(span);
    if (!kernel) return;
    const double length = static_cast<double>(m_list->span(span).end - m_list->span(span).start) * 1e-9;
    if (!kernel->scope.empty()) rows.emplace_back(tr("module"), QString::fromStdString(kernel->scope));
    if (kernel->flops > 0 && length > 0) rows.emplace_back(tr("work"), tr("%1, %2").arg(look::quantity(kernel->flops, QStringLiteral("FLOP")), look::quantity(kernel->flops / length, QStringLiteral("FLOP/s"))));
    if (kernel->bytes > 0 && length > 0) rows.emplace_back(tr("moved"), tr("%1, %2").arg(look::quantity(kernel->bytes, QStringLiteral("B")), look::quantity(kernel->bytes / length, QStringLiteral("B/s"))));
    if (kernel->flops <= 0 || kernel->bytes <= 0 || length <= 0) return;
    const auto roof = m_limits.roofAt(kernel->flops / kernel->bytes);
    rows.emplace_back(tr("of the limit"), roof ? tr("%1 of %2").arg(look::percent(kernel->flops / length / *roof), look::quantity(*roof, QStringLiteral("FLOP/s"))) : tr("the machine's peak was not measured"));
}

void SpanDetails::addArguments(Rows& rows, const timeline::Span& span) const {
    std::vector<std::pair<double, QString>> candidates;
    for (const timeline::SpanArgument& argument : span.arguments) {
        const auto* time = std::get_if<double>(&argument.value);
        if (time && argument.name.starts_with(candidateName)) candidates.emplace_back(*time, QString::fromStdString(argument.name.substr(candidateName.size())));
        else if (argument.name == "cache") rows.emplace_back(tr("compile cache"), textOf(argument.value) == QLatin1String("hit") ? tr("hit") : textOf(argument.value));
        else if (argument.name == "cache reason") rows.emplace_back(tr("why it missed"), textOf(argument.value));
        else if (argument.name == "chosen because") rows.emplace_back(tr("chosen because"), textOf(argument.value));
        else rows.emplace_back(QString::fromStdString(argument.name), textOf(argument.value));
    }
    std::sort(candidates.begin(), candidates.end());
    for (const auto& [time, schedule] : candidates) rows.emplace_back(schedule, time > 0 ? look::duration(time) : tr("not timed: it computed something else"));
}

void SpanDetails::setRows(const Rows& rows, const std::vector<int>& spans) {
    m_table->setVisible(!rows.empty());
    m_table->setRowCount(static_cast<int>(rows.size()));
    for (std::size_t r = 0; r < rows.size(); ++r) {
        auto* name = new QTableWidgetItem(rows[r].first);
        auto* value = new QTableWidgetItem(rows[r].second);
        name->setToolTip(rows[r].first);
        value->setToolTip(rows[r].second.left(2000));
        if (r < spans.size() && spans[r] >= 0) name->setData(Qt::UserRole, spans[r]);
        m_table->setItem(static_cast<int>(r), 0, name);
        m_table->setItem(static_cast<int>(r), 1, value);
    }
    m_table->resizeColumnToContents(0);
    m_table->setColumnWidth(0, std::min(m_table->columnWidth(0), 28 * look::grid));
}

void SpanDetails::showSource(const QString& text) {
    m_source->setPlainText(text);
    m_source->setVisible(!text.isEmpty());
}

QString SpanDetails::sourceText() const { return m_source->isVisibleTo(this) ? m_source->toPlainText() : QString(); }

QString SpanDetails::text() const {
    QStringList lines{m_title->text()};
    for (int r = 0; r < m_table->rowCount(); ++r) lines << m_table->item(r, 0)->text() + u'\t' + m_table->item(r, 1)->text();
    return lines.join(u'\n');
}

void SpanDetails::copy() const { QApplication::clipboard()->setText(text()); }

}  // namespace foldmeter::gui
