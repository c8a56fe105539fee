#include "gui/runs/runs_model.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QApplication>
#include <QDateTime>
#include <QPalette>
#include <QPixmapCache>

#include <algorithm>

namespace foldmeter::runs {
namespace {

QString words(const std::string& text) { return QString::fromStdString(text); }

// Shown where nothing was measured: short, the tooltip says it in words.
QString orDash(const QString& text, bool known) { return known ? text : QStringLiteral("–"); }

template <typename T> QVariant sortable(const std::optional<T>& value) { return value ? QVariant::fromValue(static_cast<double>(*value)) : QVariant(-1e300); }

QPixmap picture(const history::Run& run) {
    const QString file = words(run.thumbnail.string());
    QPixmap found;
    if (!QPixmapCache::find(file, &found)) {
        found = QPixmap(file).scaled(48, 36, Qt::KeepAspectRatio, Qt::SmoothTransformation);
        QPixmapCache::insert(file, found);
    }
    return found;
}

}  // namespace

QString stateText(const history::Run& run) {
    using history::RunState;
    if (run.missing) return RunsModel::tr("folder is gone");
    switch (run.record.state) {
        case RunState::Queued: return RunsModel::tr("waiting");
        case RunState::Running: return RunsModel::tr("running");
        case RunState::Finished: return RunsModel::tr("finished");
        case RunState::PartlyFinished: return RunsModel::tr("partly finished");
        case RunState::Cancelled: return RunsModel::tr("cancelled");
        case RunState::Failed: return RunsModel::tr("failed");
        case RunState::Imported: return RunsModel::tr("imported");
    }
    return {};
}

QString whenText(std::int64_t seconds) {
    if (seconds == 0) return RunsModel::tr("not known");
    return QDateTime::fromSecsSinceEpoch(seconds).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

void RunsModel::setRuns(std::vector<history::Run> runs) {
    const auto number = [](const history::Run& run) { return run.number; };
    const bool sameRows = std::equal(runs.begin(), runs.end(), m_runs.begin(), m_runs.end(), [&](const auto& a, const auto& b) { return number(a) == number(b); });
    if (sameRows) {
        m_runs = std::move(runs);
        if (!m_runs.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    // Rows that went are taken out, those that came are put in; the order is the proxy's business.
    for (int row = rowCount() - 1; row >= 0; --row) {
        const int gone = m_runs[static_cast<std::size_t>(row)].number;
        if (std::any_of(runs.begin(), runs.end(), [&](const auto& run) { return run.number == gone; })) continue;
        beginRemoveRows({}, row, row);
        m_runs.erase(m_runs.begin() + row);
        endRemoveRows();
    }
    for (history::Run& run : runs) {
        const int row = rowOf(run.number);
        if (row >= 0) {
            m_runs[static_cast<std::size_t>(row)] = std::move(run);
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
            continue;
        }
        beginInsertRows({}, rowCount(), rowCount());
        m_runs.push_back(std::move(run));
        endInsertRows();
    }
}

const history::Run* RunsModel::run(int row) const { return row >= 0 && row < rowCount() ? &m_runs[static_cast<std::size_t>(row)] : nullptr; }

int RunsModel::rowOf(int number) const {
    const auto found = std::find_if(m_runs.begin(), m_runs.end(), [&](const history::Run& run) { return run.number == number; });
    return found == m_runs.end() ? -1 : static_cast<int>(found - m_runs.begin());
}

int RunsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_runs.size()); }
int RunsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString RunsModel::text(const history::Run& run, int column) const {
    switch (column) {
        case Number: return QString::number(run.number);
        case Title: return words(run.record.title);
        case State: return stateText(run);
        case When: return whenText(run.record.created);
        case Seeds: return QString::number(run.seeds.size());
        case Samples: return QString::number(run.samples);
        case Score: return orDash(look::number(run.rankingScore), run.rankingScore.has_value());
        case Iptm: return orDash(look::number(run.iptm), run.iptm.has_value());
        case Tokens: return run.tokens ? look::count(*run.tokens) : QStringLiteral("–");
        case Wall: return orDash(look::duration(run.wallSeconds), run.wallSeconds.has_value());
        case SeedTime: return orDash(look::duration(run.seedSeconds), run.seedSeconds.has_value());
        case Memory: return run.peakBytes ? look::bytes(*run.peakBytes) : QStringLiteral("–");
        case Precision: return run.precision.empty() ? QStringLiteral("–") : words(run.precision);
        case Model: return run.model.empty() ? QStringLiteral("–") : words(run.model);
        case Tags: {
            QStringList tags;
            for (const std::string& tag : run.record.tags) tags << words(tag);
            return tags.join(QLatin1Char(' '));
        }
        default: return {};
    }
}

QString RunsModel::toolTip(const history::Run& run, int column) const {
    switch (column) {
        case Title: return words(run.folder.string());
        case State: return run.missing ? tr("%1 is not there any more").arg(words(run.folder.string())) : words(run.record.reason);
        case Score: return run.rankingScore ? look::exactly(*run.rankingScore) : look::notMeasured();
        case Iptm: return run.iptm ? look::exactly(*run.iptm) : tr("%1; a single chain has none").arg(look::notMeasured());
        case Wall: return run.wallSeconds ? look::exactSeconds(*run.wallSeconds) : look::notMeasured();
        case SeedTime: return run.seedSeconds ? tr("%1, median of the seeds' execution").arg(look::exactSeconds(*run.seedSeconds)) : look::notMeasured();
        case Memory: return run.peakBytes ? tr("%1 bytes").arg(look::count(*run.peakBytes)) : look::notMeasured();
        case Tags: return words(run.record.notes);
        default: return {};
    }
}

QVariant RunsModel::sortValue(const history::Run& run, int column) const {
    switch (column) {
        case Number: return run.number;
        case When: return QVariant::fromValue<qlonglong>(run.record.created);
        case Seeds: return static_cast<int>(run.seeds.size());
        case Samples: return run.samples;
        case Score: return sortable(run.rankingScore);
        case Iptm: return sortable(run.iptm);
        case Tokens: return sortable(run.tokens);
        case Wall: return sortable(run.wallSeconds);
        case SeedTime: return sortable(run.seedSeconds);
        case Memory: return sortable(run.peakBytes);
        default: return text(run, column).toLower();
    }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    const history::Run* found = run(index.row());
    if (!found) return {};
    switch (role) {
        case Qt::DisplayRole: return text(*found, index.column());
        case Qt::AccessibleTextRole: return headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString() + QLatin1Char(' ') + text(*found, index.column());
        case Qt::ToolTipRole: return toolTip(*found, index.column());
        case Qt::DecorationRole: return index.column() == Title && !found->thumbnail.empty() ? QVariant(picture(*found)) : QVariant();
        case Qt::TextAlignmentRole: {
            const bool isNumber = index.column() >= Seeds && index.column() <= Memory;
            return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        }
        case Qt::ForegroundRole:
            if (found->missing) return QApplication::palette().color(QPalette::PlaceholderText);
            return index.column() == State && found->record.state == history::RunState::Failed ? QVariant(look::themeOf(QApplication::palette()).failure) : QVariant();
        case RunNumber: return found->number;
        case SortValue: return sortValue(*found, index.column());
        default: return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) return {};
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
        case Number: return tip ? tr("Number of the run; stands for its folder on the command line") : tr("Run");
        case Title: return tr("Title");
        case State: return tr("State");
        case When: return tip ? tr("When it was started") : tr("When");
        case Seeds: return tip ? tr("Finished seeds") : tr("Seeds");
        case Samples: return tip ? tr("Finished samples") : tr("Samples");
        case Score: return tip ? tr("Ranking score of the best sample") : tr("Score");
        case Iptm: return tip ? tr("ipTM of the best sample") : tr("ipTM");
        case Tokens: return tr("Tokens");
        case Wall: return tip ? tr("Time of the whole job") : tr("Time");
        case SeedTime: return tip ? tr("Execution of a seed, median") : tr("A seed");
        case Memory: return tip ? tr("Peak memory") : tr("Memory");
        case Precision: return tr("Precision");
        case Model: return tr("Model");
        case Tags: return tr("Tags");
        default: return {};
    }
}

}  // namespace foldmeter::runs
