#include "runtime/verify_candidate.h"

#include "base/error.h"
#include "runtime/signature.h"
#include "tensor/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::runtime {
namespace {

// The site's node alone in a graph: its operands become inputs, its results outputs.
ir::Graph graphOf(const Site& site) {
    ir::Graph graph("candidate");
    check(site.graph != nullptr, "the graph of a program from the cache is not known");
    ir::Node node = site.graph->node(site.node);
    for (ir::Value& operand : node.operands) {
        const ir::TensorType& type = site.graph->type(operand);
        ir::Attributes attributes;
        attributes.set("name", std::to_string(&operand - node.operands.data()));
        attributes.set("varies", std::string(ir::nameOf(ir::Varies::Model)));
        attributes.set("dtype", type.dtype);
        attributes.set("shape", type.shape);
        operand = graph.append(ir::Op::Input, {}, std::move(attributes), node.scope);
    }
    const std::size_t results = node.results.size();
    const ir::NodeId id = graph.append(std::move(node));
    for (std::size_t n = 0; n < results; ++n) graph.setOutput(std::to_string(n), {id, static_cast<std::int32_t>(n)});
    return graph;
}

// Small, and different for different symbols, so that axes cannot be mixed up unseen.
ir::Sizes smallSizes(const ir::Graph& graph) {
    ir::Sizes sizes;
    std::int64_t size = 3;
    for (const std::string& symbol : symbolsOf(graph)) sizes[symbol] = size += 2;
    return sizes;
}

// Floats are random, everything else zero: an index stays inside its table.
Tensor someValue(const ir::TensorType& type, const ir::Sizes& sizes, std::uint32_t seed) {
    Tensor value(DType::F32, ir::evaluate(type.shape, sizes));
    if (!isFloat(type.dtype)) return value.converted(type.dtype);
    random::fillNormal(random::keyOf(seed), 0, value.mutableAs<float>());
    return value.converted(type.dtype);
}

double largestDifference(const Tensor& is, const Tensor& expected) {
    double largest = 1e-30, difference = 0;
    for (std::int64_t n = 0; n < expected.count(); ++n) {
        largest = std::max(largest, std::abs(expected.at(n)));
        const double here = std::abs(is.at(n) - expected.at(n));
        difference = std::isfinite(here) ? std::max(difference, here) : INFINITY;
    }
    return difference / largest;
}

std::vector<Tensor> runAlone(Executable& executable, const UniqueKernel& kernel, const cpu::Schedule& schedule, const Step& step,
                             const std::vector<Tensor>& inputs, const ir::Sizes& sizes) {
    const auto launch = executable.code->launch({&kernel, schedule});
    const auto bound = launch->bind(sizes);
    Buffer scratch(bound->scratchBytesPerThread * static_cast<std::size_t>(executable.pool->threads()));
    std::vector<Tensor> results;
    std::vector<std::shared_ptr<cpu::PackedWeight>> weights;
    std::vector<const void*> addresses;
    const std::vector<std::int64_t> round(executable.list.loops.size(), 0);
    for (std::size_t n = 0, input = 0; n < kernel.kernel.arguments.size(); ++n) {
        const kernels::Argument& argument = kernel.kernel.arguments[n];
        if (argument.role == kernels::Argument::Role::Weight) {
            const int spec = executable.list.storages[static_cast<std::size_t>(step.arguments[n].storage)].weight;
            weights.push_back(executable.weights->packOne(executable.weights->formOf(spec, schedule.matmul), round));
            addresses.push_back(weights.back()->data());
        } else if (argument.role == kernels::Argument::Role::Input) {
            addresses.push_back(inputs[input++].bytes().data());
        } else {
            results.emplace_back(argument.type.dtype, ir::evaluate(argument.type.shape, sizes));
            addresses.push_back(results.back().bytes().data());
        }
    }
    std::vector<void*> writable;
    for (const void* address : addresses) writable.push_back(const_cast<void*>(address));
    launch->run(*bound, writable.data(), *executable.pool, scratch.data());
    return results;
}

const Step* stepOf(const std::vector<Step>& steps, int site) {
    for (const Step& step : steps) {
        if (step.kind == Step::Kind::Launch && step.site == site) return &step;
        if (const Step* inside = stepOf(step.body, site)) return inside;
    }
    return nullptr;
}

}  // namespace

std::string verifyCandidate(Executable& executable, const Site& site, const cpu::Schedule& schedule) {
    const UniqueKernel& kernel = executable.list.kernels[static_cast<std::size_t>(site.kernel)];
    return verifyCandidate(executable, site, [&](const Step& step, const std::vector<Tensor>& inputs, const ir::Sizes& sizes) { return runAlone(executable, kernel, schedule, step, inputs, sizes); });
}

std::string verifyCandidate(Executable& executable, const Site& site, const RunAlone& run) {
    const ir::Graph graph = graphOf(site);
    const ir::Sizes sizes = smallSizes(graph);
    std::vector<Tensor> inputs;
    TensorMap named;
    for (const ir::NodeId id : graph.inputs()) {
        inputs.push_back(someValue(graph.node(id).results.front(), sizes, static_cast<std::uint32_t>(id)));
        named[graph.node(id).attributes.text("name")] = inputs.back();
    }
    const TensorMap expected = ir::interpret(graph, named, executable.context.weights, {.sizes = sizes});
    const Step& step = *stepOf(executable.list.steps, static_cast<int>(&site - executable.list.sites.data()));
    const std::vector<Tensor> results = run(step, inputs, sizes);
    for (std::size_t n = 0; n < results.size(); ++n) {
        const double tolerance = results[n].dtype() == DType::BF16 ? 3e-2 : 2e-4;   // of the largest value
        const double difference = largestDifference(results[n], expected.at(std::to_string(n)));
        if (!(difference <= tolerance)) return fmt::format("differs from the interpreter by {:.1e} of the largest value", difference);
    }
    return "";
}

}  // namespace foldmeter::runtime
