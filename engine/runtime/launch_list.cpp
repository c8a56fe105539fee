#include "runtime/launch_list.h"

#include "base/error.h"
#include "kernels/lower.h"
#include "runtime/coalesce.h"
#include "runtime/in_place.h"

#include <algorithm>
#include <map>

namespace foldmeter::runtime {
namespace {

ir::Dim bytesOf(const ir::TensorType& type) {
    return ir::product(type.shape) * ir::Dim(static_cast<std::int64_t>(sizeOf(type.dtype)));
}

using Places = std::vector<std::vector<Place>>;   // by node, by result

class ListMaker {
public:
    LaunchList make(const ir::Graph& graph);

private:
    Places placeNodes(const ir::Graph& graph, const std::vector<Place>& bodyInputs, std::vector<Step>& steps);
    void placeLaunch(const ir::Graph& graph, ir::NodeId id, Places& places, std::vector<Step>& steps);
    void placeRepeat(const ir::Node& node, std::vector<Place>& results, const std::vector<Place>& operands, std::vector<Step>& steps);
    void leaveBody(const ir::Node& node, const std::vector<Place>& outputs, const std::vector<Place>& carriedIn,
                   const std::vector<Place>& results, std::vector<Step>& steps);
    Place placeSource(const ir::Node& node);
    Place weightPlace(const ir::Node& node, const ir::TensorType& type, bool forMatmul);

    int addStorage(Storage storage);
    Place addArena(const ir::Dim& bytes, int begin);
    void beginRange(int storage, int position, int depth);
    void use(const Place& place, int position);
    void copy(const Place& from, const Place& to, const ir::Dim& bytes, std::vector<Step>& steps);
    void endRangesAtExits();
    int depth() const { return static_cast<int>(m_open.size()); }

