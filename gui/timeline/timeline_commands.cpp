// The timeline's commands: every key of its table, its tables and graphs, and export.
#include "base/error.h"
#include "base/file.h"
#include "gui/commands/registry.h"
#include "gui/timeline/flame_graph.h"
#include "gui/timeline/roofline.h"
#include "gui/timeline/span_table_view.h"
#include "gui/timeline/timeline_export.h"
#include "gui/timeline/timeline_pane.h"
#include "gui/timeline/timeline_view.h"

#include <QFileDialog>

namespace foldmeter::gui {
namespace {

struct TableCommand {
    const char* id;
    QString title;
    timeline::TableKind kind;
};

}  // namespace

void TimelinePane::addCommands(commands::CommandRegistry& registry) {
    const auto whyNot = [this] { return m_list ? QString() : tr("No timeline is shown"); };
    const auto add = [&](const QString& id, const QString& title, const QString& explanation, const QKeySequence& keys, std::function<void()> run) {
        commands::Command command;
        command.id = QStringLiteral("timeline.") + id;
        command.subject = tr("Timeline");
        command.title = title;
        command.explanation = explanation;
        command.shortcut = keys;
        command.run = std::move(run);
        command.whyNot = whyNot;
        return command;
    };
    for (const TimelineKey& key : timelineKeys()) {
        if (key.action == TimelineAction::Clear) continue;   // Escape clears the one selection everywhere
        commands::Command command = add(QString::fromLatin1(key.id), key.title, key.explanation, QKeySequence(QString::fromLatin1(key.keys)), [this, action = key.action] { m_view->perform(action); });
        if (key.action == TimelineAction::Flows) command.checked = [this] { return m_view->showsFlows(); };
        registry.add(std::move(command), m_view, true);
    }
    m_view->setKeysByCommands(true);
    const TableCommand tables[] = {{"table.top-down", tr("Table: from the top down"), timeline::TableKind::TopDown}, {"table.bottom-up", tr("Table: from the bottom up"), timeline::TableKind::BottomUp},
                                   {"table.kernel", tr("Table: by kernel"), timeline::TableKind::ByKernel}, {"table.module", tr("Table: by module of the network"), timeline::TableKind::ByModule},
                                   {"table.pass", tr("Table: by pass of the compiler"), timeline::TableKind::ByPass}};
    for (const TableCommand& table : tables)
        registry.add(add(QString::fromLatin1(table.id), table.title, {}, {}, [this, kind = table.kind] {
            showTab(Tab::Table);
            m_table->setKind(kind);
        }), this);
    registry.add(add(QStringLiteral("details"), tr("Details of the selected span"), {}, {}, [this] { showTab(Tab::Details); }), this);
    registry.add(add(QStringLiteral("flame"), tr("Flame graph of the range"), {}, {}, [this] { showTab(Tab::Flame); }), this);
    registry.add(add(QStringLiteral("limit"), tr("Kernels against the machine's limit"), {}, {}, [this] { showTab(Tab::Roofline); }), this);
    registry.add(add(QStringLiteral("show-all"), tr("Show all spans again"), tr("Takes the filter away"), {}, [this] { setFilter({}); }), this);
    registry.add(add(QStringLiteral("copy-table"), tr("Copy the table"), tr("As tab-separated text, for a spreadsheet"), {}, [this] {
        showTab(Tab::Table);
        summariseNow();
        m_table->copy();
    }), this);
    registry.add(add(QStringLiteral("export"), tr("Export the timeline"), tr("What is seen as a picture (.png, .svg), or all of it for Chrome (.trace.json) and Perfetto (.pftrace)"), {}, [this] { askAndExport(Tab::Details); }), this);
    registry.add(add(QStringLiteral("export-flame"), tr("Export the flame graph"), {}, {}, [this] { askAndExport(Tab::Flame); }), this);
    registry.add(add(QStringLiteral("export-limit"), tr("Export the plot of the machine's limit"), {}, {}, [this] { askAndExport(Tab::Roofline); }), this);
    registry.add(add(QStringLiteral("export-table"), tr("Export the table"), {}, {}, [this] { askAndExport(Tab::Table); }), this);
}

void TimelinePane::askAndExport(Tab what) {
    showTab(what);
    const QString endings = what == Tab::Details ? tr("Picture (*.png *.svg);;Chrome trace (*.trace.json);;Perfetto trace (*.pftrace);;Foldmeter timeline (*.timeline)")
                            : what == Tab::Table ? tr("Table (*.tsv)") : tr("Picture (*.png *.svg)");
    const QString file = QFileDialog::getSaveFileName(this, tr("Export"), m_name, endings);
    if (file.isEmpty()) return;
    try {
        exportTo(file, what);
        Q_EMIT exported(file);
    } catch (const Error& problem) {
        Q_EMIT refused(QString::fromUtf8(problem.what()));
    }
}

void TimelinePane::exportTo(const QString& file, Tab what) {
    if (!m_list) throw InputError(tr("No timeline is shown").toStdString());
    summariseNow();
    if (what == Tab::Table || file.endsWith(QLatin1String(".tsv"))) {
        writeAtomically(file.toStdString(), m_table->copyText().toStdString());
    } else if (!isPictureFile(file)) {
        exportTimeline(file, *m_list->timeline, m_name.isEmpty() ? QStringLiteral("foldmeter") : m_name);
    } else if (what == Tab::Flame) {
        exportPicture(file, m_flame->viewport()->size(), m_name, [this](QPainter& painter) { m_flame->paint(painter); });
    } else if (what == Tab::Roofline) {
        exportPicture(file, m_roofline->size(), m_name, [this](QPainter& painter) { m_roofline->paint(painter); });
    } else {
        exportPicture(file, m_view->viewport()->size(), m_name, [this](QPainter& painter) { m_view->paint(painter); });
    }
}

}  // namespace foldmeter::gui
