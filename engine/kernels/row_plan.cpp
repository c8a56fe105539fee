#include "kernels/row_plan.h"

#include "base/error.h"

#include <algorithm>

namespace foldmeter::kernels {

using Kind = TileValue::Kind;

namespace {

bool isRowNumber(const TileValue& value) { return value.inner == ir::Dim(1); }

// Cheap enough to be done again rather than kept in scratch.
bool isCheap(ir::Op op) {
    switch (op) {
        case ir::Op::Cast:
        case ir::Op::Add:
        case ir::Op::Sub:
        case ir::Op::Mul:
        case ir::Op::Neg:
        case ir::Op::Max:
        case ir::Op::Min:
        case ir::Op::Relu:
        case ir::Op::Equal:
        case ir::Op::Less:
        case ir::Op::LessEqual:
        case ir::Op::And:
        case ir::Op::Or:
        case ir::Op::Not:
        case ir::Op::Select: return true;
        default: return false;
    }
}

class Planner {
public:
    Planner(const Kernel& kernel, bool bf16Products)
        : m_kernel(kernel), m_rows(std::get<RowKernel>(kernel.body)), m_bf16Products(bf16Products) {}

    RowPlan plan() {
        const std::size_t count = m_rows.values.size();
        m_plan.values.resize(count);
        m_kept.resize(count);
        m_cost.resize(count);
        for (std::size_t v = 0; v < count; ++v) planAccesses(static_cast<int>(v));
        for (std::size_t v = 0; v < count; ++v) markKept(static_cast<int>(v));
        for (std::size_t v = 0; v < count; ++v) place(static_cast<int>(v));
        for (std::size_t v = 0; v < count; ++v) requireOperands(static_cast<int>(v));
        chooseElements();
        registerSizes();
        return std::move(m_plan);
    }

private:
    struct Loop {
        int phase, level;
        ir::Dim inner;
    };

    const TileValue& value(int v) const { return m_rows.values[static_cast<std::size_t>(v)]; }
    ValuePlan& planned(int v) { return m_plan.values[static_cast<std::size_t>(v)]; }

    // --- addresses -------------------------------------------------------------------------------------------------

    AccessPlan planAccess(const Access& access, const ir::Dim& inner) const {
        AccessPlan plan;
        plan.argument = access.argument;
        plan.axes.resize(m_rows.axes.size());
        const auto strides = stridesOf(access.shape);
        check(strides.size() == access.index.size(), "an access needs one index for each axis of its shape");
        for (std::size_t axis = 0; axis < strides.size(); ++axis) {
            plan.constant.add(strides[axis], access.index[axis].constant);
            for (const Term& term : access.index[axis].terms) addTerm(plan, term, strides[axis]);
        }
        if (inner == ir::Dim(1)) plan.inner = {};
        choosePath(plan);
        return plan;
    }

    void addTerm(AccessPlan& plan, const Term& term, const ir::Dim& stride) const {
        switch (term.variable) {
            case Term::Variable::Axis: plan.axes.at(static_cast<std::size_t>(term.index)).add(stride, term.coefficient); break;
            case Term::Variable::Inner: plan.inner.add(stride, term.coefficient); break;
            case Term::Variable::Summed: plan.summed.add(stride, term.coefficient); break;
            case Term::Variable::Loaded: {
                SizeSum coefficient;
                coefficient.add(stride, term.coefficient);
                (isRowNumber(value(term.index)) ? plan.loadedRow : plan.loadedEach).emplace_back(term.index, coefficient);
            }
        }
    }

    static void choosePath(AccessPlan& plan) {
        const bool loaded = !plan.loadedRow.empty() || !plan.loadedEach.empty();
        if (!plan.loadedEach.empty()) plan.path = AccessPlan::Path::Strided;
        else if (plan.inner.literal() == 0) plan.path = AccessPlan::Path::Uniform;
        else if (plan.inner.literal() == 1) plan.path = AccessPlan::Path::Contiguous;
        else if (!loaded && !plan.axes.empty() && plan.axes.back().literal() == 1) plan.path = AccessPlan::Path::AlongRows;
        else plan.path = AccessPlan::Path::Strided;
    }

