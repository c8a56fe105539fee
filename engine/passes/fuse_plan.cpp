#include "passes/fuse_plan.h"

#include "base/error.h"
#include "ir/print.h"

#include <algorithm>

namespace foldmeter::passes {

using ir::NodeId;
using ir::Value;

namespace {

constexpr int repeatableCost = 80;   // light work that several launches may each do for themselves (two LayerNorms or so)
constexpr int trivialCost = 6;

class Planner {
public:
    Planner(FuseFacts& facts, const PassOptions& options)
        : m_facts(facts), m_graph(facts.graph()), m_options(options), m_stored(m_graph.nodes().size(), false), m_isOutput(m_graph.nodes().size(), false) {
        for (const ir::Output& output : m_graph.outputs()) m_isOutput[static_cast<std::size_t>(output.value.node)] = true;
    }

    FusePlan run() {
        for (NodeId id = static_cast<NodeId>(m_graph.nodes().size()); id-- > 0;) {
            const Role role = m_facts.role(id);
            if (role == Role::Barrier) {
                addBarrier(id);
            } else if (role != Role::Stored) {
                decide(id);
            }
        }
        return std::move(m_plan);
    }

private:
    using Groups = std::vector<std::size_t>;

    void addBarrier(NodeId id) {
        for (const Value& operand : m_graph.node(id).operands) m_barrierReaders[operand].push_back(id);
    }

    bool isRequired(NodeId id) const {
        return m_isOutput[static_cast<std::size_t>(id)] || m_barrierReaders.contains({id, 0});
    }

    Groups readersOf(Value value) const {
        Groups readers;
        for (std::size_t g = 0; g < m_plan.groups.size(); ++g) {
            if (m_plan.groups[g].wants(value)) readers.push_back(g);
        }
        return readers;
    }

    void decide(NodeId id) {
        const Groups readers = readersOf({id, 0});
        const bool required = isRequired(id);
        if (readers.empty() && !required) return;
        bool store = required;
        if (m_facts.isOuterProduct(id)) {
            if (required || readers.size() != 1 || !takeInto(id, readers)) {
                m_facts.makeBarrier(id);
                addBarrier(id);
            }
            return;
        }
        if (wantsStoring(id, readers, required)) {
            store = true;
        } else if (!takeInto(id, readers)) {
            store = true;
        }
        if (store) storeNode(id, readers);
    }

    // Whether readers should load the node rather than compute it themselves.
    bool wantsStoring(NodeId id, const Groups& readers, bool required) const {
        const Role role = m_facts.role(id);
        if (role == Role::Free) return false;
        const bool movement = m_facts.isMovement(id);
        if (!m_options.fuse) return !movement;
        if (m_facts.isStream(id)) return true;
        const bool shared = readers.size() > 1 || required;
        if (role == Role::Heavy) return shared || !fits(id, readers[0]);
        if (movement) return false;
        const FuseFacts::Closure closure = m_facts.closureOf(id, m_stored);
        if (!shared) return nothingFits(closure.heavies, readers[0]);
        return !closure.heavies.empty() || closure.cost > (required ? trivialCost : repeatableCost);
    }

    bool fits(NodeId heavy, std::size_t group) const {
        const RowGroup& into = m_plan.groups[group];
        return !into.hasProduct() || into.scratchWith(heavy) <= m_options.maxFusedScratchBytes;
    }

    // All products below would be cut off anyway: then cut here, nearer to their reader, where less is stored.
    bool nothingFits(const std::vector<NodeId>& heavies, std::size_t group) const {
        return !heavies.empty() && std::none_of(heavies.begin(), heavies.end(), [&](NodeId heavy) { return fits(heavy, group); });
    }

    // True when every reader computes it now.
    bool takeInto(NodeId id, const Groups& readers) {
        bool all = true;
        for (const std::size_t g : readers) {
            RowGroup& group = m_plan.groups[g];
            const auto demands = group.admit(id, m_stored);
            if (demands) group.take(id, *demands);
            all = all && demands.has_value();
        }
        return all;
    }

