// The run-time numbers of a kernel. Code is made once for all sizes, so whatever depends on one (extents, strides) is a
// slot of an int64 array that is filled at bind and read by the machine code; what is literal never gets a slot.
#pragma once

#include "ir/type.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace foldmeter::kernels {

// A sum of dims: coefficient of every product of symbols ("" = literal part).
class SizeSum {
public:
    SizeSum() = default;
    SizeSum(std::int64_t literal) { add(ir::Dim(literal)); }   // implicit on purpose, like Dim
    SizeSum(const ir::Dim& dim) { add(dim); }

    void add(const ir::Dim& dim, std::int64_t coefficient = 1);
    std::optional<std::int64_t> literal() const;   // its value when no symbol is left
    std::int64_t evaluate(const ir::Sizes& sizes) const;
    auto operator<=>(const SizeSum&) const = default;

private:
    std::map<std::vector<std::string>, std::int64_t> m_terms;   // no zero coefficients
};

// Slots in order of first use; the same kernel always gets the same table.
class SizeTable {
public:
    void require(const SizeSum& sum);          // gives it a slot unless it is literal
    int slotOf(const SizeSum& sum) const;      // InternalError when it has none
    const std::vector<SizeSum>& sums() const { return m_sums; }

private:
    std::vector<SizeSum> m_sums;
    std::map<SizeSum, int> m_slots;
};

// Row-major strides of a shape, in elements.
std::vector<ir::Dim> stridesOf(const ir::Shape& shape);

}  // namespace foldmeter::kernels
