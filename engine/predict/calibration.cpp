#include "predict/calibration.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace foldmeter::predict {
namespace {

using Coefficients = std::array<double, 3>;

double dot(const Work& work, const Coefficients& c) { return work[0] * c[0] + work[1] * c[1] + work[2] * c[2]; }

// Solves the normal equations over the coefficients in `active`; the others are zero. Columns are scaled beforehand.
Coefficients solveActive(std::array<std::array<double, 3>, 3> a, Coefficients b, const std::array<bool, 3>& active) {
    constexpr double ridge = 1e-9;
    for (std::size_t i = 0; i < 3; ++i) {
        if (!active[i]) {
            a[i] = {};
            for (auto& row : a) row[i] = 0;
            a[i][i] = 1;
            b[i] = 0;
        }
        a[i][i] += ridge;
    }
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t r = i + 1; r < 3; ++r) {
            const double factor = a[r][i] / a[i][i];
            for (std::size_t c = i; c < 3; ++c) a[r][c] -= factor * a[i][c];
            b[r] -= factor * b[i];
        }
    }
    Coefficients x{};
    for (std::size_t i = 3; i-- > 0;) {
        x[i] = b[i];
        for (std::size_t c = i + 1; c < 3; ++c) x[i] -= a[i][c] * x[c];
        x[i] /= a[i][i];
    }
    return x;
}

// Least squares of (work . c / seconds - 1), coefficients >= 0: of all sets of coefficients that come out so, the best.
Coefficients solve(const std::vector<Observation>& rows, const std::vector<double>& weights) {
    Coefficients scale{};
    for (const Observation& row : rows)
        for (std::size_t k = 0; k < 3; ++k) scale[k] = std::max(scale[k], row.work[k] / row.seconds);
    std::array<std::array<double, 3>, 3> a{};
    Coefficients b{};
    for (std::size_t n = 0; n < rows.size(); ++n)
        for (std::size_t i = 0; i < 3; ++i) {
            const double xi = scale[i] > 0 ? rows[n].work[i] / rows[n].seconds / scale[i] : 0;
            b[i] += weights[n] * xi;
            for (std::size_t j = 0; j < 3; ++j) a[i][j] += weights[n] * xi * (scale[j] > 0 ? rows[n].work[j] / rows[n].seconds / scale[j] : 0);
        }
    Coefficients best{};
    double least = -1;
    for (unsigned set = 1; set < 8; ++set) {
        const std::array<bool, 3> active = {(set & 1) != 0 && scale[0] > 0, (set & 2) != 0 && scale[1] > 0, (set & 4) != 0 && scale[2] > 0};
        Coefficients x = solveActive(a, b, active);
        if (std::any_of(x.begin(), x.end(), [](double value) { return value < 0 || !std::isfinite(value); })) continue;
        for (std::size_t k = 0; k < 3; ++k) x[k] = scale[k] > 0 ? x[k] / scale[k] : 0;
        double error = 0;
        for (std::size_t n = 0; n < rows.size(); ++n) error += weights[n] * std::pow(dot(rows[n].work, x) / rows[n].seconds - 1, 2);
        if (least < 0 || error < least) {
            least = error;
            best = x;
        }
    }
    return best;
}

// Reweighted: a part that took far longer than the rest say was disturbed.
Coefficients fit(const std::vector<Observation>& rows) {
    constexpr int rounds = 6;
    constexpr double usual = 0.05;   // relative error that keeps its full weight
    std::vector<double> weights(rows.size(), 1);
    Coefficients c{};
    for (int round = 0; round < rounds; ++round) {
        c = solve(rows, weights);
        for (std::size_t n = 0; n < rows.size(); ++n) {
            const double error = std::abs(dot(rows[n].work, c) / rows[n].seconds - 1);
            weights[n] = error > usual ? usual / error : 1;
        }
    }
    return c;
}