    void storeNode(NodeId id, const Groups& readers) {
        const Value value{id, 0};
        const RowChoice choice = chooseRows(m_facts, value, m_stored, !m_options.fuse);
        std::size_t target = m_plan.groups.size();
        if (m_options.fuse && (m_options.acrossModules || !m_facts.isStream(id))) target = groupToJoin(id, choice, readers);
        if (target == m_plan.groups.size()) {
            m_plan.groups.emplace_back(m_facts, choice.axes, m_graph.node(id).scope);
            m_rowOperands.emplace_back();
        }
        RowGroup& group = m_plan.groups[target];
        group.store(value, choice.layout);
        m_rowOperands[target].insert(choice.rowOperands.begin(), choice.rowOperands.end());
        const auto demands = group.admit(id, m_stored);
        if (!demands) throw InternalError("the chosen rows do not compute " + ir::printNode(m_graph, id));
        group.take(id, *demands);
        m_stored[static_cast<std::size_t>(id)] = true;
        m_plan.storedBy[value] = target;
    }

    // A launch of the same module over the same rows that reads the same rows, or that uses the value right where it is made;
    // the latter from another module, too, where options.acrossModules allows.
    std::size_t groupToJoin(NodeId id, const RowChoice& choice, const Groups& readers) {
        const Value value{id, 0};
        const ir::View view = ir::storeView(choice.layout);
        for (std::size_t g = 0; g < m_plan.groups.size(); ++g) {
            const RowGroup& group = m_plan.groups[g];
            if (group.axes() != choice.axes || group.computes(id)) continue;
            if (group.scratchBytes() + choice.scratchBytes > m_options.maxFusedScratchBytes) continue;
            const bool reads = std::find(readers.begin(), readers.end(), g) != readers.end();
            if (group.scope() != m_graph.node(id).scope && !(m_options.acrossModules && reads)) continue;
            const auto shares = [&](Value operand) { return m_rowOperands[g].contains(operand); };
            const bool akin = std::any_of(choice.rowOperands.begin(), choice.rowOperands.end(), shares);
            if (reads ? !group.wantsExactly(value, view) : !akin) continue;
            if (!closesCycle(value, readers, g)) return g;
        }
        return m_plan.groups.size();
    }

    // If `target` stores the value, do its other readers lead back to `target`?
    bool closesCycle(Value value, const Groups& readers, std::size_t target) const {
        std::vector<std::size_t> groups;
        std::vector<NodeId> barriers;
        for (const std::size_t g : readers) {
            if (g != target && !m_plan.groups[g].computes(value.node)) groups.push_back(g);
        }
        if (const auto found = m_barrierReaders.find(value); found != m_barrierReaders.end()) barriers = found->second;
        std::set<std::size_t> seenGroups;
        std::set<NodeId> seenBarriers;
        const auto follow = [&](Value result, std::size_t maker) {
            if (const auto found = m_barrierReaders.find(result); found != m_barrierReaders.end()) {
                barriers.insert(barriers.end(), found->second.begin(), found->second.end());
            }
            for (const std::size_t g : readersOf(result)) {
                if (g != maker && !m_plan.groups[g].computes(result.node)) groups.push_back(g);
            }
        };
        while (!groups.empty() || !barriers.empty()) {
            if (!groups.empty()) {
                const std::size_t g = groups.back();
                groups.pop_back();
                if (g == target) return true;
                if (!seenGroups.insert(g).second) continue;
                for (const StoredValue& stored : m_plan.groups[g].stored()) follow(stored.value, g);
            } else {
                const NodeId barrier = barriers.back();
                barriers.pop_back();
                if (!seenBarriers.insert(barrier).second) continue;
                const auto results = static_cast<std::int32_t>(m_graph.node(barrier).results.size());
                for (std::int32_t r = 0; r < results; ++r) follow({barrier, r}, m_plan.groups.size());
            }
        }
        return false;
    }

    FuseFacts& m_facts;
    const ir::Graph& m_graph;
    const PassOptions& m_options;
    std::vector<bool> m_stored, m_isOutput;
    std::map<Value, std::vector<NodeId>> m_barrierReaders;
    FusePlan m_plan;
    std::vector<std::set<Value>> m_rowOperands;   // of each group
};

}  // namespace

FusePlan planFusion(FuseFacts& facts, const PassOptions& options) { return Planner(facts, options).run(); }

}  // namespace foldmeter::passes
