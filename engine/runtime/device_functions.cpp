// Kernels of a program as functions on the device: of the default schedules, of what tuning chose, and of candidates.
#include "base/error.h"
#include "runtime/device_program.h"

#include <algorithm>

namespace foldmeter::runtime {
namespace {

DeviceCompiler compilerOf(const DeviceExecutable& made, bool cached) {
    const Executable& program = *made.program;
    return {&made.device->compiler(), made.device->description(), cached ? program.cache.get() : nullptr, program.pool, program.context.recorder, program.context.cancel, program.settings().strict};
}

DeviceFunction functionOf(const DeviceExecutable& made, const DeviceKernel& code, const std::shared_ptr<const cuda::Module>& module, const kernels::Kernel& kernel, const cuda::Schedule& schedule) {
    return {module->function(code.entry), std::make_shared<const cuda::LaunchPlanner>(kernel, made.device->description().sharedPerBlock, schedule), 0, code.figures(), schedule};
}

std::vector<DeviceFunction> load(const DeviceExecutable& made, const DeviceProgramCode& code, const ProgramKernels& of, std::int64_t& translated) {
    std::map<const cuda::CompiledModule*, std::shared_ptr<const cuda::Module>> modules;   // loaded once however many kernels it has
    std::vector<DeviceFunction> functions;
    for (std::size_t n = 0; n < of.kernels.size(); ++n) {
        auto& module = modules[code.kernels[n].module.get()];
        if (!module) {
            module = cuda::Module::load(made.device->device().shared_from_this(), *code.kernels[n].module);
            translated += module->translated();
        }
        functions.push_back(functionOf(made, code.kernels[n], module, of.kernels[n], of.schedules.empty() ? cuda::Schedule{} : of.schedules[n]));
    }
    return functions;
}

}  // namespace

void DeviceExecutable::loadCode(const std::string& reason) {
    ProgramKernels kernels{program->name(), {}, {}};
    for (const UniqueKernel& kernel : list().kernels) kernels.kernels.push_back(kernel.kernel);
    const DeviceProgramCode code = std::move(compileForDevice(std::vector<ProgramKernels>{kernels}, compilerOf(*this, true)).front());
    timeline::ScopedSpan span(program->context.recorder, "load modules", timeline::Category::Codegen);
    std::int64_t translated = 0;
    functions = load(*this, code, kernels, translated);
    span.with("kernels", static_cast<std::int64_t>(functions.size())).with("translated", translated);
    program->record.cache = code.cache == "hit" && !reason.empty() ? "miss" : code.cache;
    program->record.cacheReason = code.cache == "hit" ? reason : code.cacheReason;
    program->record.kernelsCompiled = code.compiledNow();
}

// Code of every recorded choice: whatever size comes first finds it.
void DeviceExecutable::loadRecordedChoices() {
    if (program->settings().autotune == 0 || program->settings().strict) return;
    for (std::size_t kernel = 0; kernel < list().kernels.size(); ++kernel)
        for (const TunedSite& site : program->tuning.sites())
            if (site.kernel == tuningKey(list().kernels[kernel], program->settings())) functionFor(static_cast<int>(kernel), cuda::Schedule::fromText(site.choice));
}

cuda::Schedule DeviceExecutable::chosen(int kernel, const ir::Sizes& sizes) const {
    const CompileSettings& settings = program->settings();
    const UniqueKernel& unique = list().kernels[static_cast<std::size_t>(kernel)];
    if (settings.matmul == MatmulChoice::Library && cuda::libraryProductOf(unique.kernel)) return {0, 0, 1};
    if (settings.autotune == 0 || settings.strict) return {};
    const TunedSite* site = program->tuning.find(tuningKey(unique, settings), workOf(unique, sizes), deviceThreads);
    if (!site || !holds(*site, site->choice)) return {};
    const cuda::Schedule found = cuda::Schedule::fromText(site->choice);
    return found.library > 0 && settings.matmul == MatmulChoice::Generated ? cuda::Schedule{} : found;
}

std::string DeviceExecutable::libraryNote() const { return "cuBLASLt " + device->products().version(); }

bool DeviceExecutable::holds(const TunedSite& site, const std::string& schedule) const {
    if (cuda::Schedule::fromText(schedule).library == 0) return true;
    if (!device->products().available()) return false;
    return std::any_of(site.candidates.begin(), site.candidates.end(), [&](const TimedCandidate& each) { return each.schedule == schedule && each.note.find(libraryNote()) != std::string::npos; });
}

// Where a product of the library takes the place of a kernel, that kernel stays at hand: it does the parts of a launch.
DeviceFunction DeviceExecutable::withLibrary(int kernel, const cuda::Schedule& schedule) const {
    DeviceFunction function = functions[static_cast<std::size_t>(kernel)];
    function.schedule = schedule;
    return function;
}

DeviceFunction& DeviceExecutable::functionFor(int kernel, const cuda::Schedule& schedule) {
    if (schedule == cuda::Schedule{}) return functions[static_cast<std::size_t>(kernel)];
    const auto [found, isNew] = tuned.try_emplace({kernel, schedule.toText()});
    if (!isNew) return found->second;
    if (schedule.library > 0) return found->second = withLibrary(kernel, schedule);
    const ProgramKernels one{program->name() + ", tuned", {list().kernels[static_cast<std::size_t>(kernel)].kernel}, {schedule}};
    const DeviceProgramCode code = std::move(compileForDevice(std::vector<ProgramKernels>{one}, compilerOf(*this, true)).front());
    program->record.kernelsCompiled += code.compiledNow();
    std::int64_t translated = 0;
    found->second = std::move(load(*this, code, one, translated).front());
    return found->second;
}

// Their code does not stay in the cache.
std::vector<DeviceFunction> DeviceExecutable::makeForTrial(int kernel, const std::vector<cuda::Schedule>& all) {
    std::vector<cuda::Schedule> schedules = all;
    std::erase_if(schedules, [](const cuda::Schedule& each) { return each.library > 0; });
    const ProgramKernels candidates{program->name() + ", candidates", std::vector<kernels::Kernel>(schedules.size(), list().kernels[static_cast<std::size_t>(kernel)].kernel), schedules};
    const DeviceProgramCode code = std::move(compileForDevice(std::vector<ProgramKernels>{candidates}, compilerOf(*this, false)).front());
    std::int64_t translated = 0;
    std::vector<DeviceFunction> made = load(*this, code, candidates, translated);
    for (std::size_t n = 0; n < all.size(); ++n)
        if (all[n].library > 0) made.insert(made.begin() + static_cast<std::ptrdiff_t>(n), withLibrary(kernel, all[n]));
    return made;
}

DeviceShape DeviceExecutable::shapeOf(DeviceFunction& function, int kernel, const ir::Sizes& sizes, const cuda::Part& part) const {
    DeviceShape shape;
    if (function.schedule.library > 0 && part.whole()) {
        const auto product = cuda::libraryProductOf(list().kernels[static_cast<std::size_t>(kernel)].kernel);
        const auto sized = product ? cuda::sizedProduct(*product, sizes) : std::nullopt;
        if (sized) shape.product = device->products().plan(*sized, function.schedule.library);
    }
    if (shape.product) {
        shape.blocks = 1;
        shape.scratchBytes = static_cast<std::int64_t>(shape.product->workspaceBytes());
        shape.numbers = {0};
        shape.scratchNumber = 0;
        return shape;
    }
    static_cast<cuda::LaunchShape&>(shape) = function.planner->shapeFor(sizes, part);
    if (shape.sharedBytes > function.sharedAllowed) {
        function.function.allowShared(shape.sharedBytes);
        function.sharedAllowed = shape.sharedBytes;
    }
    return shape;
}

void DeviceFunction::launch(const cuda::Stream& stream, const DeviceShape& shape, std::uint64_t* words, std::size_t addresses) const {
    if (shape.product) return shape.product->launch(stream, words, words[addresses]);
    std::vector<void*> arguments(addresses + 1);
    for (std::size_t n = 0; n < arguments.size(); ++n) arguments[n] = words + n;   // the last is the struct of all numbers
    function.launch(stream, shape.blocks, shape.threads, shape.sharedBytes, arguments);
}

// A kernel alone, on memory of its own; weights are those of the first round.
std::vector<Tensor> DeviceExecutable::runAlone(DeviceFunction& function, int kernel, const Step& step, const std::vector<Tensor>& inputs, const ir::Sizes& sizes) {
    const auto& stream = device->compute();
    const auto& arguments = list().kernels[static_cast<std::size_t>(kernel)].kernel.arguments;
    const DeviceShape shape = shapeOf(function, kernel, sizes, {});
    const cuda::DeviceMemory scratch(stream, static_cast<std::size_t>(shape.scratchBytes));
    const std::vector<std::int64_t> round(list().loops.size(), 0);
    std::vector<cuda::DeviceMemory> memory;
    std::vector<Tensor> results;
    std::vector<std::pair<std::size_t, std::uint64_t>> from;   // result, address
    std::vector<std::uint64_t> words;
    for (std::size_t n = 0, input = 0; n < arguments.size(); ++n) {
        if (arguments[n].role == kernels::Argument::Role::Weight) {
            words.push_back(weights->address(list().storages[static_cast<std::size_t>(step.arguments[n].storage)].weight, round));
            continue;
        }
        const bool isInput = arguments[n].role == kernels::Argument::Role::Input;
        const Tensor value = isInput ? inputs[input++] : Tensor(arguments[n].type.dtype, ir::evaluate(arguments[n].type.shape, sizes));
        memory.emplace_back(stream, value.bytes().size());
        words.push_back(memory.back().address());
        if (isInput) cuda::copyToDevice(*stream, words.back(), value.bytes());
        stream->synchronize();
        if (!isInput) from.emplace_back(results.size(), words.back()), results.push_back(value);
    }
    for (const std::int64_t number : shape.numbers) words.push_back(static_cast<std::uint64_t>(number));
    if (shape.scratchNumber >= 0) words[arguments.size() + static_cast<std::size_t>(shape.scratchNumber)] = scratch.address();
    if (shape.blocks > 0) function.launch(*stream, shape, words.data(), arguments.size());
    for (const auto& [result, address] : from) cuda::copyToHost(*stream, const_cast<std::byte*>(results[result].bytes().data()), address, results[result].bytes().size());
    device->wait();
    return results;
}

}  // namespace foldmeter::runtime
