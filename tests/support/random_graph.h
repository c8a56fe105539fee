// Random legal graphs with inputs and weights, for passes and targets to be judged on: what a pass makes of the graph
// must give the same numbers. Values stay bounded and no branch hangs on a float comparison, so rounding stays small.
#pragma once

#include "ir/builder.h"
#include "ir/interpret.h"
#include "support/tensors.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace foldmeter::test {

struct RandomGraphOptions {
    int steps = 24;                     // recorded statements (a statement may be a few nodes)
    DType dtype = DType::F32;           // of inputs and weights: F32, BF16 or Working
    bool composites = true;
    bool repeats = true;
    bool movements = true;
};

struct RandomGraph {
    ir::Graph graph;
    TensorMap inputs;
    ir::WeightSource weights;
    ir::Sizes sizes;
};

class RandomGraphMaker {
public:
    RandomGraphMaker(std::uint64_t seed, RandomGraphOptions options) : m_state(seed * 2654435761u + 12345), m_options(options) {}

    RandomGraph make() {
        ir::Builder b("random");
        RandomGraph result;
        result.sizes = {{"tokens", 5}, {"rows", 3}};
        const ir::Dim n = ir::Dim::symbol("tokens"), r = ir::Dim::symbol("rows");
        const std::vector<ir::Shape> shapes{{n, 8}, {n, n, 4}, {r, n, 8}, {8}, {n, 8}, {n, 1, 4}};
        const std::vector<ir::Varies> varies{ir::Varies::Job, ir::Varies::Seed, ir::Varies::Step, ir::Varies::Sample};
        std::vector<ir::Symbolic> pool;
        for (std::size_t k = 0; k < shapes.size(); ++k) {
            const std::string name = "in" + std::to_string(k);
            pool.push_back(b.input(name, {m_options.dtype, shapes[k]}, varies[pick(varies.size())]));
            result.inputs[name] = randomTensor(evaluate(shapes[k], result.sizes), m_state + k);
        }
        const ir::Symbolic index = b.input("index", {DType::I32, {n}}, ir::Varies::Job);
        result.inputs["index"] = randomIndices({5}, m_state, 5);
        m_index = index;
        record(b, pool, m_options.steps, m_options.repeats ? 2 : 0);
        for (std::size_t k = 0; k < 3; ++k) b.output("out" + std::to_string(k), pool[pool.size() - 1 - k]);
        b.output("any", pool[pick(pool.size())]);
        result.graph = b.finish();
        result.weights = [](const std::string& name) { return weight(name); };
        return result;
    }

    // The name of a weight says what it is: "seed/4x8" or "seed/3x4x8" with a layer axis.
    static Tensor weight(const std::string& name) {
        const std::size_t slash = name.find('/');
        Extents extents;
        for (std::size_t at = slash + 1; at <= name.size();) {
            const std::size_t end = std::min(name.find('x', at), name.size());
            extents.push_back(std::stoll(name.substr(at, end - at)));
            at = end + 1;
        }
        return randomTensor(extents, static_cast<std::uint64_t>(std::stoll(name.substr(0, slash))), 0.5);
    }

private:
    using Symbolic = ir::Symbolic;
    using Pool = std::vector<Symbolic>;

    std::size_t pick(std::size_t count) {
        m_state = m_state * 6364136223846793005ull + 1442695040888963407ull;
        return static_cast<std::size_t>((m_state >> 33) % count);
    }
    const Symbolic& any(const Pool& pool) { return pool[pick(pool.size())]; }
    // A value whose last axis is a literal above 1; every pool has one.
    Symbolic channels(const Pool& pool) {
        for (int tries = 0; tries < 20; ++tries) {
            const Symbolic& x = any(pool);
            if (x.rank() > 0 && x.dim(-1).isLiteral() && x.dim(-1).factor > 1) return x;
        }
        return pool.front();
    }
    Symbolic weightOf(ir::Builder& b, Extents extents) {
        Extents record = extents;
        const bool layered = m_depth > 0 && pick(2) == 0;
        if (layered) record.insert(record.begin(), m_rounds);
        std::vector<std::int64_t> permutation;
        if (extents.size() == 2 && pick(3) == 0) {
            permutation = {1, 0};
            std::swap(record[record.size() - 1], record[record.size() - 2]);
            std::swap(extents[0], extents[1]);
        }
        return b.weight({.name = std::to_string(pick(1000)) + "/" + toText(record), .stored = extents, .permutation = permutation, .dtype = m_options.dtype, .layered = layered});
    }

    void record(ir::Builder& b, Pool& pool, int steps, int depth) {
        for (int step = 0; step < steps; ++step) {
            const auto scope = b.scope("part" + std::to_string(pick(3)));
            const std::size_t kind = pick(10);
            Symbolic made;
            if (kind < 2) made = unaryOf(pool);
            else if (kind < 4) made = binaryOf(pool);
            else if (kind < 6 && m_options.movements) made = moved(b, pool);
            else if (kind < 8 && m_options.composites) made = composite(b, pool);
            else if (kind == 8 && depth > 0) made = repeated(b, pool, depth - 1);
            else made = contraction(b, pool);
            if (elements(made) < 4000) pool.push_back(made);
        }
    }

