// What model code is written with. Each call records one node (or a few) in the graph under the current scope; nothing
// is computed. Shapes stand at the end of a line as comments: // (tokens, tokens, 128)
//
//     Builder b("trunk");
//     Symbolic x = b.input("pair", {DType::F32, {tokens, tokens, 128}}, Varies::Recycle);
//     { auto scope = b.scope("pairformer"); x = x + b.linear(b.layerNorm(x, ...), w); }
//     b.output("pair", x);
#pragma once

#include "ir/graph.h"

#include <functional>
#include <optional>
#include <span>

namespace foldmeter::ir {

class Builder;

// A value under construction: graph value plus the builder it belongs to. Cheap to copy.
class Symbolic {
public:
    Symbolic() = default;
    Symbolic(Builder* builder, Value value) : m_builder(builder), m_value(value) {}
    Builder& builder() const { return *m_builder; }
    Value value() const { return m_value; }
    bool valid() const { return m_builder != nullptr; }
    const TensorType& type() const;
    DType dtype() const { return type().dtype; }
    const Shape& shape() const { return type().shape; }
    int rank() const { return static_cast<int>(shape().size()); }
    const Dim& dim(int axis) const;              // negative counts from the end

    Symbolic cast(DType dtype) const;            // no node when it has that type already
    Symbolic reshape(Shape shape) const;
    Symbolic transpose(std::vector<std::int64_t> axes) const;
    Symbolic slice(int axis, std::int64_t start, std::int64_t size, std::int64_t step = 1) const;
    Symbolic broadcast(Shape shape, std::vector<std::int64_t> axes) const;   // axes: see op.h
    Symbolic insertAxis(int axis, Dim size = 1) const;   // broadcast along one more axis
    Symbolic sum(std::vector<std::int64_t> axes) const;
    Symbolic max(std::vector<std::int64_t> axes) const;
    Symbolic gather(const Symbolic& indices) const;      // rows of this

private:
    Builder* m_builder = nullptr;
    Value m_value;
};

// Elementwise operators broadcast like NumPy (axes aligned from the right; literal 1 stretches) by recording Broadcast
// nodes. Both sides must have one type; a number takes the type of the other side.
Symbolic operator+(const Symbolic& a, const Symbolic& b);
Symbolic operator-(const Symbolic& a, const Symbolic& b);
Symbolic operator*(const Symbolic& a, const Symbolic& b);
Symbolic operator/(const Symbolic& a, const Symbolic& b);
Symbolic operator+(const Symbolic& a, double b);
Symbolic operator-(const Symbolic& a, double b);
Symbolic operator*(const Symbolic& a, double b);
Symbolic operator/(const Symbolic& a, double b);
Symbolic operator-(double a, const Symbolic& b);
Symbolic operator/(double a, const Symbolic& b);
Symbolic operator-(const Symbolic& a);
Symbolic unary(Op op, const Symbolic& a);
Symbolic binary(Op op, const Symbolic& a, const Symbolic& b);
Symbolic sigmoid(const Symbolic& a);
Symbolic swish(const Symbolic& a);
Symbolic relu(const Symbolic& a);
Symbolic equal(const Symbolic& a, const Symbolic& b);     // bool
Symbolic less(const Symbolic& a, const Symbolic& b);
Symbolic logicalAnd(const Symbolic& a, const Symbolic& b);
Symbolic select(const Symbolic& condition, const Symbolic& a, const Symbolic& b);
Symbolic clamp(const Symbolic& a, double low, double high);
Symbolic concat(std::span<const Symbolic> parts, int axis);
// One-hot over `classes` of an i32 value: bool -> dtype; indices outside give a zero row. Appends an axis.
Symbolic oneHot(const Symbolic& indices, std::int64_t classes, DType dtype);

enum class NormForm { Fast, Exact };   // spec network.md section 0: var = E[x^2]-E[x]^2, or E[(x-mean)^2]
enum class Gate { Swish, Sigmoid };

// How a weight record is looked at: its stored name "scope:name", the extents after the layer axis, and the order in
// which the view lists the stored axes. `permutation` empty means as stored; then axes may be merged by `shape`.
struct WeightView {
    std::string name;                         // "diffuser/evoformer/left_single:weights"
    Extents stored;                           // extents of one layer as stored (after the view of weights.h); an axis may be split
    std::vector<std::int64_t> permutation;    // view axis a is stored axis permutation[a]
    Extents shape;                            // final extents after merging; empty: permuted extents
    DType dtype = DType::F32;                 // what the graph sees (Working where the spec says so)
    bool layered = false;                     // first stored axis is the layer of the enclosing Repeat
};

struct AttentionInputs {
    Symbolic q;                    // (batch..., queries, heads, dim)
    Symbolic k;                    // (batch..., keys, heads, dim)
    Symbolic v;                    // (batch..., keys, heads, dim)
    std::optional<Symbolic> bias;  // (a subset of batch in order..., heads, queries, keys), added to the scaled logits
    std::vector<std::int64_t> biasBatch;   // which batch axes the bias has
    std::optional<Symbolic> keyMask;       // bool (batch..., keys): false replaces the logit by the lowest finite float32
    double scale = 1;              // on q.k
};

class Builder {
public:
    explicit Builder(std::string graphName);

