// Every input of the five graphs: name, type, shape, how often it changes. One table for the graphs, for what the host
// prepares (batch_inputs.h) and for what is passed between programs.
#pragma once

#include "ir/builder.h"

#include <map>
#include <span>
#include <string>

namespace foldmeter::model {

namespace dim {
inline const ir::Dim tokens = ir::Dim::symbol("tokens");
inline const ir::Dim blocks = ir::Dim::symbol("blocks");         // of 32 query atoms
inline const ir::Dim msaRows = ir::Dim::symbol("msa_rows");
inline const ir::Dim templates = ir::Dim::symbol("templates");   // distinct slots
inline const ir::Dim samples = ir::Dim::symbol("samples");
inline constexpr std::int64_t slots = 24, queries = 32, keys = 128;
}  // namespace dim

struct InputRow {
    const char* name;
    DType dtype;
    ir::Shape shape;       // values passed between programs: channels are the graph's own
    ir::Varies varies;
};
std::span<const InputRow> inputTable();

// Inputs of the graph under construction: each is recorded once, when first asked for.
class Inputs {
public:
    explicit Inputs(ir::Builder& builder) : m_builder(builder) {}
    ir::Builder& builder() const { return m_builder; }
    const ir::Symbolic& operator()(const std::string& name);
    // Not in the table: its channels depend on the model.
    ir::Symbolic passed(const std::string& name, DType dtype, ir::Shape shape, ir::Varies varies) const {
        return m_builder.input(name, {dtype, std::move(shape)}, varies);
    }

private:
    ir::Builder& m_builder;
    std::map<std::string, ir::Symbolic> m_values;
};

}  // namespace foldmeter::model