    static std::int64_t elements(const Symbolic& x) { return evaluate(product(x.shape()), {{"tokens", 5}, {"rows", 3}}); }

    Symbolic unaryOf(const Pool& pool) {
        using ir::Op;
        static constexpr Op ops[] = {Op::Neg, Op::Sigmoid, Op::Swish, Op::Relu, Op::Abs, Op::Cos, Op::Atan, Op::Asinh};
        const Symbolic& x = any(pool);
        switch (pick(12)) {
            case 0: return unary(Op::Exp, -unary(Op::Abs, x));
            case 1: return unary(Op::Rsqrt, unary(Op::Abs, x) + 1.0);
            case 2: return unary(Op::Log, unary(Op::Abs, x) + 1.0);
            case 3: return x.cast(DType::F32).cast(m_options.dtype);
            default: return unary(ops[pick(8)], x);
        }
    }

    // Stretches like NumPy, without giving `a` more axes.
    static bool fits(const ir::Shape& a, const ir::Shape& b) {
        if (b.size() > a.size()) return false;
        for (std::size_t back = 1; back <= b.size(); ++back) {
            const ir::Dim& dim = b[b.size() - back];
            if (dim != a[a.size() - back] && dim != ir::Dim(1)) return false;
        }
        return true;
    }

    Symbolic binaryOf(const Pool& pool) {
        const Symbolic a = any(pool);
        for (int tries = 0; tries < 30; ++tries) {
            const Symbolic b = any(pool);
            if (!fits(a.shape(), b.shape())) continue;
            switch (pick(6)) {
                case 0: return a + b;
                case 1: return a - b;
                case 2: return a * sigmoid(b);
                case 3: return a / (unary(ir::Op::Abs, b) + 1.0);
                case 4: return binary(ir::Op::Max, a, b);
                default: return a.rank() == 0 ? a : select(alternating(a.builder(), a.shape(), a.rank() - 1), a, b);
            }
        }
        return pick(2) == 0 ? a * 0.5 : 1.0 - a;
    }

    // bool: true for the first two indices along an axis.
    static Symbolic alternating(ir::Builder& b, const ir::Shape& shape, int axis) {
        return less(b.iota(shape, axis), b.constant(2, DType::I32));
    }

    Symbolic moved(ir::Builder& b, const Pool& pool) {
        const Symbolic x = any(pool);
        const std::size_t kind = pick(8);
        if (x.rank() == 0) return x + 1.0;
        const int axis = static_cast<int>(pick(static_cast<std::size_t>(x.rank())));
        switch (kind) {
            case 0: return x.sum({axis}) * 0.3;
            case 1: return x.max({axis});
            case 2: return x.rank() < 4 ? x.insertAxis(axis, ir::Dim(pick(2) == 0 ? 2 : 1)) : x;
            case 3: return merged(x, axis);
            case 4: {
                const Symbolic c = channels(pool);
                const std::int64_t half = c.dim(-1).factor / 2;
                return pick(2) == 0 ? c.slice(-1, static_cast<std::int64_t>(pick(2)), half, 2 * half == c.dim(-1).factor ? 2 : 1) : c.slice(-1, half, half);
            }
            case 5: {
                const Symbolic c = channels(pool);
                const std::vector<Symbolic> parts{c, sigmoid(c), c.slice(-1, 0, 1)};
                return concat(parts, -1);
            }
            case 6: return x.dim(0) == ir::Dim::symbol("tokens") ? b.append(ir::Op::Gather, {x, m_index}, {}) : x;
            default: return turned(x);
        }
    }

    Symbolic turned(const Symbolic& x) {
        std::vector<std::int64_t> axes;
        for (std::int64_t axis = 0; axis < x.rank(); ++axis) axes.push_back(axis);
        for (std::size_t n = axes.size(); n > 1; --n) std::swap(axes[n - 1], axes[pick(n)]);
        return x.transpose(axes);
    }

    Symbolic merged(const Symbolic& x, int axis) {
        if (axis + 1 >= x.rank()) return x;
        ir::Shape shape = x.shape();
        shape[static_cast<std::size_t>(axis)] = shape[static_cast<std::size_t>(axis)] * shape[static_cast<std::size_t>(axis) + 1];
        shape.erase(shape.begin() + axis + 1);
        const Symbolic flat = x.reshape(shape);
        return pick(2) == 0 ? flat : sigmoid(flat).reshape(x.shape());
    }

    Symbolic squareOf(const Pool& pool, ir::Builder& b) {
        const ir::Dim n = ir::Dim::symbol("tokens");
        for (int tries = 0; tries < 10; ++tries) {
            const Symbolic x = any(pool);
            if (x.rank() == 3 && x.dim(0) == n && x.dim(1) == n && x.dim(2) == ir::Dim(4)) return x;
        }
        return b.weight({.name = std::to_string(pick(1000)) + "/4", .stored = {4}, .dtype = m_options.dtype}).broadcast({n, n, 4}, {2});
    }