    // RAII scope: names nest with '/'.
    class Scope {
    public:
        Scope(Builder* builder, const std::string& name);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        Builder* m_builder;
        std::size_t m_length;
    };
    [[nodiscard]] Scope scope(const std::string& name) { return Scope(this, name); }
    const std::string& currentScope() const { return m_scope; }

    Symbolic input(const std::string& name, TensorType type, Varies varies);
    Symbolic weight(const WeightView& view);
    Symbolic constant(double value, DType dtype);                        // scalar
    Symbolic table(const std::string& name, const Tensor& tensor);       // constant array
    Symbolic iota(Shape shape, int axis);                                // i32
    Symbolic einsum(const std::string& spec, const Symbolic& a, const Symbolic& b);
    Symbolic layerNorm(const Symbolic& x, NormForm form, std::optional<Symbolic> scale, std::optional<Symbolic> offset);
    Symbolic softmax(const Symbolic& x);                                 // last axis
    Symbolic linear(const Symbolic& x, const Symbolic& w, std::optional<Symbolic> bias = {});   // sums over x's last axis
    Symbolic gatedLinearUnit(const Symbolic& x, const Symbolic& w, Gate gate);
    Symbolic adaptiveLayerNorm(const Symbolic& x, const Symbolic& scaleLogits, const Symbolic& shift);
    Symbolic triangleProduct(const Symbolic& a, const Symbolic& b, bool outgoing);
    Symbolic attention(const AttentionInputs& inputs);                   // (batch..., queries, heads, dim)

    // body(carried, stacked rows, layer builder) -> new carried values [+ collected values]. Runs once, recording the
    // body graph; values of this builder used inside become invariants by themselves.
    struct RepeatBody {
        std::vector<Symbolic> carried;
        std::vector<Symbolic> collected;
    };
    struct RepeatResult {
        std::vector<Symbolic> carried;
        std::vector<Symbolic> collected;   // leading axis = count
    };
    RepeatResult repeat(std::int64_t count, const std::vector<Symbolic>& carried, const std::vector<Symbolic>& stacked,
                        const std::function<RepeatBody(Builder& body, const std::vector<Symbolic>& carried,
                                                       const std::vector<Symbolic>& stacked)>& record);
    // Inside a repeat body: makes a value of the enclosing builder visible here as an invariant (idempotent).
    Symbolic import(const Symbolic& outer);

    void output(const std::string& name, const Symbolic& value);
    Graph finish();                                                       // verified
    Graph& graph() { return m_graph; }

    // Operands of enclosing builders are imported.
    Symbolic append(Op op, const std::vector<Symbolic>& operands, Attributes attributes);
    // Where a node of both operands is recorded: the more deeply nested of their builders.
    static Builder& innermost(const Symbolic& a, const Symbolic& b);

private:
    int depth() const { return m_outer ? m_outer->depth() + 1 : 0; }
    Symbolic bodyInput(const TensorType& type);
    RepeatResult resultsOf(NodeId repeat, std::size_t carried);


    Graph m_graph;
    std::string m_scope;
    Builder* m_outer = nullptr;                     // of a repeat body
    std::vector<Value> m_imported;                  // outer values, in the order of their body inputs
    std::vector<Value> m_importedAs;
};

}  // namespace foldmeter::ir
