#include "structure/trajectory_cif.h"

#include "structure/cif_block.h"
#include "structure/mmcif.h"

#include <fmt/format.h>
#include <gemmi/numb.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string_view>

namespace foldmeter::structure {
namespace {

constexpr std::string_view kAtoms = "_atom_site.";

class TrajectoryReader {
public:
    TrajectoryReader(const std::string& text, const std::string& file) : m_text(text), m_file(file) {}

    StoredTrajectory run() {
        readColumns();
        const std::size_t rows = m_at;
        const std::size_t end = passFirstModel();
        const std::string first = m_text.substr(0, end) + "#\n";   // what stands before the second model is a whole file
        m_trajectory.layout = std::make_shared<const Structure>(readStructure(first, m_file));
        readLevels(first);
        m_at = rows;
        m_line = m_rowsLine;
        while (readRow()) take();
        finishStep();
        if (m_trajectory.steps.empty()) fail("no steps");
        return std::move(m_trajectory);
    }

private:
    [[noreturn]] void fail(const std::string& what) const { throw InputError(fmt::format("{}:{}: {}; a file that --save-trajectory wrote was expected", m_file, m_line, what)); }

    std::string_view nextLine() {
        const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
        std::string_view line(m_text.data() + m_at, end - m_at);
        m_at = std::min(end + 1, m_text.size());
        ++m_line;
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        return line;
    }
    void readColumns() {
        const std::size_t start = m_text.find("\n_atom_site.");
        if (start == std::string::npos) fail("no table of atoms (_atom_site)");
        m_line = static_cast<int>(std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(start) + 1, '\n'));
        m_at = start + 1;
        for (int column = 0; m_text.compare(m_at, kAtoms.size(), kAtoms) == 0; ++column) {
            const std::string_view line = nextLine();
            m_columns[std::string(line.substr(kAtoms.size(), line.find_last_not_of(" \t") + 1 - kAtoms.size()))] = column;
        }
        m_rowsLine = m_line;
        const std::array<const char*, 4> needed = {"Cartn_x", "Cartn_y", "Cartn_z", "pdbx_PDB_model_num"};
        for (std::size_t k = 0; k < needed.size(); ++k) {
            const auto found = m_columns.find(needed[k]);
            if (found == m_columns.end()) fail(fmt::format("no column _atom_site.{}", needed[k]));
            m_wanted[k] = found->second;
        }
    }
    // One atom into m_values; false at the table's end. Names hold no blanks, so that blanks part the fields.
    bool readRow() {
        if (m_at >= m_text.size()) return false;
        const std::string_view line = nextLine();
        if (line.empty() || line.front() == '#' || line.starts_with("loop_") || line.front() == '_') return false;
        std::array<std::string_view, 4> fields;
        int column = 0, found = 0;
        for (std::size_t i = line.find_first_not_of(' '); i < line.size(); i = line.find_first_not_of(' ', i), ++column) {
            const std::size_t end = std::min(line.find(' ', i), line.size());
            for (std::size_t k = 0; k < 4; ++k)
                if (m_wanted[k] == column) {
                    fields[k] = line.substr(i, end - i);
                    ++found;
                }
            i = end;
        }
        if (found != 4 || column != static_cast<int>(m_columns.size())) fail("an atom whose line is not whole");
        for (std::size_t k = 0; k < 4; ++k)
            if (std::from_chars(fields[k].data(), fields[k].data() + fields[k].size(), m_values[k]).ec != std::errc()) fail(fmt::format("\"{}\" is no number", fields[k]));
        return true;
    }
    std::size_t passFirstModel() {
        std::size_t end = m_at;
        for (float model = -1; readRow(); end = m_at) {
            if (model < 0) model = m_values[3];
            if (m_values[3] > model || m_values[3] < model) break;
        }
        return end;
    }
    void readLevels(const std::string& text) {
        fromFirstBlock(text, m_file, [this](gemmi::cif::Block& block) {
            for (const auto row : block.find("_foldmeter_trajectory.", {"model_num", "step", "noise_level"}))
                m_levels[gemmi::cif::as_int(row[0], 0)] = {gemmi::cif::as_int(row[1], 0), gemmi::cif::as_number(row[2], 0)};
            return 0;
        });
    }
    void take() {
        const int model = static_cast<int>(m_values[3]);
        if (model != m_model) {
            finishStep();
            m_model = model;
            const auto level = m_levels.find(model);
            m_step = level == m_levels.end() ? TrajectoryStep{model, 0, {}} : TrajectoryStep{level->second.first, level->second.second, {}};
            m_step.positions.reserve(3 * m_trajectory.layout->atoms());
        }
        m_step.positions.insert(m_step.positions.end(), m_values.begin(), m_values.begin() + 3);
    }
    void finishStep() {
        if (m_model < 0) return;
        if (m_step.positions.size() != 3 * m_trajectory.layout->atoms())
            fail(fmt::format("model {} has {} atoms, the first one {}", m_model, m_step.positions.size() / 3, m_trajectory.layout->atoms()));
        m_trajectory.steps.push_back(std::move(m_step));
        m_model = -1;
    }

    const std::string& m_text;
    const std::string& m_file;
    std::size_t m_at = 0;
    int m_line = 1, m_rowsLine = 1, m_model = -1;
    std::map<std::string, int> m_columns;
    std::array<int, 4> m_wanted{};                    // columns of x, y, z and the model
    std::array<float, 4> m_values{};                  // of the row just read
    std::map<int, std::pair<int, double>> m_levels;   // by model: step and noise
    TrajectoryStep m_step;
    StoredTrajectory m_trajectory;
};

}  // namespace

StoredTrajectory readTrajectory(const std::string& text, const std::string& file) { return TrajectoryReader(text, file).run(); }

}  // namespace foldmeter::structure