    Symbolic contraction(ir::Builder& b, const Pool& pool) {
        if (pick(2) == 0) {
            const Symbolic left = squareOf(pool, b), right = squareOf(pool, b);
            static const char* const specs[] = {"ikc,jkc->ijc", "kjc,kic->cij", "ijc,ijc->ij", "ijc,ijd->icd", "ikc,kjd->ijcd"};
            return b.einsum(specs[pick(5)], left, right) * 0.2;
        }
        const Symbolic x = channels(pool);
        std::string letters = std::string("abcdef").substr(0, static_cast<std::size_t>(x.rank() - 1));
        const Symbolic w = weightOf(b, {x.dim(-1).factor, pick(2) == 0 ? 4 : 8});
        return b.einsum(letters + "x,xy->" + letters + "y", x, w) * 0.5;
    }

    Symbolic composite(ir::Builder& b, const Pool& pool) {
        const Symbolic x = channels(pool);
        const std::int64_t width = x.dim(-1).factor;
        switch (pick(8)) {
            case 0: {
                std::optional<Symbolic> scale, offset;
                if (pick(2) == 0) scale = weightOf(b, {width});
                if (pick(2) == 0) offset = weightOf(b, {width});
                return b.layerNorm(x, ir::NormForm::Exact, scale, offset);
            }
            case 1: return b.layerNorm(unary(ir::Op::Atan, x), ir::NormForm::Fast, weightOf(b, {width}), {});
            case 2: return b.softmax(x);
            case 3: return b.linear(x, weightOf(b, {width, 2, 4}), weightOf(b, {2, 4})) * 0.5;
            case 4: return b.gatedLinearUnit(x, weightOf(b, {width, 8}), pick(2) == 0 ? ir::Gate::Swish : ir::Gate::Sigmoid) * 0.5;
            case 5: return b.adaptiveLayerNorm(x, -x, sigmoid(x));
            case 6: return b.triangleProduct(squareOf(pool, b), squareOf(pool, b), pick(2) == 0) * 0.2;
            default: return attended(b, pool, x);
        }
    }

    Symbolic attended(ir::Builder& b, const Pool& pool, const Symbolic& x) {
        const std::int64_t width = x.dim(-1).factor;
        if (x.rank() < 2 || width % 2 != 0) return b.softmax(x);
        ir::Shape shape = x.shape();
        shape.back() = 2;
        shape.push_back(width / 2);
        ir::AttentionInputs in{.q = x.reshape(shape), .k = sigmoid(x).reshape(shape), .v = x.reshape(shape)};
        in.scale = 0.5;
        if (pick(2) == 0) in.keyMask = alternating(b, ir::Shape(x.shape().begin(), x.shape().end() - 1), x.rank() - 2);
        if (pick(2) == 0 && x.dim(-2) == ir::Dim::symbol("tokens")) {
            in.bias = squareOf(pool, b).slice(-1, 0, 2).transpose({2, 0, 1});   // (heads, tokens, tokens)
        }
        return b.attention(in);
    }

    Symbolic repeated(ir::Builder& b, const Pool& pool, int depth) {
        const std::int64_t count = 2 + static_cast<std::int64_t>(pick(2));
        const std::vector<Symbolic> carried{any(pool), channels(pool)};
        const std::vector<Symbolic> stacked{any(pool).insertAxis(0, count), weightOf(b, {count, 8})};
        ++m_depth;
        m_rounds *= count;
        const auto result = b.repeat(count, carried, stacked, [&](ir::Builder& body, const auto& carriedIn, const auto& stackedIn) {
            Pool inner{carriedIn[1], carriedIn[0], stackedIn[0], stackedIn[1], any(pool), any(pool)};
            record(body, inner, 7, depth);
            ir::Builder::RepeatBody out;
            for (const Symbolic& value : carriedIn) out.carried.push_back(nextOf(inner, value));
            out.collected = {inner.back(), inner[pick(inner.size())]};
            return out;
        });
        --m_depth;
        m_rounds /= count;
        switch (pick(3)) {
            case 0: return result.collected[0];
            case 1: return result.collected[1];
            default: return result.carried[0];
        }
    }

    // A bounded value of the type of `value`, from something of its type if there is any.
    Symbolic nextOf(const Pool& pool, const Symbolic& value) {
        for (int tries = 0; tries < 20; ++tries) {
            const Symbolic x = any(pool);
            if (x.shape() == value.shape()) return value * 0.5 + unary(ir::Op::Atan, x);
        }
        return sigmoid(value);
    }

    std::uint64_t m_state;
    RandomGraphOptions m_options;
    Symbolic m_index;
    int m_depth = 0;
    std::int64_t m_rounds = 1;
};

}  // namespace foldmeter::test
