#include "gui/timeline/span_details.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "timeline/summary.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QShortcut>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::gui {
namespace {

QString seconds(std::int64_t nanoseconds) { return look::duration(static_cast<double>(nanoseconds) * 1e-9); }

// The part of the main thread between two times, spans cut at its ends.
timeline::Timeline partOf(const timeline::Timeline& whole, std::int64_t from, std::int64_t to) {
    timeline::Timeline part;
    part.tracks = whole.tracks;
    for (const timeline::Span& span : whole.spans) {
        if (span.end <= from || span.start >= to) continue;
        part.spans.push_back(span);
        part.spans.back().start = std::max(span.start, from);
        part.spans.back().end = std::min(span.end, to);
    }
    return part;
}

QString textOf(const timeline::ArgumentValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return look::count(*whole);
    if (const auto* real = std::get_if<double>(&value)) return look::number(*real);
    return QString::fromStdString(std::get<std::string>(value));
}

}  // namespace

SpanDetails::SpanDetails(QWidget* parent) : QWidget(parent), m_title(new QLabel(this)), m_table(new QTableWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    layout->setSpacing(look::grid / 2);
    layout->addWidget(m_title);
    layout->addWidget(m_table, 1);
    layout->addStretch();
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_table->setAccessibleName(tr("Details of the selected span or range"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(22);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    look::setTextSize(m_table, look::TextSize::Small);
    auto* copyKey = new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &SpanDetails::copy);
    connect(m_table, &QTableWidget::itemActivated, this, [this](QTableWidgetItem* item) { Q_EMIT spanAsked(m_table->item(item->row(), 0)->data(Qt::UserRole).toString()); });
    showSpans({});
}

void SpanDetails::setTracks(std::shared_ptr<const TrackList> list) {
    if (!m_list || !list || m_list->start != list->start) m_spans.clear();
    m_list = std::move(list);
    showSpans(m_spans);
}

void SpanDetails::showSpans(const std::set<int>& spans) {
    m_spans = spans;
    look::setTextSize(m_title, look::TextSize::Body, true);
    if (m_list && spans.size() == 1) return showOne(*spans.begin());
    if (!m_list || spans.empty()) {
        look::setTextSize(m_title, look::TextSize::Body, false);
        m_title->setText(tr("Click a span for its details; drag over the tracks to measure a range."));
        return setRows({}, {});
    }
    std::int64_t sum = 0;
    std::vector<QStringList> rows;
    for (const int span : spans) {
        const timeline::Span& s = m_list->span(span);
        sum += s.end - s.start;
        if (rows.size() < 500) rows.push_back({m_list->titleOf(span), seconds(s.end - s.start), tr("%1 after the start").arg(seconds(s.start - m_list->start))});
    }
    m_title->setText(tr("%1 spans, %2 together").arg(look::count(static_cast<std::int64_t>(spans.size())), seconds(sum)));
    setRows({tr("span"), tr("time"), tr("begins")}, rows);
}

void SpanDetails::showOne(int span) {
    const timeline::Span& s = m_list->span(span);
    m_title->setText(tr("%1: %2").arg(m_list->titleOf(span), seconds(s.end - s.start)));
    std::vector<QStringList> rows = {{tr("stage"), QString::fromUtf8(timeline::nameOf(s.category).data(), static_cast<qsizetype>(timeline::nameOf(s.category).size()))},
                                     {tr("begins"), tr("%1 after the start").arg(seconds(s.start - m_list->start))},
                                     {tr("exactly"), look::exactSeconds(static_cast<double>(s.end - s.start) * 1e-9)},
                                     {tr("thread"), QString::fromStdString(m_list->timeline->tracks[static_cast<std::size_t>(s.track)].name)}};
    for (int parent = m_list->parents[static_cast<std::size_t>(span)]; parent >= 0; parent = m_list->parents[static_cast<std::size_t>(parent)]) {
        const timeline::Span& p = m_list->span(parent);
        if (p.end > p.start) rows.push_back({tr("inside"), tr("%1 (%2 of it)").arg(m_list->titleOf(parent), look::percent(static_cast<double>(s.end - s.start) / static_cast<double>(p.end - p.start)))});
    }
    for (const timeline::SpanArgument& argument : s.arguments) rows.push_back({QString::fromStdString(argument.name), textOf(argument.value)});
    setRows({tr("what"), tr("value")}, rows);
}

void SpanDetails::showRange(std::int64_t from, std::int64_t to) {
    if (!m_list || from >= to) return showSpans(m_spans);
    look::setTextSize(m_title, look::TextSize::Body, true);
    m_title->setText(tr("%1 measured, main thread").arg(seconds(to - from)));
    std::vector<QStringList> rows;
    const timeline::Timeline part = partOf(*m_list->timeline, from, to);
    for (const timeline::SummaryRow& row : timeline::summarise(part))
        rows.push_back({QString::fromStdString(row.name), QString::fromUtf8(timeline::nameOf(row.category).data(), static_cast<qsizetype>(timeline::nameOf(row.category).size())),
                        look::count(static_cast<std::int64_t>(row.calls)), look::duration(row.seconds), look::duration(row.selfSeconds),
                        look::percent(row.selfSeconds / (static_cast<double>(to - from) * 1e-9))});
    setRows({tr("span"), tr("stage"), tr("calls"), tr("total"), tr("self"), tr("self share")}, rows);
}

void SpanDetails::setRows(const QStringList& head, const std::vector<QStringList>& rows) {
    m_table->setVisible(!rows.empty());
    m_table->clear();
    m_table->setColumnCount(static_cast<int>(head.size()));
    m_table->setHorizontalHeaderLabels(head);
    m_table->setRowCount(static_cast<int>(rows.size()));
    for (int r = 0; r < static_cast<int>(rows.size()); ++r)
        for (int c = 0; c < rows[static_cast<std::size_t>(r)].size(); ++c) {
            auto* item = new QTableWidgetItem(rows[static_cast<std::size_t>(r)][c]);
            if (c >= 2) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            item->setData(Qt::UserRole, rows[static_cast<std::size_t>(r)][0]);
            m_table->setItem(r, c, item);
        }
    m_table->resizeColumnsToContents();
    if (m_table->columnCount() == 2) m_table->horizontalHeader()->setStretchLastSection(true);
    else m_table->horizontalHeader()->setStretchLastSection(false);
}

QString SpanDetails::text() const {
    QStringList lines{m_title->text()};
    for (int r = 0; r < m_table->rowCount(); ++r) {
        QStringList cells;
        for (int c = 0; c < m_table->columnCount(); ++c)
            if (const QTableWidgetItem* item = m_table->item(r, c)) cells << item->text();
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

void SpanDetails::copy() const { QApplication::clipboard()->setText(text()); }

}  // namespace foldmeter::gui
