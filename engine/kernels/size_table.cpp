#include "kernels/size_table.h"

#include "base/error.h"

namespace foldmeter::kernels {

void SizeSum::add(const ir::Dim& dim, std::int64_t coefficient) {
    const std::int64_t amount = dim.factor * coefficient;
    if (amount == 0) return;
    const auto entry = m_terms.try_emplace(dim.symbols, 0).first;
    entry->second += amount;
    if (entry->second == 0) m_terms.erase(entry);
}

std::optional<std::int64_t> SizeSum::literal() const {
    if (m_terms.empty()) return 0;
    if (m_terms.size() == 1 && m_terms.begin()->first.empty()) return m_terms.begin()->second;
    return std::nullopt;
}

std::int64_t SizeSum::evaluate(const ir::Sizes& sizes) const {
    std::int64_t total = 0;
    for (const auto& [symbols, coefficient] : m_terms) {
        ir::Dim dim(coefficient);
        dim.symbols = symbols;
        total += ir::evaluate(dim, sizes);
    }
    return total;
}

void SizeTable::require(const SizeSum& sum) {
    if (!sum.literal() && m_slots.try_emplace(sum, static_cast<int>(m_sums.size())).second) m_sums.push_back(sum);
}

int SizeTable::slotOf(const SizeSum& sum) const {
    const auto slot = m_slots.find(sum);
    check(slot != m_slots.end(), "a size is asked for that the plan of the kernel did not foresee");
    return slot->second;
}

std::vector<ir::Dim> stridesOf(const ir::Shape& shape) {
    std::vector<ir::Dim> strides(shape.size());
    ir::Dim stride = 1;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        strides[axis] = stride;
        stride = stride * shape[axis];
    }
    return strides;
}

}  // namespace foldmeter::kernels
