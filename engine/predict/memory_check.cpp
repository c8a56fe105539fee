#include "predict/run_job.h"

#include "base/message.h"

#include <fmt/format.h>

namespace foldmeter::predict {
namespace {

double gibibytes(std::int64_t bytes) { return static_cast<double>(bytes) / (1 << 30); }

}  // namespace

std::int64_t tokensThatFit(Predictor& predictor, const JobSizes& sizes, const PredictSettings& predict) {
    std::int64_t fits = 0, tooMany = sizes.paddedTokens;
    while (tooMany - fits > 1) {
        const std::int64_t middle = (fits + tooMany) / 2;
        JobSizes smaller = sizes;
        smaller.paddedTokens = middle;
        smaller.atoms = sizes.atoms * middle / std::max<std::int64_t>(sizes.paddedTokens, 1);
        (predictor.forecastMemory(smaller, predict).fits ? fits : tooMany) = middle;
    }
    return fits;
}

void checkMemory(Session& session, const JobSizes& sizes, const PredictSettings& predict) {
    Predictor& predictor = session.predictor();
    const MemoryForecast forecast = predictor.forecastMemory(sizes, predict);
    if (forecast.fits) return;
    const std::int64_t fits = tokensThatFit(predictor, sizes, predict);
    throw DeviceError(message(session.settings().memoryBudget > 0 ? "memory.budget" : "memory.free",
                              {std::to_string(sizes.paddedTokens), fmt::format("{:.2f} GiB", gibibytes(static_cast<std::int64_t>(forecast.peakBytes))),
                               fmt::format("{:.2f} GiB", gibibytes(forecast.budget)), fits > 0 ? fmt::format("{} tokens would fit", fits) : std::string("not even the weights fit")}));
}

}  // namespace foldmeter::predict