    void planAccesses(int v) {
        const TileValue& node = value(v);
        if (node.kind == Kind::Load || node.kind == Kind::Store) planned(v).access = planAccess(node.access, node.inner);
        if (node.kind == Kind::OuterProduct) {
            planned(v).access = planAccess(node.access, ir::Dim(2));
            planned(v).right = planAccess(node.rightAccess, ir::Dim(2));
        }
        if (planned(v).access.path == AccessPlan::Path::AlongRows && node.kind != Kind::OuterProduct)
            planned(v).rowOffsets = addBuffer(1, BufferPlan::Element::I64, 0);
        if (planned(v).rowOffsets >= 0) m_plan.buffers.back().padded = false;
    }

    // --- what must lie in scratch -----------------------------------------------------------------------------------

    bool alongRows(int v) { return planned(v).access.path == AccessPlan::Path::AlongRows; }

    void markKept(int v) {
        const TileValue& node = value(v);
        const auto keep = [&](int operand) { m_kept[static_cast<std::size_t>(operand)] = true; };
        switch (node.kind) {
            case Kind::Matmul:
                keep(node.operands[0]);
                keep(v);
                break;
            case Kind::Store:
                if (alongRows(v)) keep(node.operands[0]);
                break;
            case Kind::Load:
                if (alongRows(v)) keep(v);
                break;
            case Kind::SliceInner:
                if (!isSliceableLoad(node.operands[0])) keep(node.operands[0]);
                break;
            case Kind::Concat:
            case Kind::OuterProduct: keep(v); break;
            default: break;
        }
    }

    bool isSliceableLoad(int v) {
        return value(v).kind == Kind::Load && planned(v).access.path == AccessPlan::Path::Contiguous;
    }

    int addBuffer(const ir::Dim& inner, BufferPlan::Element element, int phase) {
        m_plan.buffers.push_back({element, inner, phase, phase});
        return static_cast<int>(m_plan.buffers.size()) - 1;
    }

    // --- phases and levels ------------------------------------------------------------------------------------------

    std::vector<int> dependenciesOf(int v) {
        std::vector<int> dependencies = value(v).operands;
        for (const auto* list : {&planned(v).access.loadedRow, &planned(v).access.loadedEach})
            for (const auto& [loaded, coefficient] : *list) dependencies.push_back(loaded);
        return dependencies;
    }

    bool madeBeforePhases(int v) { return value(v).kind == Kind::OuterProduct || (value(v).kind == Kind::Load && alongRows(v)); }

    int levelAfter(int v, int dependency) {
        const Kind kind = value(dependency).kind;
        if (madeBeforePhases(dependency)) return 0;
        const bool wholeRow = kind == Kind::ReduceSum || kind == Kind::ReduceMax || kind == Kind::Concat ||
                              (value(v).kind == Kind::SliceInner && !isSliceableLoad(dependency));
        return planned(dependency).level + (wholeRow ? 1 : 0);
    }

    void place(int v) {
        ValuePlan& self = planned(v);
        for (const int d : dependenciesOf(v))
            self.phase = std::max(self.phase, planned(d).phase + (value(d).kind == Kind::Matmul ? 1 : 0));
        for (const int d : dependenciesOf(v))
            if (value(d).kind != Kind::Matmul && planned(d).phase == self.phase) self.level = std::max(self.level, levelAfter(v, d));
        m_plan.phases = std::max(m_plan.phases, self.phase + 1);
        self.recomputed = !m_kept[static_cast<std::size_t>(v)] && isRecomputed(v);
        if (m_kept[static_cast<std::size_t>(v)]) keepInScratch(v, self.phase);
    }

    bool isRecomputed(int v) {
        const TileValue& node = value(v);
        int& cost = m_cost[static_cast<std::size_t>(v)];
        switch (node.kind) {
            case Kind::Constant:
            case Kind::InnerIndex:
            case Kind::AxisIndex: return true;
            case Kind::SliceInner: cost = 1; return true;
            case Kind::Load:
                cost = 1;
                return planned(v).access.path == AccessPlan::Path::Contiguous || planned(v).access.path == AccessPlan::Path::Uniform;
            case Kind::Elementwise: break;
            default: return false;
        }
        if (!isCheap(node.op)) return false;
        cost = 1;
        for (const int operand : node.operands) {
            const bool again = planned(operand).recomputed || m_kept[static_cast<std::size_t>(operand)] ||
                               (isRowNumber(value(operand)) && !isRowNumber(node));
            if (!again) return false;
            cost += planned(operand).recomputed ? m_cost[static_cast<std::size_t>(operand)] : 1;
        }
        return cost <= 4;
    }

