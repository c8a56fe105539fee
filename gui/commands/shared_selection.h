// One selection and one time cursor for the whole window. Every pane shows what is selected here and writes its own
// gestures here, so that selecting anywhere selects everywhere; a pane ignores the parts it has no picture for. The
// cursor is a moment on the run's clock: moving it over the timeline moves the diffusion slider and the structure.
#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::commands {

struct SelectedResidue {
    std::string chain;
    int number = 0;                                   // as the structure file numbers it
    auto operator<=>(const SelectedResidue&) const = default;
};

struct SelectedSample {
    std::uint32_t seed = 0;
    int index = 0;                                    // within the seed
    auto operator<=>(const SelectedSample&) const = default;
};

struct SelectedSpan {
    std::string track, name;
    std::int64_t start = 0, end = 0;                  // nanoseconds on the run's clock
    auto operator<=>(const SelectedSpan&) const = default;
};

// What is selected; all parts empty: nothing.
struct Selection {
    std::vector<std::string> chains;                  // whole chains
    std::vector<SelectedResidue> residues;            // sorted; of chains that are not selected whole
    std::vector<int> atoms;                           // places in the shown structure's list of atoms, sorted
    std::vector<std::uint32_t> seeds;
    std::vector<SelectedSpan> spans;

    bool empty() const { return chains.empty() && residues.empty() && atoms.empty() && seeds.empty() && spans.empty(); }
    bool contains(const std::string& chain, int number) const;
    bool operator==(const Selection&) const = default;
};

// "residues A 4-9, A 12; seed 2", for the status bar; empty for nothing.
QString described(const Selection& selection);

class SharedSelection : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    const Selection& selection() const { return m_selection; }
    void select(const Selection& selection);
    void clear() { select({}); }

    // The sample whose structure and confidences are shown. Not cleared with the selection.
    std::optional<SelectedSample> sample() const { return m_sample; }
    void showSample(std::optional<SelectedSample> sample);

    std::optional<std::int64_t> cursor() const { return m_cursor; }   // nanoseconds on the run's clock
    void moveCursor(std::optional<std::int64_t> nanoseconds);

Q_SIGNALS:
    void selectionChanged(const foldmeter::commands::Selection& selection);
    void sampleChanged(std::optional<foldmeter::commands::SelectedSample> sample);
    void cursorMoved(std::optional<std::int64_t> nanoseconds);

private:
    Selection m_selection;
    std::optional<SelectedSample> m_sample;
    std::optional<std::int64_t> m_cursor;
};

}  // namespace foldmeter::commands
