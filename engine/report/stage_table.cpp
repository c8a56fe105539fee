#include "report/stage_table.h"

#include "base/message.h"
#include "report/statistics.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <array>
#include <cmath>

namespace foldmeter::report {
namespace {

using timeline::Category;

constexpr std::array<const char*, timeline::categoryCount> titles = {"stage.featurise", "stage.load", "stage.trace", "stage.optimize", "stage.codegen", "stage.autotune", "stage.execute", "stage.write", "stage.other"};

std::string seedRow(const std::string& name, double wall, double compile, double execute, double trunk, double denoise, double confidence) {
    return fmt::format("{:<16} {:>11} {:>11} {:>11} {:>11} {:>11} {:>11}\n", name, durationText(wall), durationText(compile), durationText(execute),
                       durationText(trunk), durationText(denoise), durationText(confidence));
}

template <typename Member> double medianOfOthers(const Timing& timing, Member member) {
    std::vector<double> values;
    for (std::size_t i = 1; i < timing.seeds.size(); ++i) values.push_back(timing.seeds[i].*member);
    return median(values);
}

}  // namespace

std::string titleOf(Category category) { return message(titles[static_cast<std::size_t>(category)]); }

std::string headLine(std::string_view format, std::string_view titles) {
    fmt::dynamic_format_arg_store<fmt::format_context> cells;
    for (std::size_t end = 0; end != std::string_view::npos;) {
        end = titles.find('|');
        cells.push_back(std::string(titles.substr(0, end)));
        if (end != std::string_view::npos) titles.remove_prefix(end + 1);
    }
    return fmt::vformat(format, cells) + "\n";
}

std::string durationText(double seconds) {
    if (std::isnan(seconds)) return "-";
    if (seconds >= 100) return fmt::format("{} min {:02} s", static_cast<long>(std::lround(seconds)) / 60, std::lround(seconds) % 60);
    if (seconds >= 1) return fmt::format("{:.3g} s", seconds);
    return fmt::format("{:.3g} ms", seconds * 1e3);
}

std::string bytesText(double bytes) {
    static constexpr const char* units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    for (; std::abs(bytes) >= 1024 && unit + 1 < std::size(units); ++unit) bytes /= 1024;
    return fmt::format("{:.{}f} {}", bytes, unit > 0 && std::abs(bytes) < 100 ? 1 : 0, units[unit]);
}

std::string stageTable(const Timing& timing) {
    std::string text = headLine("{:<16} {:>12} {:>7}", message("table.stages"));
    for (int i = 0; i < timeline::categoryCount; ++i) {
        const double seconds = timing.stages.of(static_cast<Category>(i));
        const double share = timing.stages.wall > 0 ? 100 * seconds / timing.stages.wall : 0;
        text += fmt::format("{:<16} {:>12.4f} {:>6.1f}%\n", titleOf(static_cast<Category>(i)), seconds, share);
    }
    return text + fmt::format("{:<16} {:>12.4f}\n", message("compare.row.all"), timing.stages.wall);
}

std::string seedTable(const Timing& timing) {
    if (timing.seeds.empty()) return {};
    std::string text = headLine("{:<16} {:>11} {:>11} {:>11} {:>11} {:>11} {:>11}", message("table.seeds"));
    const SeedTiming& first = timing.seeds.front();
    text += seedRow(message("table.first_seed", {std::to_string(first.seed)}), first.wall, first.compile, first.execute, first.trunk, first.denoise, first.confidence);
    if (timing.seeds.size() == 1) return text;
    text += seedRow(message("table.median_of", {std::to_string(timing.seeds.size() - 1)}), medianOfOthers(timing, &SeedTiming::wall), medianOfOthers(timing, &SeedTiming::compile),
                    medianOfOthers(timing, &SeedTiming::execute), medianOfOthers(timing, &SeedTiming::trunk), medianOfOthers(timing, &SeedTiming::denoise),
                    medianOfOthers(timing, &SeedTiming::confidence));
    if (timing.firstSeedOverOthers) text += message("table.first_over_others", {fmt::format("{:.3f}", *timing.firstSeedOverOthers)}) + "\n";
    return text;
}

std::string programTable(const Timing& timing) {
    std::string text = headLine("{:<12} {:>6} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>6} {:>9}", message("table.programs"));
    for (const ProgramTiming& program : timing.programs)
        text += fmt::format("{:<12} {:>6} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>6} {:>9}\n", program.name, program.graphNodes, program.kernels,
                            program.kernelsCompiled, durationText(program.trace), durationText(program.optimize), durationText(program.codegen),
                            durationText(program.bind), durationText(program.autotune), program.cache, bytesText(static_cast<double>(program.arenaBytes)));
    return text;
}

}  // namespace foldmeter::report
