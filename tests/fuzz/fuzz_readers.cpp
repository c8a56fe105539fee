// Feeds damaged inputs to every reader of foreign bytes. A reader may accept or refuse (InputError, DeviceError); any
// other exception, a crash, a sanitizer report or more than two seconds of processor time for one input is a failure.
// Usage: fuzz_readers READER COUNT [SEED]; packaging/fuzz runs all readers under the address and undefined sanitizers.
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "dialects/any_input.h"
#include "dialects/fasta.h"
#include "dialects/paired_csv.h"
#include "features/alignment.h"
#include "features/fold_input.h"
#include "features/unpack.h"
#include "fuzz/mutate.h"
#include "history/layout.h"
#include "interop/jax_profile.h"
#include "interop/open_timeline.h"
#include "ir/print.h"
#include "model/weights.h"
#include "predict/calibration.h"
#include "predict/conformer_file.h"
#include "report/run_folder.h"
#include "report/timing.h"
#include "results/prediction.h"
#include "runtime/byte_stream.h"
#include "passes/pass.h"
#include "runtime/program_entry.h"
#include "runtime/tuning_record.h"
#include "structure/component_cif.h"
#include "structure/components.h"
#include "structure/template_structure.h"
#include "timeline/chrome_trace.h"
#include "timeline/perfetto_trace.h"
#include "timeline/timeline_file.h"
#include "worker/protocol/message.h"
#include "support/repeat_graphs.h"

#include <fmt/format.h>

#include <ctime>
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

