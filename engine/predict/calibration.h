// How long the parts of a prediction take on this machine, learnt from predictions that ran: for every kind of part the
// seconds as a sum of work times coefficients, fitted to what was measured. One small file for each class of machine,
// model and settings, beside the compile cache; every prediction adds to it, `foldmeter plan --calibrate` begins it.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace foldmeter::predict {

// What a part consists of: a start, then two amounts that its kind decides (matrix operations and bytes of a program, say).
using Work = std::array<double, 3>;

struct Observation {
    Work work{};
    double seconds = 0;
};

struct TimeForecast {
    double seconds = 0;
    double spread = 0;          // relative standard deviation of what will be measured
};

class Calibration {
public:
    static constexpr std::size_t most = 60;   // of a kind; the oldest are let go

    // Empty when the file is absent, damaged or of another class.
    static Calibration read(const std::filesystem::path& path, const std::string& className);
    void write(const std::filesystem::path& path, const std::string& className) const;   // DeviceError

    void add(const std::string& kind, const Observation& observation);
    bool knows(const std::string& kind) const { return m_observations.contains(kind); }
    std::size_t observations(const std::string& kind) const;
    // Of a kind that is known: least squares of relative errors, coefficients not below zero, slow outliers (a busy machine)
    // weighted down. The spread is that of leaving one size out and forecasting it from the others, more for work beyond
    // what was measured.
    TimeForecast forecast(const std::string& kind, const Work& work) const;

private:
    std::map<std::string, std::vector<Observation>> m_observations;
};

}  // namespace foldmeter::predict
