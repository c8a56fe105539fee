// Writes the CUDA C++ of a RowKernel along its tile plan. One object writes one kernel.
//
// A block owns a tile of rows, neighbouring lanes of a warp share a row. Rows behind the end of the tile repeat the last
// one, so that warps stay whole; only stores to memory ask whether a row is alive.
#pragma once

#include "kernels/kernel.h"
#include "targets/cuda/schedule.h"
#include "targets/cuda/tile_plan.h"

#include <map>
#include <string>

namespace foldmeter::cuda {

class RowPrinter {
public:
    RowPrinter(const kernels::Kernel& kernel, std::int64_t sharedLimit, const Schedule& schedule);
    std::string print(const std::string& entry);

private:
    using TileValue = kernels::TileValue;
    struct Loop {
        ir::Dim inner;
        std::vector<int> stores, sums, buffers;
        std::vector<std::pair<int, int>> parts;   // (concat, operand number)
    };
    // The row at hand: what has been written of it so far.
    struct Row {
        int phase = 0;
        std::string text;                        // statements before the loop at hand
        std::map<int, std::string> numbers;      // value -> expression
        std::map<const kernels::AccessPlan*, std::string> bases;
    };
    // The loop along inner at hand.
    struct Lane {
        int level = 0;
        std::string text;
        std::map<int, std::string> made;
    };

    const TileValue& value(int v) const { return m_rows.values[static_cast<std::size_t>(v)]; }
    const kernels::ValuePlan& planned(int v) const { return m_plan.rows.values[static_cast<std::size_t>(v)]; }
    int count() const { return static_cast<int>(m_rows.values.size()); }
    bool isRowNumber(int v) const { return value(v).inner == ir::Dim(1); }
    bool isSum(int v) const { return value(v).kind == TileValue::Kind::ReduceSum || value(v).kind == TileValue::Kind::ReduceMax; }
    bool madeByStep(int v) const;
    DType dtypeOf(int argument) const { return m_kernel.arguments[static_cast<std::size_t>(argument)].type.dtype; }

    // print_row.cpp: the frame
    std::string signature(const std::string& entry) const;
    std::string parameters() const;
    std::string bufferDeclarations() const;
    std::string rowLoop(const std::string& body) const;
    std::string axesOf(const std::string& row) const;
    std::string phase(int phase);
    bool nextTileOverwrites(int phase) const;
    std::vector<Loop> loopsOf(int phase, int level) const;
    int levelsOf(int phase) const;
    void level(Row& row, int level);
    void keepNumbers(Row& row, int level);
    void loop(Row& row, int level, const Loop& loop);
    void loopBody(Row& row, Lane& lane, const Loop& loop);

    // print_row_value.cpp: values and addresses
    std::string size(const kernels::SizeSum& sum) const;
    std::string number(Row& row, int v);
    std::string numberText(Row& row, int v);
    std::string make(Row& row, Lane& lane, int v);
    std::string valueText(Row& row, Lane& lane, int v);
    std::string elementwise(int v, const std::vector<std::string>& operands) const;
    std::string constant(int v) const;
    std::string base(Row& row, const kernels::AccessPlan& access);
    std::string loaded(Row& row, Lane* lane, const kernels::AccessPlan& access, const std::string& inner);
    std::string address(Row& row, Lane* lane, const kernels::AccessPlan& access, const std::string& inner);
    std::string slice(Row& row, Lane* lane, int v);
    std::string fromBuffer(int v, const std::string& inner) const;
    std::string bufferPlace(int buffer, const std::string& row, const std::string& inner) const;
    void store(Row& row, Lane* lane, int v);

    // print_row_steps.cpp: what is done for a whole tile at once
    std::string rowOffsets();
    std::string loadsAlongRows() const;
    std::string storesAlongRows(int phase) const;
    std::string outerProducts();
    std::vector<std::vector<int>> productsAlike(int phase) const;
    std::string productPadding(int phase) const;
    std::string products(int phase) const;

    const kernels::Kernel& m_kernel;
    const kernels::RowKernel& m_rows;
    TilePlan m_plan;
    int m_blocks = leastBlocks;
};

// C++ type of a stored element, and of a value in registers.
std::string storedType(DType dtype);
std::string registerType(DType dtype);
std::string indented(const std::string& text, int levels);

}  // namespace foldmeter::cuda
