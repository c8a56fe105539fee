// The fields of every message, named once: the same table writes a message and reads it. A visitor is called with each
// field's name and value; attached() marks the field that travels as raw bytes behind the head.
#pragma once

#include "worker/protocol/events.h"

namespace foldmeter::worker {

template <typename V> void describe(V& visit, JobInput& v) {
    visit.attached("text", v.text);
    visit("file", v.file);
}
template <typename V> void describe(V& visit, PredictOptions& v) {
    visit("settings", v.settings);
    visit("model", v.model);
    visit("msa_rows", v.msaRows);
    visit("recycles", v.recycles);
    visit("steps", v.steps);
    visit("samples", v.samples);
    visit("seeds", v.seeds);
    visit("strict_alphafold3", v.strictAlphafold3);
}
template <typename V> void describe(V& visit, HelloRequest& v) {
    visit("version", v.version);
    visit("program", v.program);
}
template <typename V> void describe(V& visit, DevicesRequest& v) { visit("measure", v.measure); }
template <typename V> void describe(V& visit, PlanRequest& v) {
    describe(visit, v.input);
    describe(visit, v.options);
}
template <typename V> void describe(V& visit, CompileRequest& v) {
    describe(visit, v.input);
    describe(visit, v.options);
}
template <typename V> void describe(V& visit, PredictRequest& v) {
    describe(visit, v.input);
    describe(visit, v.options);
    visit("save_embeddings", v.outputs.embeddings);
    visit("save_distogram", v.outputs.distogram);
    visit("save_trajectory", v.outputs.trajectory);
    visit("save_pae_cif", v.outputs.pairwisePae);
    visit("save_pdb", v.outputs.pdb);
    visit("compress_large_output_files", v.outputs.compress);
    visit("output", v.outputParent);
    visit("command_line", v.commandLine);
    visit("live", v.live);
    visit("overwrite", v.overwrite);
    visit("resume", v.resume);
    visit("send_files", v.sendFiles);
    visit("low_priority", v.lowPriority);
}
template <typename V> void describe(V& visit, CancelRequest& v) { visit("job", v.job); }
template <typename V> void describe(V& visit, PauseRequest& v) { visit("job", v.job); }
template <typename V> void describe(V& visit, ResumeRequest& v) { visit("job", v.job); }
template <typename V> void describe(V& visit, ShutdownRequest& v) { visit("now", v.now); }
template <typename V> void describe(V& visit, LanguageRequest& v) { visit("code", v.code); }

template <typename V> void describe(V& visit, HelloEvent& v) {
    visit("version", v.version);
    visit("program", v.program);
    visit("host", v.host);
    visit("process", v.processId);
}
template <typename V> void describe(V& visit, AcceptedEvent& v) { visit("ahead", v.ahead); }
template <typename V> void describe(V& visit, RefusedEvent& v) { visit("text", v.text); }
template <typename V> void describe(V& visit, DevicesEvent& v) {
    visit("cpu", v.cpu);
    visit("isa", v.isa);
    visit("features", v.features);
    visit("threads", v.threads);
    visit("total_memory", v.totalMemory);
    visit("available_memory", v.availableMemory);
    visit("peak_f32", v.peakF32);
    visit("peak_bf16", v.peakBf16);
    visit("gpus", v.gpus);
    visit("gpu_note", v.gpuNote);
    visit("cache_folder", v.cacheFolder);
    visit("cache_entries", v.cacheEntries);
    visit("cache_bytes", v.cacheBytes);
}
template <typename V> void describe(V& visit, ProgramCache& v) {
    visit("program", v.program);
    visit("state", v.state);
}
template <typename V> void describe(V& visit, PlanEvent& v) {
    visit("job", v.job);
    visit("seeds", v.seeds);
    visit("tokens", v.tokens);
    visit("atoms", v.atoms);
    visit("msa_rows", v.msaRows);
    visit("padded_tokens", v.paddedTokens);
    visit("recycles", v.recycles);
    visit("steps", v.steps);
    visit("samples", v.samples);
    visit("model", v.model);
    visit("model_warning", v.modelWarning);
    visit("precision", v.precision);
    visit("peak_bytes", v.peakBytes);
    visit("available_bytes", v.availableBytes);
    visit("tokens_that_fit", v.tokensThatFit);
    visit("seconds_low", v.secondsLow);
    visit("seconds_high", v.secondsHigh);
    visit("seconds", v.seconds);
    visit("calibrated", v.calibrated);
    visit("remedies", v.remedies);
    visit("compile_seconds", v.compileSeconds);
    visit("cache", v.cache);
    visit("notes", v.notes);
}
template <typename V> void describe(V& visit, CompiledEvent& v) {
    visit("seconds", v.seconds);
    visit("kernels", v.kernels);
    visit("kernels_compiled", v.kernelsCompiled);
}
template <typename V> void describe(V& visit, StartedEvent& v) {
    visit("job", v.job);
    visit("folder", v.folder);
    visit("seeds", v.seeds);
    visit("tokens", v.tokens);
    visit("atoms", v.atoms);
    visit("recycles", v.recycles);
    visit("steps", v.steps);
    visit("samples", v.samples);
    visit("model", v.model);
    visit("model_warning", v.modelWarning);
    visit("precision", v.precision);
}
template <typename V> void describe(V& visit, AtomsEvent& v) {
    visit("chains", v.chains);
    visit("residue_names", v.residueNames);
    visit("atom_names", v.atomNames);
    visit("elements", v.elements);
    visit("residue_numbers", v.residueNumbers);
}
template <typename V> void describe(V& visit, StageEvent& v) { visit("stage", v.stage); }
template <typename V> void describe(V& visit, ProgressEvent& v) {
    visit("stage", v.stage);
    visit("seed", v.seed);
    visit("seed_index", v.seedIndex);
    visit("seeds", v.seeds);
    visit("done", v.done);
    visit("total", v.total);
    visit("fraction", v.fraction);
    visit("seconds_left", v.secondsLeft);
}
template <typename V> void describe(V& visit, MemoryEvent& v) {
    visit("seconds", v.seconds);
    visit("bytes", v.bytes);
    visit("available_bytes", v.availableBytes);
}
template <typename V> void describe(V& visit, PositionsEvent& v) {
    visit("seed", v.seed);
    visit("step", v.step);
    visit("steps", v.steps);
    visit("sigma", v.sigma);
    visit("samples", v.samples);
    visit("atoms", v.atoms);
    visit.attached("values", v.values);
}
template <typename V> void describe(V& visit, SampleEvent& v) {
    visit("seed", v.seed);
    visit("sample", v.sample);
    visit("ranking_score", v.rankingScore);
}
template <typename V> void describe(V& visit, FileEvent& v) {
    visit("path", v.path);
    visit.attached("bytes", v.bytes);
}
template <typename V> void describe(V& visit, SeedFailedEvent& v) {
    visit("seed", v.seed);
    visit("text", v.text);
}
template <typename V> void describe(V& visit, PausedEvent& v) { visit("paused", v.paused); }
template <typename V> void describe(V& visit, LogEvent& v) {
    visit("level", v.level);
    visit("text", v.text);
}
template <typename V> void describe(V& visit, FinishedEvent& v) {
    visit("cancelled", v.cancelled);
    visit("samples", v.samples);
    visit("failed_seeds", v.failedSeeds);
    visit("resumed_seeds", v.resumedSeeds);
    visit("wall_seconds", v.wallSeconds);
}
template <typename V> void describe(V& visit, FailedEvent& v) {
    visit("exit_code", v.exitCode);
    visit("text", v.text);
}

// The word that a kind of message is known by, in the order of the variants.
inline constexpr const char* requestWords[] = {"hello", "devices", "plan", "compile", "predict", "cancel", "pause", "resume", "shutdown", "language"};
inline constexpr const char* eventWords[] = {"hello",    "accepted",  "refused", "devices", "plan",        "compiled", "started", "atoms",    "stage", "progress",
                                             "memory",   "positions", "sample",  "file",    "seed-failed", "paused",   "log",     "finished", "failed"};
static_assert(std::size(requestWords) == std::variant_size_v<decltype(Request::what)>);
static_assert(std::size(eventWords) == std::variant_size_v<decltype(Event::what)>);

}  // namespace foldmeter::worker
