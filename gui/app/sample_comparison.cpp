#include "gui/app/sample_comparison.h"

#include <QCoreApplication>

#include <algorithm>

namespace foldmeter::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SampleComparison)
};

using commands::SelectedSample;
using structure::FitBy;
using Parts = std::vector<structure::FittedPart>;

constexpr structure::Superposition kStays{{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, {}, 0};

class Comparer {
public:
    explicit Comparer(const ComparingWish& wish) : m_wish(wish), m_comparison(std::make_shared<SampleComparison>()) {}

    std::shared_ptr<const SampleComparison> run() {
        SampleComparison& c = *m_comparison;
        c.structures = m_wish.known;
        c.toShown = kStays;
        c.target = m_wish.choices.onto.value_or(m_wish.shown);
        const auto target = structureOf(c.target), shown = structureOf(m_wish.shown);
        for (const results::Sample& sample : m_wish.samples) addSample(sample, target);
        if (m_wish.choices.reference) addReference(target);
        if (!shown) return m_comparison;
        if (target && c.target != m_wish.shown) attempt([&] { c.toShown = structure::inverse(structure::fit(shown, *target, wholeBy(), m_wish.choices.chain)[0].comparison.placement); });
        findDifference(shown);
        if (m_wish.choices.reference)
            attempt([&] { c.deviation = structure::deviationsOf(*shown, structure::fit(shown, *m_wish.choices.reference->structure, m_wish.choices.fitBy, m_wish.choices.chain)); });
        return m_comparison;
    }

private:
    template <typename Work> static QString attempt(Work&& work) {
        try {
            work();
        } catch (const std::exception& problem) {
            return QString::fromUtf8(problem.what());
        }
        return {};
    }
    FitBy wholeBy() const { return m_wish.choices.fitBy == FitBy::EachChain ? FitBy::All : m_wish.choices.fitBy; }

    std::shared_ptr<const structure::Structure> structureOf(const SelectedSample& wanted, QString* problem = nullptr) {
        if (const auto known = m_comparison->structures.find(wanted); known != m_comparison->structures.end()) return known->second;
        for (const results::Sample& sample : m_wish.samples) {
            if (sample.seed != wanted.seed || sample.index != wanted.index) continue;
            std::shared_ptr<const structure::Structure> read;
            const QString failure = attempt([&] { read = std::make_shared<const structure::Structure>(results::readSampleStructure(sample)); });
            if (problem) *problem = failure;
            if (read) m_comparison->structures[wanted] = read;
            return read;
        }
        return nullptr;
    }
    void addSample(const results::Sample& sample, const std::shared_ptr<const structure::Structure>& target) {
        const SelectedSample id{sample.seed, sample.index};
        ComparedSample row{id, nameOfSample(id), {}, {}, id == m_comparison->target};
        if (const auto moving = structureOf(id, &row.problem)) lay(moving, target, row);
        m_comparison->rows.push_back(std::move(row));
    }
    void addReference(const std::shared_ptr<const structure::Structure>& target) {
        ComparedSample row{std::nullopt, QString::fromStdString(m_wish.choices.reference->name), {}, {}, false};
        lay(m_wish.choices.reference->structure, target, row);
        m_comparison->rows.push_back(std::move(row));
    }
    void lay(const std::shared_ptr<const structure::Structure>& moving, const std::shared_ptr<const structure::Structure>& target, ComparedSample& row) {
        if (!target) {
            row.problem = Words::tr("what it is to be laid on could not be read");
            return;
        }
        row.problem = attempt([&] { row.parts = structure::fit(moving, *target, m_wish.choices.fitBy, m_wish.choices.chain); });
    }
    // To what all are laid on, else to the first that lies over the shown one, else to the best of the others.
    void findDifference(const std::shared_ptr<const structure::Structure>& shown) {
        SampleComparison& c = *m_comparison;
        std::optional<SelectedSample> other;
        if (c.target != m_wish.shown) other = c.target;
        for (const SelectedSample& sample : m_wish.choices.overlaid)
            if (!other && sample != m_wish.shown) other = sample;
        for (const results::Sample& sample : m_wish.samples)
            if (const SelectedSample id{sample.seed, sample.index}; !other && id != m_wish.shown) other = id;
        const auto fixed = other ? structureOf(*other) : nullptr;
        if (!fixed) return;
        attempt([&] {
            c.difference = structure::deviationsOf(*shown, structure::fit(shown, *fixed, m_wish.choices.fitBy, m_wish.choices.chain));
            c.other = nameOfSample(*other);
        });
    }

    const ComparingWish& m_wish;
    std::shared_ptr<SampleComparison> m_comparison;
};

}  // namespace

QString nameOfSample(const SelectedSample& sample) { return Words::tr("seed %1, sample %2").arg(sample.seed).arg(sample.index); }

const ComparedSample* SampleComparison::find(const std::optional<SelectedSample>& sample) const {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const ComparedSample& row) { return row.sample == sample; });
    return found == rows.end() ? nullptr : &*found;
}

std::shared_ptr<const SampleComparison> compareSamples(const ComparingWish& wish) { return Comparer(wish).run(); }

}  // namespace foldmeter::app
