// Runs a launch list in one arena, each launch through the kernel interpreter: the wiring of a program (storages, rows,
// rounds, shared memory) on trial without any target. The arena starts as NaN and old bytes stay, so what is read before
// it is written, or after it was overwritten, shows.
#pragma once

#include "ir/interpret.h"
#include "kernels/interpret_kernel.h"
#include "runtime/launch_list.h"
#include "runtime/memory_plan.h"

#include <cstring>

namespace foldmeter::test {

class LaunchListRunner {
public:
    LaunchListRunner(const runtime::LaunchList& list, ir::Sizes sizes, ir::WeightSource weights)
        : m_list(list), m_sizes(std::move(sizes)), m_weights(std::move(weights)), m_plan(runtime::planMemory(list, m_sizes)),
          m_arena(m_plan.arenaBytes()), m_round(list.loops.size(), 0) {
        std::memset(m_arena.data(), 0xff, m_arena.size());
    }

    TensorMap run(const TensorMap& inputs, const ir::Graph& graph) {
        m_inputs = &inputs;
        walk(m_list.steps);
        TensorMap results;
        for (std::size_t n = 0; n < graph.outputs().size(); ++n) {
            const Tensor value = valueAt(m_list.outputs[n].second, graph.type(graph.outputs()[n].value));
            results[graph.outputs()[n].name] = value.converted(isFloat(value.dtype()) ? DType::F32 : value.dtype());
        }
        return results;
    }
    std::size_t arenaBytes() const { return m_plan.arenaBytes(); }

private:
    void walk(const std::vector<runtime::Step>& steps) {
        for (const runtime::Step& step : steps) {
            if (step.kind == runtime::Step::Kind::Launch) launch(step);
            if (step.kind == runtime::Step::Kind::Copy)
                std::memmove(address(step.arguments[1]), address(step.arguments[0]), static_cast<std::size_t>(ir::evaluate(step.bytes, m_sizes)));
            if (step.kind != runtime::Step::Kind::Loop) continue;
            m_open.push_back(step.loop);
            std::int64_t& round = m_round[static_cast<std::size_t>(step.loop)];
            for (round = 0; round < m_list.loops[static_cast<std::size_t>(step.loop)].count; ++round) walk(step.body);
            m_open.pop_back();
        }
    }

    void launch(const runtime::Step& step) {
        const kernels::Kernel& kernel = m_list.kernels[static_cast<std::size_t>(m_list.sites[static_cast<std::size_t>(step.site)].kernel)].kernel;
        std::vector<Tensor> inputs;
        for (std::size_t n = 0; n < kernel.arguments.size(); ++n)
            if (kernel.arguments[n].role != kernels::Argument::Role::Output) inputs.push_back(valueAt(step.arguments[n], kernel.arguments[n].type));
        std::vector<Tensor> results = kernels::interpretKernel(kernel, inputs, m_sizes);
        for (std::size_t n = 0, result = 0; n < kernel.arguments.size(); ++n) {
            if (kernel.arguments[n].role != kernels::Argument::Role::Output) continue;
            const Tensor value = results[result++].converted(kernel.arguments[n].type.dtype);
            if (!value.bytes().empty()) std::memcpy(address(step.arguments[n]), value.bytes().data(), value.bytes().size());
        }
    }

    std::byte* address(const runtime::Place& place) {
        const runtime::Storage& storage = m_list.storages[static_cast<std::size_t>(place.storage)];
        std::int64_t shift = 0;
        for (const auto& offset : place.offsets) shift += ir::evaluate(offset.bytes, m_sizes) * m_round[static_cast<std::size_t>(offset.loop)];
        const std::byte* base = nullptr;
        if (storage.kind == runtime::Storage::Kind::Arena) {
            const auto id = static_cast<std::size_t>(place.storage);
            base = m_arena.data() + (m_plan.kept[id] ? 0 : m_plan.keptBytes) + m_plan.offsets[id];
        }
        if (storage.kind == runtime::Storage::Kind::Input) base = m_inputs->at(storage.name).bytes().data();
        if (storage.kind == runtime::Storage::Kind::Constant) base = storage.constant.bytes().data();
        if (storage.kind == runtime::Storage::Kind::Weight) base = weight(storage.weight).bytes().data();
        return const_cast<std::byte*>(base + shift);
    }

    const Tensor& weight(int index) {
        const runtime::WeightSpec& spec = m_list.weights[static_cast<std::size_t>(index)];
        const Tensor record = m_weights(spec.record);
        std::vector<std::int64_t> round;
        for (const int loop : m_open) round.push_back(m_round[static_cast<std::size_t>(loop)]);
        const std::int64_t layers = spec.layered ? record.extents().front() : 1;
        m_kept.push_back(runtime::viewOf(spec, record, runtime::layerOf(spec, layers, round)).converted(spec.type.dtype));
        return m_kept.back();
    }

    Tensor valueAt(const runtime::Place& place, const ir::TensorType& type) {
        const Extents extents = ir::evaluate(type.shape, m_sizes);
        const std::size_t bytes = static_cast<std::size_t>(elementCount(extents)) * sizeOf(type.dtype);
        return Tensor(type.dtype, extents, Buffer::copyOf({address(place), bytes}));
    }

    const runtime::LaunchList& m_list;
    ir::Sizes m_sizes;
    ir::WeightSource m_weights;
    runtime::MemoryPlan m_plan;
    Buffer m_arena;
    std::vector<std::int64_t> m_round;
    std::vector<int> m_open;
    std::vector<Tensor> m_kept;
    const TensorMap* m_inputs = nullptr;
};

}  // namespace foldmeter::test
