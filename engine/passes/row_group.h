// A launch in the making: an outer index space, the values it stores, the nodes computed inside, and under which views
// every value is wanted. Nodes are taken in from users to producers, so the views of a node are known when it is its turn.
#pragma once

#include "ir/operand_views.h"
#include "ir/row_layout.h"
#include "passes/fuse_facts.h"

#include <map>
#include <set>

namespace foldmeter::passes {

struct StoredValue {
    ir::Value value;
    ir::Layout layout;
};

class RowGroup : public ir::IndexSource {
public:
    RowGroup(const FuseFacts& facts, ir::Shape axes, std::string scope) : m_facts(&facts), m_axes(std::move(axes)), m_scope(std::move(scope)) {}

    const ir::Shape& axes() const { return m_axes; }
    const std::string& scope() const { return m_scope; }
    const std::vector<StoredValue>& stored() const { return m_stored; }
    bool computes(ir::NodeId id) const { return m_inside.contains(id); }
    const std::set<ir::NodeId>& inside() const { return m_inside; }
    const std::map<ir::Value, std::vector<ir::View>>& wanted() const { return m_wanted; }
    bool wants(ir::Value value) const { return m_wanted.contains(value); }
    bool wantsExactly(ir::Value value, const ir::View& view) const;
    int perElementIndices() const { return m_perElement; }

    void store(ir::Value value, const ir::Layout& layout);   // wanted from now on; computed once take() is called

    // What its operands would be wanted under if the node were computed here, or nothing if it cannot or should not be.
    using Demands = std::vector<ir::OperandDemand>;
    std::optional<Demands> admit(ir::NodeId id, const std::vector<bool>& storedElsewhere);
    void take(ir::NodeId id, const Demands& demands);

    // Bytes of a tile of 32 rows that the products need side by side.
    std::int64_t scratchBytes() const { return m_scratch; }
    std::int64_t scratchWith(ir::NodeId heavy) const;
    bool hasProduct() const { return m_scratch > 0; }

    bool coversRows(const ir::View& view) const;

private:
    bool admitsHeavy(ir::NodeId id, const std::vector<ir::View>& views);
    void want(const ir::OperandDemand& demand);

    const ir::Dim& axisExtent(int axis) const override { return m_axes[static_cast<std::size_t>(axis)]; }
    std::optional<int> gathered(ir::Value indices, const ir::View& view) override;
    int quotient(const ir::IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) override;
    int remainder(const ir::IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) override;
    bool perElement(int loaded) const override { return m_indexWalksInner[static_cast<std::size_t>(loaded)]; }
    int indexNamed(const std::string& name, bool walksInner);

    const FuseFacts* m_facts;
    ir::Shape m_axes;
    std::string m_scope;
    std::vector<StoredValue> m_stored;
    std::set<ir::NodeId> m_inside;
    std::map<ir::Value, std::vector<ir::View>> m_wanted;
    std::set<ir::Value> m_productOperands;
    std::int64_t m_scratch = 0;
    std::map<std::string, int> m_indices;
    std::vector<bool> m_indexWalksInner;
    int m_perElement = 0;
};

}  // namespace foldmeter::passes
