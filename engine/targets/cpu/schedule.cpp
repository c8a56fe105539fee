#include "base/error.h"
#include "targets/cpu/emit_kernel.h"

#include <charconv>
#include <sstream>

namespace foldmeter::cpu {

namespace {

const char* nameOf(Schedule::Matmul matmul) {
    switch (matmul) {
        case Schedule::Matmul::Auto: return "auto";
        case Schedule::Matmul::Library: return "library";
        case Schedule::Matmul::Generated: return "generated";
    }
    return "auto";
}

int wholeNumber(const std::string& text, const std::string& word) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > 1 << 16)
        throw InputError("schedule: '" + word + "' is not a count between 0 and 65536");
    return number;
}

bool hasMatmul(const kernels::Kernel& kernel) {
    const auto* rows = std::get_if<kernels::RowKernel>(&kernel.body);
    if (!rows) return false;
    for (const auto& value : rows->values)
        if (value.kind == kernels::TileValue::Kind::Matmul) return true;
    return false;
}

}  // namespace

// The words that differ from the default: "rows=64 matmul=library"; "default" when none does.
std::string Schedule::toText() const {
    std::string text;
    const auto add = [&](const std::string& word) { text += (text.empty() ? "" : " ") + word; };
    if (tileRows) add("rows=" + std::to_string(tileRows));
    if (matmul != Matmul::Auto) add(std::string("matmul=") + nameOf(matmul));
    if (tileQueries) add("queries=" + std::to_string(tileQueries));
    if (tileKeys) add("keys=" + std::to_string(tileKeys));
    if (threads) add("threads=" + std::to_string(threads));
    return text.empty() ? "default" : text;
}

Schedule Schedule::fromText(const std::string& text) {
    Schedule schedule;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (word == "default") continue;
        const auto equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
        if (name == "rows") schedule.tileRows = wholeNumber(value, word);
        else if (name == "queries") schedule.tileQueries = wholeNumber(value, word);
        else if (name == "keys") schedule.tileKeys = wholeNumber(value, word);
        else if (word == "threads=1") schedule.threads = 1;
        else if (word == "matmul=auto") schedule.matmul = Matmul::Auto;
        else if (word == "matmul=library") schedule.matmul = Matmul::Library;
        else if (word == "matmul=generated") schedule.matmul = Matmul::Generated;
        else throw InputError("schedule: unknown word '" + word + "'; known are rows=N, matmul=auto|library|generated, queries=N, keys=N, threads=1");
    }
    return schedule;
}

// On the machines measured so far generated products reach what the library does (tiles of 64 rows on one Zen 5 core:
// 205-240 GFLOP/s in f32, 400-490 in bf16, for both) and cost no primitives, so they are the default.
Schedule::Matmul chosenMatmul(const Schedule& schedule) {
    return schedule.matmul == Schedule::Matmul::Library ? Schedule::Matmul::Library : Schedule::Matmul::Generated;
}

std::vector<Schedule> candidatesFor(const kernels::Kernel& kernel, const CpuDescription& cpu) {
    std::vector<Schedule> candidates{Schedule{}};
    const auto add = [&](int rows, Schedule::Matmul matmul, int queries, int keys) {
        Schedule schedule;
        schedule.tileRows = rows;
        schedule.matmul = matmul;
        schedule.tileQueries = queries;
        schedule.tileKeys = keys;
        candidates.push_back(schedule);
    };
    using Matmul = Schedule::Matmul;
    if (cpu.threads > 1) {
        candidates.push_back({});
        candidates.back().threads = 1;
    }
    if (std::holds_alternative<kernels::AttentionKernel>(kernel.body)) {
        for (const int queries : {16, 32, 128})
            for (const int keys : {128, 512}) add(0, Matmul::Auto, queries, keys);
    } else if (std::holds_alternative<kernels::MatmulKernel>(kernel.body)) {
        for (const int rows : {32, 128, 256}) add(rows, Matmul::Auto, 0, 0);
    } else {
        for (const int rows : {16, 32, 64, 128, 256}) add(rows, Matmul::Auto, 0, 0);
        if (hasMatmul(kernel))
            for (const int rows : {64, 128}) add(rows, Matmul::Library, 0, 0);
    }
    return candidates;
}

}  // namespace foldmeter::cpu
