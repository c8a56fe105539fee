#include "runtime/device_bound.h"

#include "base/error.h"
#include "base/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace foldmeter::runtime {
namespace {

constexpr std::size_t mostPinned = std::size_t{16} << 20;   // larger ones travel from and to ordinary memory

bool finite(const Tensor& value) {
    for (std::int64_t n = 0; isFloat(value.dtype()) && n < value.count(); ++n)
        if (!std::isfinite(value.at(n))) return false;
    return true;
}

}  // namespace

DeviceBound::Input& DeviceBound::input(const std::string& name) {
    m_executable->program->signature.input(name);   // complains when there is none
    return *std::find_if(m_inputs.begin(), m_inputs.end(), [&](const Input& each) { return each.name == name; });
}

void DeviceBound::useAddress(Input& to, cuda::Address address) {
    to.given = true;
    if (to.address == address) return;
    for (const std::size_t word : to.words) m_words[word] += address - to.address;
    to.address = address;
    m_graphFits = false;
}

void DeviceBound::setInput(const std::string& name, const Tensor& value) {
    Input& to = input(name);
    checkInput(m_executable->program->signature, name, value, m_sizes);
    const Bytes bytes = value.bytes();
    const auto& stream = m_executable->device->compute();
    if (to.own.address() == 0 && !bytes.empty()) {
        to.own = cuda::DeviceMemory(stream, bytes.size());
        if (bytes.size() <= mostPinned) to.staging = cuda::PinnedMemory(stream->device(), bytes.size());
    }
    useAddress(to, to.own.address());
    if (to.staging.size() == 0) return cuda::copyToDevice(*stream, to.address, bytes);
    if (to.sent) to.sent->synchronize();   // the copy before may not have begun
    else to.sent = std::make_unique<cuda::Event>(stream->device());
    std::memcpy(to.staging.data(), bytes.data(), bytes.size());
    cuda::copyToDevice(*stream, to.address, to.staging.bytes());
    stream->record(*to.sent);
}

void DeviceBound::shareInput(const std::string& name, BoundProgram& from, const std::string& outputName) {
    check(&from != this, "an output of a program cannot be shared with an input of the same program: " + name);
    auto* other = dynamic_cast<DeviceBound*>(&from);
    check(other != nullptr, "an output that is not on the device cannot be shared: " + name);
    const LaunchList& list = other->m_executable->list();
    const auto found = std::find_if(list.outputs.begin(), list.outputs.end(), [&](const auto& each) { return each.first == outputName; });
    check(found != list.outputs.end(), "there is no output " + outputName);
    const ir::TensorType& type = other->m_executable->program->signature.output(outputName);
    const std::size_t bytes = static_cast<std::size_t>(elementCount(ir::evaluate(type.shape, other->m_sizes))) * sizeOf(type.dtype);
    Input& to = input(name);
    const ir::TensorType& wanted = m_executable->program->signature.input(name);
    check(wanted.dtype == type.dtype && ir::evaluate(wanted.shape, m_sizes) == ir::evaluate(type.shape, other->m_sizes), "input " + name + " is of another type or shape than what it is given");
    check(other->kept(found->second), "what is not kept cannot be shared: " + outputName);
    to.own = {};
    useAddress(to, other->addressOfOutput(found->second, bytes));
}

cuda::Address DeviceBound::addressOfOutput(const Place& place, std::size_t) const {
    const Storage& storage = m_executable->list().storages[static_cast<std::size_t>(place.storage)];
    switch (storage.kind) {
        case Storage::Kind::Arena: return addressOf(place.storage);
        case Storage::Kind::Constant: return m_executable->constants.at(place.storage).address();
        case Storage::Kind::Weight: return m_executable->weights->address(storage.weight, {});
        case Storage::Kind::Input: break;
    }
    return std::find_if(m_inputs.begin(), m_inputs.end(), [&](const Input& each) { return each.storage == place.storage; })->address;
}

Tensor DeviceBound::output(const std::string& name) const {
    const Executable& program = *m_executable->program;
    const auto found = std::find_if(program.list.outputs.begin(), program.list.outputs.end(), [&](const auto& each) { return each.first == name; });
    if (found == program.list.outputs.end()) throw InternalError(fmt::format("program {} has no output {}", program.name(), name));
    const ir::TensorType& type = program.signature.output(name);
    const Extents extents = ir::evaluate(type.shape, m_sizes);
    const std::size_t bytes = static_cast<std::size_t>(elementCount(extents)) * sizeOf(type.dtype);
    const Storage& storage = program.list.storages[static_cast<std::size_t>(found->second.storage)];
    // A matrix that kernels multiply with lies packed on the device.
    if (storage.kind == Storage::Kind::Weight) return m_executable->weights->onHost(storage.weight).reshaped(extents);
    Result& result = m_results[name];
    const bool pinned = bytes <= mostPinned;
    if (pinned && result.pinned.size() != bytes) result.pinned = cuda::PinnedMemory(m_executable->device->compute()->device(), bytes);
    if (!pinned && result.plain.size() != bytes) result.plain = Buffer(bytes);
    std::byte* to = pinned ? result.pinned.data() : result.plain.data();
    if (result.run != m_runs) {
        timeline::ScopedSpan span(program.context.recorder, "fetch result", timeline::Category::Execute);
        span.with("bytes", static_cast<std::int64_t>(bytes));
        cuda::copyToHost(*m_executable->device->compute(), to, addressOfOutput(found->second, bytes), bytes);
        waitFor();
        result.run = m_runs;
    }
    return Tensor::view(type.dtype, extents, {to, bytes});
}

// Of what is cut only a slice is there: what is wrong in it shows in the launch that reads it.
std::string DeviceBound::firstNotFinite() {
    std::string found;
    runOneByOne([&](const DeviceInstance& instance) {
        if (!found.empty() || instance.kernel < 0 || !instance.completes) return;
        const auto& arguments = m_executable->list().kernels[static_cast<std::size_t>(instance.kernel)].kernel.arguments;
        for (std::size_t n = 0; n < arguments.size(); ++n) {
            if (arguments[n].role != kernels::Argument::Role::Output || (instance.chain && isCut(*instance.chain, instance.step->arguments[n].storage))) continue;
            Tensor value(arguments[n].type.dtype, ir::evaluate(arguments[n].type.shape, m_sizes));
            cuda::copyToHost(*m_executable->device->compute(), const_cast<std::byte*>(value.bytes().data()), m_words[instance.firstWord + n], value.bytes().size());
            waitFor();
            if (finite(value)) continue;
            const Site& site = m_executable->list().sites[static_cast<std::size_t>(instance.site)];
            found = fmt::format("kernel {} in scope {}", site.name, site.scope);
            if (instance.layer >= 0) found += fmt::format(", layer {}", instance.layer);
            return;
        }
    });
    return found;
}

}  // namespace foldmeter::runtime
