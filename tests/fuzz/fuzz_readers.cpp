// Feeds damaged inputs to every reader of foreign bytes. A reader may accept or refuse (InputError, DeviceError); any
// other exception, a crash, a sanitizer report or more than two seconds for one input is a failure.
// Usage: fuzz_readers READER COUNT [SEED]; packaging/fuzz runs all readers under the address and undefined sanitizers.
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "features/fold_input.h"
#include "fuzz/mutate.h"
#include "ir/print.h"
#include "model/weights.h"
#include "runtime/byte_stream.h"
#include "runtime/cache.h"
#include "runtime/tuning_record.h"
#include "structure/components.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <vector>

namespace {

using namespace foldmeter;
namespace fs = std::filesystem;

struct Reader {
    std::function<std::vector<std::string>()> originals;
    std::function<void(const std::string& bytes)> read;
};

fs::path scratchFile(const std::string& ending) {
    return fs::temp_directory_path() / fmt::format("foldmeter-fuzz-{}{}", static_cast<long>(::getpid()), ending);
}

// Writes the bytes where a reader that wants a file finds them.
template <typename Read> auto viaFile(const std::string& ending, Read read) {
    return [ending, read](const std::string& bytes) {
        const fs::path path = scratchFile(ending);
        std::ofstream(path, std::ios::binary) << bytes;
        read(path);
    };
}

std::vector<std::string> exampleJobs() {
    std::vector<std::string> texts;
    for (const auto& entry : fs::directory_iterator("resources/examples"))
        if (entry.path().extension() == ".json") texts.push_back(readText(entry.path()));
    return texts;
}

void appendInt(std::string& out, std::int32_t value) { out.append(reinterpret_cast<const char*>(&value), 4); }

// A small legal record stream: three records of the types that occur.
std::string recordStream() {
    std::string out;
    const auto add = [&](const std::string& scope, const std::string& name, const std::string& type, int elements, int size) {
        for (const int value : {static_cast<int>(scope.size()), static_cast<int>(name.size()), static_cast<int>(type.size()), 1, elements * size})
            appendInt(out, value);
        out += scope + name + type;
        appendInt(out, elements);
        out.append(static_cast<std::size_t>(elements * size), 'a');
    };
    add("__meta__", "__identifier__", "uint8", 64, 1);
    add("diffuser/evoformer/left_single", "weights", "float32", 24, 4);
    add("diffuser/distogram_head/half_logits", "weights", "bfloat16", 24, 2);
    return out;
}

const Digest cacheKey{1, 2};

std::string cacheEntry() {
    return runtime::toBytes({"trunk", "llvm", {{std::string(60, 'x'), {{Digest{3, 4}, "kernel_a"}, {Digest{5, 6}, ""}}}, {"", {}}}}, cacheKey);
}

// What stands behind the checksum of an entry; damaged, it is put behind a right one, or nothing but the checksum would
// ever be tried.
constexpr std::size_t entryHead = 17 + 24;
void readUnderRightChecksum(const std::string& content) {
    runtime::ByteWriter head;
    const Digest digest = digestOf(content);
    head.number(digest.high);
    head.number(digest.low);
    head.text(content);
    runtime::readEntry(cacheEntry().substr(0, 17) + head.take(), cacheKey);
}

// An exported cache with one entry and one tuning record.
std::string cacheArchive() {
    const fs::path folder = scratchFile("-cache"), file = scratchFile(".archive");
    const runtime::CodeCache cache(runtime::CacheUse::ReadWrite, folder);
    cache.writeText(cacheKey.toHex() + ".code", cacheEntry());
    cache.writeText("tuning-fuzz.json", runtime::TuningRecord().toJson());
    runtime::exportCache(folder, file);
    fs::remove_all(folder);
    return readText(file);
}
void readArchive(const fs::path& file) {
    const fs::path folder = scratchFile("-cache");
    try {
        runtime::importCache(folder, file);
    } catch (...) {
        fs::remove_all(folder);
        throw;
    }
    fs::remove_all(folder);
}

std::string tuningRecord() {
    runtime::TuningRecord record;
    record.add({"abc", "norm_linear", "tokens=64", 4096, 2, "rows=64", "7 % less time", {{"default", 2e-3, ""}, {"rows=64", 1e-3, "verified"}}});
    return record.toJson();
}

const std::map<std::string, Reader>& readers() {
    static const std::map<std::string, Reader> table = {
        {"json", {exampleJobs, [](const std::string& bytes) { json::parse(bytes, "fuzz.json"); }}},
        {"fold_input", {exampleJobs, [](const std::string& bytes) { features::readFoldInput(bytes, "fuzz.json"); }}},
        {"weights", {[] { return std::vector{recordStream()}; }, viaFile(".bin", [](const fs::path& path) { model::Weights::read(path); })}},
        {"weights_zst", {[] { return std::vector{compressZstd(recordStream())}; },
                         viaFile(".bin.zst", [](const fs::path& path) { model::Weights::read(path); })}},
        {"zstd", {[] { return std::vector{compressZstd("some text that is compressed, some text that is compressed")}; },
                  [](const std::string& bytes) { decompressZstd(bytes, "fuzz", 1 << 20); }}},
        {"cache_entry", {[] { return std::vector{cacheEntry()}; }, [](const std::string& bytes) { runtime::readEntry(bytes, cacheKey); }}},
        {"cache_content", {[] { return std::vector{cacheEntry().substr(entryHead)}; }, readUnderRightChecksum}},
        {"cache_archive", {[] { return std::vector{cacheArchive()}; }, viaFile(".archive", readArchive)}},
        {"tuning", {[] { return std::vector{tuningRecord()}; }, [](const std::string& bytes) { runtime::TuningRecord::fromJson(bytes, "fuzz"); }}},
        {"graph", {[] { return std::vector<std::string>{readText("tests/fuzz/graph.txt")}; }, [](const std::string& bytes) { ir::parse(bytes); }}},
    };
    return table;
}

// True when the reader behaved.
bool tryOne(const Reader& reader, const std::string& bytes, std::string& complaint) {
    const auto start = std::chrono::steady_clock::now();
    try {
        reader.read(bytes);
    } catch (const InputError&) {
    } catch (const DeviceError&) {
    } catch (const std::exception& error) {
        complaint = fmt::format("threw {}", error.what());
        return false;
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (elapsed.count() <= 2) return true;
    complaint = fmt::format("took {:.1f} s", elapsed.count());
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3 || !readers().contains(argv[1])) {
        std::cerr << "usage: fuzz_readers READER COUNT [SEED]\nreaders:";
        for (const auto& [name, reader] : readers()) std::cerr << " " << name;
        std::cerr << "\n";
        return 1;
    }
    const Reader& reader = readers().at(argv[1]);
    const int count = std::stoi(argv[2]);
    fuzz::Mutator mutator(argc > 3 ? static_cast<std::uint32_t>(std::stoul(argv[3])) : 1u);
    const std::vector<std::string> originals = reader.originals();
    int failures = 0;
    for (int i = 0; i < count; ++i) {
        const std::string bytes = mutator.mutate(originals[static_cast<std::size_t>(i) % originals.size()]);
        std::string complaint;
        if (tryOne(reader, bytes, complaint)) continue;
        ++failures;
        const fs::path kept = scratchFile(fmt::format("-{}-{}.input", argv[1], i));
        std::ofstream(kept, std::ios::binary) << bytes;
        std::cerr << argv[1] << " input " << i << " " << complaint << "; kept as " << kept << "\n";
    }
    for (const char* ending : {".bin", ".bin.zst", ".archive"}) fs::remove(scratchFile(ending));
    std::cout << argv[1] << ": " << count - failures << " passed, " << failures << " failed\n";
    return failures == 0 ? 0 : 1;
}