// Reader of one example of a dialect; files that the example names lie beside it.
Reader dialectReader(const std::string& name) {
    const std::string path = "tests/data/dialects/" + name;
    return {[path] { return std::vector{readText(path)}; }, [path](const std::string& bytes) { dialects::readAnyText(bytes, path); }};
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

// A program of nested loops with products, lowered.
std::string programEntry() {
    const ir::Graph graph = passes::runPipeline(test::repeat_graphs::nested(), {}, nullptr).graph;
    runtime::ProgramEntry entry{runtime::signatureOf(graph), runtime::makeLaunchList(graph), {}};
    for (const runtime::Site& site : entry.list.sites) entry.costs.push_back(ir::formulaOf(*site.graph, site.node));
    return runtime::toBytes(entry, cacheKey);
}
constexpr std::string_view programMagic = "FOLDMETER PROGRAM 1\n";
std::string programContent() { return std::string(runtime::unsealed(programMagic, cacheKey, programEntry(), "program")); }

// An exported cache with one entry and one tuning record.
std::string cacheArchive() {
    const fs::path folder = scratchFile("-cache"), file = scratchFile(".archive");
    const runtime::CodeCache cache(CacheUse::ReadWrite, folder);
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

// Alignments of two rows, packed.
constexpr char gzipped[] =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xb3\x2b\xe4\x72\x77\x0c\x73\xf6\xe6\xb2\x2b\x02\x32\x74\x9d\xb3\xb9\x00"
    "\x18\xe1\x87\x06\x12\x00\x00\x00";
constexpr char xzed[] =
    "\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2f\xe5\xa3\x01\x00\x11\x3e"
    "\x71\x0a\x47\x41\x56\x43\x4b\x0a\x3e\x72\x0a\x47\x41\x2d\x43\x6b\x0a\x00\x00\x00\x94\x6d\x98\xe4\xc8\x0a\x21\x31"
    "\x00\x01\x2a\x12\x4b\x08\x54\xbc\x1f\xb6\xf3\x7d\x01\x00\x00\x00\x00\x04\x59\x5a";
std::vector<std::string> packedTexts() {
    return {{gzipped, sizeof gzipped - 1}, {xzed, sizeof xzed - 1}, compressZstd(">q\nGAVCK\n>r\nGA-Ck\n")};
}

std::vector<std::string> templateTexts() {
    std::vector<std::string> texts;
    for (const features::Entity& entity : features::loadFoldInput("tests/data/goldens/c/input.json").entities)
        for (const features::Template& given : *entity.templates) texts.push_back(given.mmcif);
    return texts;
}

constexpr const char* userComponent = R"(data_X
_chem_comp.id X
_chem_comp.name 'Test compound'
_chem_comp.type non-polymer
_chem_comp.formula 'C2 O'
_chem_comp.mon_nstd_parent_comp_id ?
_chem_comp.pdbx_synonyms ?
_chem_comp.formula_weight 40
loop_
_chem_comp_atom.comp_id
_chem_comp_atom.atom_id
_chem_comp_atom.type_symbol
_chem_comp_atom.charge
_chem_comp_atom.pdbx_stereo_config
_chem_comp_atom.pdbx_model_Cartn_x_ideal
_chem_comp_atom.pdbx_model_Cartn_y_ideal
_chem_comp_atom.pdbx_model_Cartn_z_ideal
X C2 C 0 N 1.5 0.1 0
X "C1'" C -1 R 0 0 ?
loop_
_chem_comp_bond.atom_id_1
_chem_comp_bond.atom_id_2
_chem_comp_bond.value_order
_chem_comp_bond.pdbx_aromatic_flag
"C1'" C2 SING N
)";

// A conversation with an engine process: requests and events, frame after frame.
std::vector<std::string> conversation() {
    using namespace worker;
    PredictRequest predict{.input = {"{}", "job.json"}, .options = {.model = "m", .recycles = 3, .seeds = {1, 2}}, .outputParent = "/out"};
    std::vector<std::string> frames = {toBytes(Request{1, HelloRequest{}}), toBytes(Request{2, PlanRequest{}}), toBytes(Request{3, predict}), toBytes(Request{4, CancelRequest{3}})};
    frames.push_back(toBytes(Event{3, AtomsEvent{{"A"}, {"GLY"}, {"CA"}, {"C"}, {1}}}));
    frames.push_back(toBytes(Event{3, PositionsEvent{.seed = 1, .step = 2, .steps = 9, .samples = 1, .atoms = 1, .values = {1, 2, 3}}}));
    frames.push_back(toBytes(Event{3, FileEvent{"a/b.cif", "data_"}}) + toBytes(Event{3, FinishedEvent{}}));
    return frames;
}
// Whatever the stream holds; a message that is refused does not end it.
void readConversation(const std::string& bytes, worker::Form form) {
    worker::MessageReader reader(form);
    for (std::size_t at = 0; at < bytes.size(); at += 13) reader.feed(std::string_view(bytes).substr(at, 13));
    while (const auto message = reader.next()) {
        const auto refusing = [&](auto read) {
            try {
                read(*message);
            } catch (const InputError&) {
            }
        };
        refusing(worker::toRequest);
        refusing(worker::toEvent);
    }
}

void readRestraints(const std::string& bytes) {
    dialects::Journal journal;
    const std::vector<dialects::FastaRecord> records = dialects::readFasta(readText("tests/data/dialects/chai_bonds.fasta"), journal);
    features::readFoldInput(dialects::translateChaiFasta(records, "job", {bytes, "table"}, journal), "fuzz.fasta");
}

// Two threads with nested spans, arguments of every kind, a counter and a flow.
timeline::Timeline smallTimeline() {
    using timeline::Category;
    timeline::Timeline made;
    made.tracks = {{"main"}, {"worker 1"}};
    made.spans = {{"predict", Category::Other, 0, 9000, 0, 0, {}}, {"trunk", Category::Execute, 100, 4000, 0, 1, {{"recycle", std::int64_t{3}}, {"share", 0.5}, {"cache", std::string("hit")}}},
                  {"write", Category::Write, 5000, 8000, 0, 1, {}}, {"kernel", Category::Execute, 200, 300, 1, 0, {{"flops", std::int64_t{1} << 40}}}};
    made.counters = {{"memory", {0, 4500}, {1e9, 2e9}}};
    made.flows = {{1, 3}};
    return made;
}
Reader timelineReader(std::string (*write)(const timeline::Timeline&)) {
    return {[write] { return std::vector{write(smallTimeline())}; }, viaFile(".trace", [](const fs::path& path) { interop::openTimeline(path); })};
}
constexpr const char* jaxLog = "Finished tracing + transforming apply_fn for pjit in 0.12 sec\nFinished jaxpr to MLIR module conversion jit(apply_fn) in 1.5 sec\nFinished XLA compilation of jit(apply_fn) in 19.18 sec\n";

// The files of a stored prediction whose names end so, unpacked.
std::vector<std::string> resultFiles(const std::string& ending) {
    std::vector<std::string> texts;
    for (const char* run : {"bdna", "insulin"}) texts.push_back(decompressZstd(readText(fmt::format("tests/data/results/{0}/{0}_{1}", run, ending)), run));
    return texts;
}
template <typename Read> Reader resultReader(const std::string& ending, Read read) {
    return {[ending] { return resultFiles(ending); }, viaFile(".result", read)};
}
std::vector<std::string> dataJsons() {
    std::vector<std::string> texts;
    for (const char* name : {"b", "c", "h"}) texts.push_back(readText(fmt::format("tests/data/goldens/{}/data.json", name)));
    return texts;
}
std::string calibrationText() {
    predict::Calibration calibration;
    for (const double size : {24.0, 48.0, 96.0}) calibration.add("trunk", {{1, size * size * size, size * size}, size * 1e-3});
    const fs::path path = scratchFile(".calibration");
    calibration.write(path, "class");
    return readText(path);
}
std::string timingText() { return report::toJson(report::Timing{}); }

const std::map<std::string, Reader>& readers() {
    static const std::map<std::string, Reader> table = {
        {"json", {exampleJobs, [](const std::string& bytes) { json::parse(bytes, "fuzz.json"); }}},
        {"fold_input", {exampleJobs, [](const std::string& bytes) { features::readFoldInput(bytes, "fuzz.json"); }}},
        {"alignment", {[] { return std::vector<std::string>{">q\nGAVCK\n>tr|A0A000X2|A0A000X2_HUMAN/1-5\nGAaaVC-\n"}; },
                       [](const std::string& bytes) { features::readAlignment(bytes, features::ChainType::Protein, "GAVCK", "unpairedMsa", "fuzz: "); }}},
        {"template", {templateTexts, [](const std::string& bytes) { structure::readTemplate(bytes, "fuzz.cif"); }}},
        {"user_ccd", {[] { return std::vector<std::string>{userComponent}; }, [](const std::string& bytes) { structure::readComponentsCif(bytes, "fuzz.cif"); }}},
        {"packed", {packedTexts, [](const std::string& bytes) { features::unpack(bytes, 1 << 20); }}},
        {"alphafoldserver", dialectReader("server.json")},
        {"protenix", dialectReader("protenix.json")},
        {"boltz_yaml", dialectReader("boltz.yaml")},
        {"boltz_fasta", dialectReader("boltz.fasta")},
        {"chai_fasta", dialectReader("chai.fasta")},
        {"chai_bonds", dialectReader("chai_bonds.fasta")},
        {"restraints", {[] { return std::vector{readText("tests/data/dialects/chai_bonds.restraints")}; }, readRestraints}},
        {"boltz_templates", dialectReader("boltz_templates.yaml")},
        {"paired_csv", {[] { return std::vector{readText("tests/data/dialects/msa/table.csv")}; }, [](const std::string& bytes) { dialects::readPairedCsv(bytes); }}},
        {"fasta", dialectReader("plain.fasta")},
        {"pdb", dialectReader("small.pdb")},
        {"mmcif", dialectReader("small.cif")},
        {"weights", {[] { return std::vector{recordStream()}; }, viaFile(".bin", [](const fs::path& path) { model::Weights::read(path); })}},
        {"weights_zst", {[] { return std::vector{compressZstd(recordStream())}; },
                         viaFile(".bin.zst", [](const fs::path& path) { model::Weights::read(path); })}},
        {"zstd", {[] { return std::vector{compressZstd("some text that is compressed, some text that is compressed")}; },
                  [](const std::string& bytes) { decompressZstd(bytes, "fuzz", 1 << 20); }}},
        {"cache_entry", {[] { return std::vector{cacheEntry()}; }, [](const std::string& bytes) { runtime::readEntry(bytes, cacheKey); }}},
        {"cache_content", {[] { return std::vector{cacheEntry().substr(entryHead)}; }, readUnderRightChecksum}},
        {"program_entry", {[] { return std::vector{programEntry()}; }, [](const std::string& bytes) { runtime::readProgramEntry(bytes, cacheKey); }}},
        {"program_content", {[] { return std::vector{programContent()}; },
                             [](const std::string& bytes) { runtime::readProgramEntry(runtime::sealed(programMagic, cacheKey, bytes), cacheKey); }}},
        {"cache_archive", {[] { return std::vector{cacheArchive()}; }, viaFile(".archive", readArchive)}},
        {"tuning", {[] { return std::vector{tuningRecord()}; }, [](const std::string& bytes) { runtime::TuningRecord::fromJson(bytes, "fuzz"); }}},
        {"worker_frames", {conversation, [](const std::string& bytes) { readConversation(bytes, worker::Form::Frames); }}},
        {"worker_lines", {[] { return std::vector{toBytes(worker::Request{3, worker::PlanRequest{{"x", "y"}, {}}}, worker::Form::Lines)}; },
                          [](const std::string& bytes) { readConversation(bytes, worker::Form::Lines); }}},
        {"run_record", {[] { return std::vector{history::toJson({.title = "t", .tags = {"a", "b"}, .notes = "n", .created = 5, .host = "h"})}; },
                        [](const std::string& bytes) { history::recordFromJson(bytes, "fuzz.json"); }}},
        {"chrome_trace", timelineReader([](const timeline::Timeline& made) { return timeline::toChromeTrace(made, "fuzz"); })},
        {"perfetto_trace", timelineReader([](const timeline::Timeline& made) { return timeline::toPerfettoTrace(made, "fuzz"); })},
        {"timeline", timelineReader([](const timeline::Timeline& made) { return timeline::packTimeline(made); })},
        {"jax_log", {[] { return std::vector<std::string>{jaxLog}; }, [](const std::string& bytes) { interop::readJaxLog(bytes); }}},
        {"data_json", {dataJsons, [](const std::string& bytes) { dialects::readAnyText(bytes, "fuzz_data.json"); }}},
        {"confidences", resultReader("confidences.json.zst", [](const fs::path& path) { results::readConfidences(path); })},
        {"summary", resultReader("summary_confidences.json.zst", [](const fs::path& path) { results::readSummary(path); })},
        {"ranking", {[] { return std::vector{readText("tests/data/results/insulin/insulin_ranking_scores.csv")}; },
                     viaFile(".result", [](const fs::path& path) { report::readRankingScores(path); })}},
        {"model_cif", resultReader("model.cif.zst", [](const fs::path& path) { results::Sample sample; sample.structure = path; results::readSampleStructure(sample); })},
        {"timing", {[] { return std::vector{timingText()}; }, viaFile(".result", [](const fs::path& path) { report::readTiming(path); })}},
        {"conformers", {[] { return std::vector<std::string>{"# c\n*\tA\t1\tN\t1\t2\t3\n5\tB\t7\tCA\t-1.5\t0\t1e-3\n"}; },
                        viaFile(".result", [](const fs::path& path) { predict::ConformerFile::read(path); })}},
        {"calibration", {[] { return std::vector{calibrationText()}; }, viaFile(".result", [](const fs::path& path) { predict::Calibration::read(path, "class"); })}},
        {"graph", {[] { return std::vector<std::string>{readText("tests/fuzz/graph.txt")}; }, [](const std::string& bytes) { ir::parse(bytes); }}},
    };
    return table;
}

// True when the reader behaved.
bool tryOne(const Reader& reader, const std::string& bytes, std::string& complaint) {
    const std::clock_t start = std::clock();   // of this process: what others do meanwhile does not count
    try {
        reader.read(bytes);
    } catch (const InputError&) {
    } catch (const DeviceError&) {
    } catch (const std::exception& error) {
        complaint = fmt::format("threw {}", error.what());
        return false;
    }
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    if (seconds <= 2) return true;
    complaint = fmt::format("took {:.1f} s of processor time", seconds);
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
    for (const char* ending : {".bin", ".bin.zst", ".archive", ".trace", ".result", ".calibration"}) fs::remove(scratchFile(ending));
    std::cout << argv[1] << ": " << count - failures << " passed, " << failures << " failed\n";
    return failures == 0 ? 0 : 1;
}
