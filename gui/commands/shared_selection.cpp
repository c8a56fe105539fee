#include "gui/commands/shared_selection.h"

#include "gui/look/numbers.h"

#include <QStringList>

#include <algorithm>

namespace foldmeter::commands {
namespace {

// Runs of neighbours become "A 4–9".
QString residuesText(std::vector<SelectedResidue> residues) {
    std::sort(residues.begin(), residues.end());
    QStringList parts;
    for (std::size_t i = 0; i < residues.size();) {
        std::size_t last = i;
        while (last + 1 < residues.size() && residues[last + 1].chain == residues[i].chain &&
               residues[last + 1].number <= residues[last].number + 1)
            ++last;
        const QString chain = QString::fromStdString(residues[i].chain);
        parts << (last == i ? QStringLiteral("%1 %2").arg(chain).arg(residues[i].number)
                            : QStringLiteral("%1 %2–%3").arg(chain).arg(residues[i].number).arg(residues[last].number));
        i = last + 1;
    }
    constexpr int shown = 6;
    if (parts.size() > shown) parts = parts.mid(0, shown) << QStringLiteral("…");
    return parts.join(QStringLiteral(", "));
}

}  // namespace

bool Selection::contains(const std::string& chain, int number) const {
    if (std::find(chains.begin(), chains.end(), chain) != chains.end()) return true;
    return std::find(residues.begin(), residues.end(), SelectedResidue{chain, number}) != residues.end();
}

QString described(const Selection& selection) {
    QStringList parts;
    if (!selection.chains.empty()) {
        QStringList chains;
        for (const std::string& chain : selection.chains) chains << QString::fromStdString(chain);
        parts << SharedSelection::tr("chain(s) %1", nullptr, static_cast<int>(chains.size())).arg(chains.join(QStringLiteral(", ")));
    }
    if (!selection.residues.empty())
        parts << SharedSelection::tr("%1 residue(s): %2").arg(look::count(static_cast<std::int64_t>(selection.residues.size())), residuesText(selection.residues));
    if (!selection.atoms.empty())
        parts << SharedSelection::tr("%1 atom(s)").arg(look::count(static_cast<std::int64_t>(selection.atoms.size())));
    if (!selection.seeds.empty()) {
        QStringList seeds;
        for (const std::uint32_t seed : selection.seeds) seeds << QString::number(seed);
        parts << SharedSelection::tr("seed(s) %1").arg(seeds.join(QStringLiteral(", ")));
    }
    if (selection.spans.size() == 1) {
        const SelectedSpan& span = selection.spans.front();
        parts << SharedSelection::tr("span %1, %2").arg(QString::fromStdString(span.name), look::duration(static_cast<double>(span.end - span.start) * 1e-9));
    } else if (!selection.spans.empty()) {
        parts << SharedSelection::tr("%1 spans").arg(look::count(static_cast<std::int64_t>(selection.spans.size())));
    }
    return parts.join(QStringLiteral("; "));
}

void SharedSelection::select(const Selection& selection) {
    if (selection == m_selection) return;
    m_selection = selection;
    Q_EMIT selectionChanged(m_selection);
}

void SharedSelection::showSample(std::optional<SelectedSample> sample) {
    if (sample == m_sample) return;
    m_sample = sample;
    Q_EMIT sampleChanged(sample);
}

void SharedSelection::moveCursor(std::optional<std::int64_t> nanoseconds) {
    if (nanoseconds == m_cursor) return;
    m_cursor = nanoseconds;
    Q_EMIT cursorMoved(nanoseconds);
}

}  // namespace foldmeter::commands