    void keepInScratch(int v, int phase) {
        ValuePlan& self = planned(v);
        if (self.buffer < 0) self.buffer = addBuffer(value(v).inner, BufferPlan::Element::F32, madeBeforePhases(v) ? 0 : self.phase);
        auto& buffer = m_plan.buffers[static_cast<std::size_t>(self.buffer)];
        buffer.lastPhase = std::max(buffer.lastPhase, phase);
    }

    // Value v is read in `loop`: finds out what must be kept for that.
    void require(int v, const Loop& loop) {
        ValuePlan& self = planned(v);
        if (m_kept[static_cast<std::size_t>(v)]) return keepInScratch(v, loop.phase);
        if (self.recomputed) {
            for (const int d : dependenciesOf(v)) require(d, loop);
            return;
        }
        const bool elsewhere = isRowNumber(value(v)) ? self.phase != loop.phase
                                                     : self.phase != loop.phase || self.level != loop.level;
        if (elsewhere) keepInScratch(v, loop.phase);
    }

    void requireOperands(int v) {
        const TileValue& node = value(v);
        const ValuePlan& self = planned(v);
        if (self.recomputed) return;   // required by whoever uses it
        if (self.rowOffsets >= 0) m_plan.buffers[static_cast<std::size_t>(self.rowOffsets)].lastPhase = self.phase;
        for (const int d : dependenciesOf(v)) {
            const bool reduces = node.kind == Kind::ReduceSum || node.kind == Kind::ReduceMax;
            const int level = node.kind == Kind::Concat && planned(d).phase == self.phase ? levelAfter(v, d) : self.level;
            require(d, {self.phase, level, reduces ? value(d).inner : node.inner});
            if (node.kind == Kind::Concat) planned(v).partLevels.push_back(level);
        }
    }

    // --- types -------------------------------------------------------------------------------------------------------

    void chooseElements() {
        for (std::size_t v = 0; v < m_rows.values.size(); ++v) {
            const int buffer = m_plan.values[v].buffer;
            if (buffer < 0) continue;
            auto& element = m_plan.buffers[static_cast<std::size_t>(buffer)].element;
            if (!isFloat(m_rows.values[v].dtype)) element = BufferPlan::Element::I32;
            if (isRowNumber(m_rows.values[v]) && !m_kept[v]) m_plan.buffers[static_cast<std::size_t>(buffer)].padded = false;
        }
        for (const TileValue& node : m_rows.values) {
            if (node.kind != Kind::Matmul) continue;
            const DType weight = m_kernel.arguments.at(static_cast<std::size_t>(node.weight)).type.dtype;
            if (!m_bf16Products || weight != DType::BF16) continue;
            const int operand = node.operands[0];
            if (value(operand).kind == Kind::Matmul) planned(operand).bf16Copy = addBuffer(value(operand).inner, BufferPlan::Element::BF16, planned(operand).phase + 1);
            else m_plan.buffers[static_cast<std::size_t>(planned(operand).buffer)].element = BufferPlan::Element::BF16;
        }
    }

    void registerSizes() {
        for (const auto& axis : m_rows.axes) m_plan.sizes.require(axis);
        for (const auto& node : m_rows.values) {
            m_plan.sizes.require(node.inner);
            m_plan.sizes.require(node.summed);
        }
        for (const auto& self : m_plan.values)
            for (const AccessPlan* access : {&self.access, &self.right}) {
                for (const SizeSum* sum : {&access->constant, &access->inner, &access->summed}) m_plan.sizes.require(*sum);
                for (const auto& axis : access->axes) m_plan.sizes.require(axis);
                for (const auto* list : {&access->loadedRow, &access->loadedEach})
                    for (const auto& [loaded, coefficient] : *list) m_plan.sizes.require(coefficient);
            }
    }

    const Kernel& m_kernel;
    const RowKernel& m_rows;
    bool m_bf16Products;
    RowPlan m_plan;
    std::vector<bool> m_kept;
    std::vector<int> m_cost;
};

}  // namespace

int RowPlan::sizeSlot(const SizeSum& sum) const { return 2 * static_cast<int>(buffers.size()) + sizes.slotOf(sum); }

RowPlan planRows(const Kernel& kernel, bool bf16Products) { return Planner(kernel, bf16Products).plan(); }

}  // namespace foldmeter::kernels