    struct LoopUse {
        int storage, range, loop;
    };
    LaunchList m_list;
    std::vector<int> m_open;             // loops around the current position, outermost first
    std::vector<LoopUse> m_loopUses;     // ranges that last to the exit of a loop not left yet
    std::map<std::string, int> m_kernelOfText;
};

int ListMaker::addStorage(Storage storage) {
    m_list.storages.push_back(std::move(storage));
    return static_cast<int>(m_list.storages.size()) - 1;
}

Place ListMaker::addArena(const ir::Dim& bytes, int begin) {
    const int storage = addStorage({Storage::Kind::Arena, bytes, {}, {}, -1, {}});
    beginRange(storage, begin, depth());
    return {storage, {}};
}

void ListMaker::beginRange(int storage, int position, int depth) {
    m_list.storages[static_cast<std::size_t>(storage)].ranges.push_back({position, position, depth});
}

void ListMaker::use(const Place& place, int position) {
    Storage& storage = m_list.storages[static_cast<std::size_t>(place.storage)];
    if (storage.kind != Storage::Kind::Arena) return;
    Range& range = storage.ranges.back();
    range.end = std::max(range.end, position);
    if (depth() > range.depth)
        m_loopUses.push_back({place.storage, static_cast<int>(storage.ranges.size()) - 1, m_open[static_cast<std::size_t>(range.depth)]});
}

void ListMaker::endRangesAtExits() {
    for (const LoopUse& loopUse : m_loopUses) {
        Range& range = m_list.storages[static_cast<std::size_t>(loopUse.storage)].ranges[static_cast<std::size_t>(loopUse.range)];
        range.end = std::max(range.end, m_list.loops[static_cast<std::size_t>(loopUse.loop)].exit);
    }
}

void ListMaker::copy(const Place& from, const Place& to, const ir::Dim& bytes, std::vector<Step>& steps) {
    Step step;
    step.kind = Step::Kind::Copy;
    step.position = m_list.positions++;
    step.bytes = bytes;
    step.arguments = {from, to};
    use(from, step.position);
    steps.push_back(std::move(step));
}

Place ListMaker::weightPlace(const ir::Node& node, const ir::TensorType& type, bool forMatmul) {
    std::vector<std::int64_t> rounds;
    for (const int loop : m_open) rounds.push_back(m_list.loops[static_cast<std::size_t>(loop)].count);
    WeightSpec spec = weightSpecOf(node, type, forMatmul, std::move(rounds));
    auto& specs = m_list.weights;
    const auto found = std::find(specs.begin(), specs.end(), spec);
    const int index = static_cast<int>(found - specs.begin());
    if (found == specs.end()) specs.push_back(std::move(spec));
    return {addStorage({Storage::Kind::Weight, bytesOf(type), {}, {}, index, {}}), {}};
}

Place ListMaker::placeSource(const ir::Node& node) {
    const ir::TensorType& type = node.results.front();
    switch (node.op) {
        case ir::Op::Input: {
            const std::string& name = node.attributes.text("name");
            const Place place{addStorage({Storage::Kind::Input, bytesOf(type), name, {}, -1, {}}), {}};
            m_list.inputs.emplace_back(name, place);
            return place;
        }
        case ir::Op::Table:
            return {addStorage({Storage::Kind::Constant, bytesOf(type), {}, node.attributes.tensor("tensor"), -1, {}}), {}};
        case ir::Op::Constant: {
            Tensor value(DType::F64, {});
            value.mutableAs<double>()[0] = node.attributes.real("value");
            return {addStorage({Storage::Kind::Constant, bytesOf(type), {}, value.converted(type.dtype), -1, {}}), {}};
        }
        case ir::Op::Weight: return weightPlace(node, type, false);
        default: throw InternalError("no launch for operation " + std::string(ir::nameOf(node.op)) + " in scope " + node.scope);
    }
}

// True when argument `slot` is the matrix of some Matmul of the kernel.
bool isMatmulWeight(const kernels::Kernel& kernel, int slot) {
    const auto* row = std::get_if<kernels::RowKernel>(&kernel.body);
    return row && std::any_of(row->values.begin(), row->values.end(), [&](const kernels::TileValue& value) {
               return value.kind == kernels::TileValue::Kind::Matmul && value.weight == slot;
           });
}

void ListMaker::placeLaunch(const ir::Graph& graph, ir::NodeId id, Places& places, std::vector<Step>& steps) {
    const ir::Node& node = graph.node(id);
    kernels::Lowered lowered = kernels::lower(graph, id);
    const kernels::Kernel& kernel = lowered.kernel;
    Step step;
    step.position = m_list.positions++;
    step.site = static_cast<int>(m_list.sites.size());
    std::size_t inputs = 0, weights = 0, results = 0;
    for (std::size_t slot = 0; slot < kernel.arguments.size(); ++slot) {
        const kernels::Argument& argument = kernel.arguments[slot];
        if (argument.role == kernels::Argument::Role::Input) {
            const ir::Value operand = node.operands.at(inputs++);
            step.arguments.push_back(places[static_cast<std::size_t>(operand.node)][static_cast<std::size_t>(operand.result)]);
            use(step.arguments.back(), step.position);
        } else if (argument.role == kernels::Argument::Role::Weight) {
            const ir::Node& weight = node.body->node(lowered.weights.at(weights++));
            step.arguments.push_back(weightPlace(weight, argument.type, isMatmulWeight(kernel, static_cast<int>(slot))));
        } else {
            const Place place = addArena(bytesOf(node.results.at(results++)), step.position);
            places[static_cast<std::size_t>(id)].push_back(place);
            step.arguments.push_back(place);
        }
    }
    check(inputs == node.operands.size() && results == node.results.size(), "kernel " + kernel.name + " has other arguments than its node");
    Site site{&graph, id, 0, kernel.name, kernel.scope, kernel.origins};
    const std::string text = kernels::print(kernel);
    const auto [found, added] = m_kernelOfText.emplace(text, static_cast<int>(m_list.kernels.size()));
    if (added) m_list.kernels.push_back({digestOf(text), text.size(), kernel, inPlacePairs(kernel), 0});
    site.kernel = found->second;
    m_list.kernels[static_cast<std::size_t>(site.kernel)].sites += 1;
    m_list.sites.push_back(std::move(site));
    steps.push_back(std::move(step));
}

void ListMaker::placeRepeat(const ir::Node& node, std::vector<Place>& results, const std::vector<Place>& operands, std::vector<Step>& steps) {
    const auto carried = static_cast<std::size_t>(node.attributes.integer("carried"));
    const auto stacked = static_cast<std::size_t>(node.attributes.integer("stacked"));
    const int loop = static_cast<int>(m_list.loops.size());
    m_list.loops.push_back({node.attributes.integer("count"), m_open.empty() ? -1 : m_open.back(), 0, 0});
    const std::vector<ir::NodeId> bodyInputs = node.body->inputs();
    std::vector<Place> inside;
    for (std::size_t n = 0; n < carried; ++n) {   // one storage for all rounds; it starts with a copy of the operand
        const ir::Dim bytes = bytesOf(node.results[n]);
        const Place place{addStorage({Storage::Kind::Arena, bytes, {}, {}, -1, {}}), {}};
        beginRange(place.storage, m_list.positions, depth() + 1);
        copy(operands[n], place, bytes, steps);
        inside.push_back(place);
        results.push_back(place);
    }
    Step step;
    step.kind = Step::Kind::Loop;
    step.loop = loop;
    step.position = m_list.loops.back().entry = m_list.positions++;
    for (std::size_t n = carried; n < node.results.size(); ++n) results.push_back(addArena(bytesOf(node.results[n]), step.position));
    m_open.push_back(loop);
    for (std::size_t n = 0; n < carried; ++n) use(inside[n], step.position);
    for (std::size_t n = carried; n < operands.size(); ++n) {
        Place place = operands[n];
        if (n < carried + stacked) place.offsets.push_back({loop, bytesOf(node.body->node(bodyInputs[n]).results.front())});
        use(place, step.position);
        inside.push_back(std::move(place));
    }
    const Places body = placeNodes(*node.body, inside, step.body);
    std::vector<Place> outputs;
    for (const ir::Output& output : node.body->outputs())
        outputs.push_back(body[static_cast<std::size_t>(output.value.node)][static_cast<std::size_t>(output.value.result)]);
    leaveBody(node, outputs, inside, results, step.body);
    m_open.pop_back();
    m_list.loops[static_cast<std::size_t>(loop)].exit = m_list.positions++;
    for (const Place& result : results) use(result, m_list.loops[static_cast<std::size_t>(loop)].exit);
    steps.push_back(std::move(step));
}

// Collected values go to their row first, then the carried values to the storage of the next round. A value that lies
// in the storage of another carried one (a swap) is set aside before any of them is overwritten.
void ListMaker::leaveBody(const ir::Node& node, const std::vector<Place>& outputs, const std::vector<Place>& carriedIn,
                          const std::vector<Place>& results, std::vector<Step>& steps) {
    const auto carried = static_cast<std::size_t>(node.attributes.integer("carried"));
    const auto typeOf = [&](std::size_t n) { return node.body->type(node.body->outputs()[n].value); };
    for (std::size_t n = carried; n < outputs.size(); ++n) {
        Place row = results[n];
        const ir::Dim bytes = bytesOf(typeOf(n));
        row.offsets.push_back({m_open.back(), bytes});
        copy(outputs[n], row, bytes, steps);
    }
    std::vector<Place> leaving(outputs.begin(), outputs.begin() + static_cast<std::ptrdiff_t>(carried));
    for (std::size_t n = 0; n < carried; ++n) {
        const bool another = std::any_of(carriedIn.begin(), carriedIn.begin() + static_cast<std::ptrdiff_t>(carried),
                                         [&](const Place& place) { return place.storage == leaving[n].storage; });
        if (!another || leaving[n] == results[n]) continue;
        const Place aside = addArena(bytesOf(typeOf(n)), m_list.positions);
        copy(leaving[n], aside, bytesOf(typeOf(n)), steps);
        leaving[n] = aside;
    }
    for (std::size_t n = 0; n < carried; ++n) {
        if (leaving[n] == results[n]) {   // never changes: the loop hands on what it was given
            m_list.storages[static_cast<std::size_t>(results[n].storage)].ranges.back().depth = depth() - 1;
            continue;
        }
        beginRange(results[n].storage, m_list.positions, depth() - 1);
        copy(leaving[n], results[n], bytesOf(typeOf(n)), steps);
    }
}

Places ListMaker::placeNodes(const ir::Graph& graph, const std::vector<Place>& bodyInputs, std::vector<Step>& steps) {
    Places places(graph.nodes().size());
    std::size_t input = 0;
    for (std::size_t n = 0; n < graph.nodes().size(); ++n) {
        const ir::Node& node = graph.nodes()[n];
        std::vector<Place> operands;
        for (const ir::Value& value : node.operands)
            operands.push_back(places[static_cast<std::size_t>(value.node)][static_cast<std::size_t>(value.result)]);
        if (node.op == ir::Op::Input && !m_open.empty()) {
            places[n] = {bodyInputs.at(input++)};
        } else if (ir::kindOf(node.op) == ir::OpKind::Source && node.op != ir::Op::Iota) {
            places[n] = {placeSource(node)};
        } else if (node.op == ir::Op::Reshape) {
            places[n] = {operands.front()};   // a view
        } else if (node.op == ir::Op::Repeat) {
            placeRepeat(node, places[n], operands, steps);
        } else {
            placeLaunch(graph, static_cast<ir::NodeId>(n), places, steps);
        }
    }
    return places;
}

LaunchList ListMaker::make(const ir::Graph& graph) {
    const Places places = placeNodes(graph, {}, m_list.steps);
    const int end = m_list.positions++;
    for (const ir::Output& output : graph.outputs()) {
        const Place& place = places[static_cast<std::size_t>(output.value.node)][static_cast<std::size_t>(output.value.result)];
        use(place, end);
        m_list.outputs.emplace_back(output.name, place);
    }
    endRangesAtExits();
    return std::move(m_list);
}

}  // namespace

LaunchList makeLaunchList(const ir::Graph& graph) {
    LaunchList list = ListMaker().make(graph);
    coalesce(list);
    return list;
}

}  // namespace foldmeter::runtime
