#include "ir/op.h"

#include "base/error.h"

#include <array>

namespace foldmeter::ir {

namespace {
constexpr std::array rows{
#define FOLDMETER_OP_ROW(name, text, kind, arity) OpRow{Op::name, text, OpKind::kind, arity},
    FOLDMETER_OPS(FOLDMETER_OP_ROW)
#undef FOLDMETER_OP_ROW
};
}  // namespace

const OpRow& rowOf(Op op) { return rows[static_cast<std::size_t>(op)]; }

int opCount() { return static_cast<int>(rows.size()); }

Op opFromText(std::string_view text) {
    for (const OpRow& row : rows) {
        if (row.text == text) return row.op;
    }
    throw InputError("unknown operation '" + std::string(text) + "' in graph text");
}

}  // namespace foldmeter::ir
