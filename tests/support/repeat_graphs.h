// Small graphs that wire Repeat in every way the network does, and in some it does not: nested, layered weights, stacked
// and collected values, carried values that are swapped, passed through, or collected too.
#pragma once

#include "ir/builder.h"

#include <functional>
#include <string>
#include <vector>

namespace foldmeter::test {

struct RepeatGraph {
    const char* name;
    ir::Graph (*make)();
};

namespace repeat_graphs {

using ir::Builder;
using ir::Symbolic;
using Values = std::vector<Symbolic>;
inline ir::Dim tokens() { return ir::Dim::symbol("tokens"); }

inline Symbolic input(Builder& b, const std::string& name, ir::Shape shape = {tokens(), 8}) {
    return b.input(name, {DType::F32, std::move(shape)}, ir::Varies::Job);
}
inline Symbolic square(Builder& b, const std::string& name, bool layered) {
    return b.weight({.name = name, .stored = {8, 8}, .dtype = DType::F32, .layered = layered});
}

// The usual block: x + f(norm(x)), a weight a layer.
inline ir::Graph residual() {
    Builder b("residual");
    const auto out = b.repeat(3, {input(b, "x")}, {}, [](Builder& body, const Values& carried, const Values&) -> Builder::RepeatBody {
        const Symbolic norm = body.layerNorm(carried[0], ir::NormForm::Exact, {}, {});
        return {{carried[0] + body.linear(norm, square(body, "1/3x8x8", true)) * 0.3}, {}};
    });
    b.output("x", out.carried[0]);
    return b.finish();
}

// Super-blocks: 3 x 2 rounds over a record of 6 layers, one of 3 layers outside the inner loop, one unlayered.
inline ir::Graph nested() {
    Builder b("nested");
    const Symbolic y = input(b, "y");
    const auto out = b.repeat(3, {input(b, "x")}, {}, [&](Builder& outer, const Values& carried, const Values&) -> Builder::RepeatBody {
        const Symbolic start = outer.linear(carried[0], square(outer, "2/3x8x8", true));
        const auto inner = outer.repeat(2, {start}, {}, [&](Builder& body, const Values& c, const Values&) -> Builder::RepeatBody {
            const Symbolic step = body.linear(c[0], square(body, "3/6x8x8", true)) + body.linear(body.import(y), square(body, "4/8x8", false));
            return {{c[0] + sigmoid(step)}, {step}};
        });
        return {{inner.carried[0] * 0.5}, {inner.collected[0].sum({0})}};
    });
    b.output("x", out.carried[0]);
    b.output("steps", out.collected[0]);
    return b.finish();
}

inline ir::Graph stackedAndCollected() {
    Builder b("stacked");
    const Symbolic rows = input(b, "rows", {4, tokens(), 8});
    const auto out = b.repeat(4, {input(b, "x")}, {rows}, [](Builder&, const Values& carried, const Values& stacked) -> Builder::RepeatBody {
        const Symbolic sum = carried[0] + stacked[0];
        return {{sum}, {sigmoid(sum), sum, stacked[0], carried[0]}};
    });
    b.output("x", out.carried[0]);
    for (std::size_t n = 0; n < out.collected.size(); ++n) b.output("c" + std::to_string(n), out.collected[n]);
    return b.finish();
}

// a, b = b, a + b; and c never changes.
inline ir::Graph swapped() {
    Builder b("swapped");
    const auto out = b.repeat(5, {input(b, "x"), input(b, "y"), input(b, "z")}, {}, [](Builder&, const Values& c, const Values&) -> Builder::RepeatBody {
        return {{c[1], c[0] + c[1] * 0.5, c[2]}, {c[0], c[2]}};
    });
    for (std::size_t n = 0; n < 3; ++n) b.output("v" + std::to_string(n), out.carried[n]);
    for (std::size_t n = 0; n < 2; ++n) b.output("c" + std::to_string(n), out.collected[n]);
    return b.finish();
}

// Both carried values become the same one; one operand starts both and is used after the loop.
inline ir::Graph oneForTwo() {
    Builder b("one for two");
    const Symbolic start = sigmoid(input(b, "x"));
    const auto out = b.repeat(3, {start, start}, {}, [&](Builder& body, const Values& c, const Values&) -> Builder::RepeatBody {
        const Symbolic mix = body.linear(c[0] + c[1], square(body, "5/3x8x8", true)) * 0.4 + body.import(start);
        return {{mix, mix}, {}};
    });
    b.output("a", out.carried[0] + out.carried[1]);
    b.output("start", start);
    return b.finish();
}

// The update reads other rows than it writes: it cannot be made in place.
inline ir::Graph acrossRows() {
    Builder b("across rows");
    const auto out = b.repeat(4, {input(b, "p", {tokens(), tokens(), 4})}, {}, [](Builder& body, const Values& c, const Values&) -> Builder::RepeatBody {
        const Symbolic turned = c[0].transpose({1, 0, 2});
        return {{c[0] * 0.5 + sigmoid(turned) + body.einsum("ikc,jkc->ijc", c[0], c[0]) * 0.1}, {}};
    });
    b.output("p", out.carried[0]);
    return b.finish();
}

// Views of carried values inside and behind the loop; collected rows that are loops' results themselves.
inline ir::Graph views() {
    Builder b("views");
    const auto out = b.repeat(2, {input(b, "x")}, {}, [](Builder& outer, const Values& carried, const Values&) -> Builder::RepeatBody {
        const Symbolic flat = carried[0].reshape({tokens() * ir::Dim(8)});
        const auto inner = outer.repeat(3, {flat}, {}, [](Builder&, const Values& c, const Values&) -> Builder::RepeatBody {
            const Symbolic grown = c[0] + sigmoid(c[0]);
            return {{grown}, {grown}};
        });
        return {{inner.carried[0].reshape({tokens(), 8})}, {inner.collected[0], inner.carried[0]}};
    });
    b.output("x", out.carried[0].reshape({tokens(), 2, 4}));
    b.output("all", out.collected[0]);
    b.output("last", out.collected[1]);
    return b.finish();
}

// Inputs, constants and weights that reach an output or a loop without any launch.
inline ir::Graph untouched() {
    Builder b("untouched");
    const Symbolic x = input(b, "x");
    const auto out = b.repeat(2, {x}, {b.weight({.name = "6/2x8", .stored = {2, 8}, .dtype = DType::F32})},
                              [](Builder&, const Values& c, const Values& stacked) -> Builder::RepeatBody { return {{c[0]}, {stacked[0] * 2.0}}; });
    b.output("x", out.carried[0]);
    b.output("input", x);
    b.output("doubled", out.collected[0]);
    b.output("sum", x + out.carried[0]);
    return b.finish();
}

}  // namespace repeat_graphs

inline std::vector<RepeatGraph> repeatGraphs() {
    using namespace repeat_graphs;
    return {{"residual", residual}, {"nested", nested},          {"stacked and collected", stackedAndCollected}, {"swapped", swapped},
            {"one for two", oneForTwo}, {"across rows", acrossRows}, {"views", views},                         {"untouched", untouched}};
}

}  // namespace foldmeter::test