bool sameWork(const Work& a, const Work& b) {
    for (std::size_t k = 0; k < 3; ++k)
        if (std::abs(a[k] - b[k]) > 1e-6 * std::max(std::abs(a[k]), std::abs(b[k]))) return false;
    return true;
}

// Typical relative error when a size is forecast from the others; when there is one size only, of its repeats.
double spreadOf(const std::vector<Observation>& rows, const Coefficients& all) {
    constexpr double least = 0.15, ofOneSize = 0.25;   // a machine is slower at one time than at another by as much; runs of one minute do not show it
    std::vector<double> errors;
    bool several = false;
    for (const Observation& left : rows) {
        std::vector<Observation> others;
        for (const Observation& row : rows)
            if (!sameWork(row.work, left.work)) others.push_back(row);
        several = several || !others.empty();
        const Coefficients c = others.empty() ? all : fit(others);
        errors.push_back(std::pow(std::log(std::max(dot(left.work, c), 1e-12) / left.seconds), 2));
    }
    // The mean without the worst tenth: single disturbances are no spread of the forecast.
    std::sort(errors.begin(), errors.end());
    errors.resize(std::max<std::size_t>(1, errors.size() - errors.size() / 10));
    double sum = 0;
    for (const double error : errors) sum += error;
    const double spread = std::sqrt(sum / static_cast<double>(errors.size()));
    return std::max(spread, several ? least : ofOneSize);
}

}  // namespace

Calibration Calibration::read(const std::filesystem::path& path, const std::string& className) {
    Calibration calibration;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return calibration;
    try {
        const json::Value root = json::parse(readText(path), path.string());
        const json::Value *name = root.find("class"), *kinds = root.find("observations");
        if (!name || name->text != className || !kinds || !kinds->isObject()) return calibration;
        for (const auto& [kind, list] : kinds->members)
            for (const json::Value& row : list.items) {
                if (row.items.size() != 4 || !(row.items[3].real > 0)) continue;
                calibration.add(kind, {{row.items[0].real, row.items[1].real, row.items[2].real}, row.items[3].real});
            }
    } catch (const InputError&) {
        return {};
    }
    return calibration;
}

void Calibration::write(const std::filesystem::path& path, const std::string& className) const {
    nlohmann::ordered_json root = {{"format", "foldmeter-calibration"}, {"version", 1}, {"class", className}};
    for (const auto& [kind, rows] : m_observations)
        for (const Observation& row : rows) root["observations"][kind].push_back({row.work[0], row.work[1], row.work[2], row.seconds});
    std::error_code failure;
    std::filesystem::create_directories(path.parent_path(), failure);
    writeAtomically(path, std::string_view(root.dump() + "\n"));
}

void Calibration::add(const std::string& kind, const Observation& observation) {
    if (!(observation.seconds > 0)) return;
    std::vector<Observation>& rows = m_observations[kind];
    rows.push_back(observation);
    if (rows.size() > most) rows.erase(rows.begin());
}

std::size_t Calibration::observations(const std::string& kind) const {
    const auto found = m_observations.find(kind);
    return found == m_observations.end() ? 0 : found->second.size();
}

TimeForecast Calibration::forecast(const std::string& kind, const Work& work) const {
    const auto found = m_observations.find(kind);
    check(found != m_observations.end(), "no calibration of " + kind);
    const std::vector<Observation>& rows = found->second;
    const Coefficients c = fit(rows);
    TimeForecast forecast{dot(work, c), spreadOf(rows, c)};
    constexpr double perDoubling = 0.05;
    double beyond = 1;
    for (std::size_t k = 1; k < 3; ++k) {
        double largest = 0;
        for (const Observation& row : rows) largest = std::max(largest, row.work[k]);
        if (largest > 0) beyond = std::max(beyond, work[k] / largest);
    }
    forecast.spread += perDoubling * std::log2(beyond);
    return forecast;
}

}  // namespace foldmeter::predict
