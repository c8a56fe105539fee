// Views under movement: where an element of a transposed, sliced, regrouped or gathered value lies. Each row is checked
// against row-major arithmetic over all indices.
#include "ir/index_view.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::ir;

namespace {

// Makes indices the way lowering would, but remembers them as functions of (axes, inner).
class Recorded : public IndexSource {
public:
    explicit Recorded(Shape axes) : m_axes(std::move(axes)) {}
    const Dim& axisExtent(int axis) const override { return m_axes[static_cast<std::size_t>(axis)]; }
    std::optional<int> gathered(Value, const View&) override { return std::nullopt; }
    int quotient(const IndexExpression& e, const Dim&, std::int64_t divisor) override { return keep(e, divisor, true); }
    int remainder(const IndexExpression& e, const Dim&, std::int64_t divisor) override { return keep(e, divisor, false); }
    bool perElement(int loaded) const override { return walksInner(m_kept[static_cast<std::size_t>(loaded)].expression, *this); }
    std::size_t arithmetic() const { return m_kept.size(); }

    std::int64_t valueOf(const IndexExpression& e, const Extents& axes, std::int64_t inner) const {
        std::int64_t value = e.constant;
        for (const Term& term : e.terms) {
            std::int64_t variable = inner;
            if (term.variable == Term::Variable::Axis) variable = axes[static_cast<std::size_t>(term.index)];
            if (term.variable == Term::Variable::Loaded) {
                const Kept& kept = m_kept[static_cast<std::size_t>(term.index)];
                const std::int64_t whole = valueOf(kept.expression, axes, inner);
                variable = kept.quotient ? whole / kept.divisor : whole % kept.divisor;
            }
            value += term.coefficient * variable;
        }
        return value;
    }

private:
    struct Kept {
        IndexExpression expression;
        std::int64_t divisor;
        bool quotient;
    };
    int keep(const IndexExpression& e, std::int64_t divisor, bool quotient) {
        m_kept.push_back({e, divisor, quotient});
        return static_cast<int>(m_kept.size()) - 1;
    }
    Shape m_axes;
    std::vector<Kept> m_kept;
};

std::int64_t placeOf(const std::vector<Factor>& factors, const Recorded& source, const Extents& axes, std::int64_t inner) {
    std::int64_t place = 0;
    for (const Factor& factor : factors) place = place * factor.extent.factor + source.valueOf(factor.index, axes, inner);
    return place;
}

const IndexExpression axis0 = variableIndex(Term::Variable::Axis, 0), axis1 = variableIndex(Term::Variable::Axis, 1), inner = variableIndex(Term::Variable::Inner);

}  // namespace

class tst_index_view : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitsKeepThePlace_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("arithmetic");   // divisions that run in the kernel
        QTest::newRow("each factor an axis") << 0 << 0;
        QTest::newRow("heads and dim of one inner axis") << 1 << 2;
        QTest::newRow("32*block + query taken apart") << 2 << 0;
        QTest::newRow("factors joined, then cut elsewhere") << 3 << 2;
        QTest::newRow("a constant index") << 4 << 0;
    }
    void splitsKeepThePlace() {
        QFETCH(int, which);
        QFETCH(int, arithmetic);
        const std::vector<View> views{{{{4, axis0}, {6, axis1}, {8, inner}}, 8},
                                      {{{4, axis0}, {8, inner}}, 8},
                                      {{{24, 6 * axis0 + axis1}, {8, inner}}, 8},
                                      {{{4, axis0}, {6, axis1}}, 1},
                                      {{{24, constantIndex(17)}, {8, inner}}, 8}};
        const std::vector<Shape> shapes{{4, 6, 8}, {4, 2, 4}, {4, 6, 8}, {3, 8}, {4, 6, 8}};
        Recorded source({4, 6});
        const View& view = views[static_cast<std::size_t>(which)];
        const auto parts = splitByAxis(view, shapes[static_cast<std::size_t>(which)], source);
        QVERIFY(parts.has_value());
        QCOMPARE(static_cast<int>(source.arithmetic()), arithmetic);
        std::vector<Factor> joined;
        for (std::size_t n = 0; n < parts->size(); ++n) {
            Dim extent = 1;
            for (const Factor& factor : (*parts)[n]) extent = extent * factor.extent;
            QCOMPARE(extent.factor, shapes[static_cast<std::size_t>(which)][n].factor);
            joined.insert(joined.end(), (*parts)[n].begin(), (*parts)[n].end());
        }
        for (std::int64_t a = 0; a < 4; ++a) {
            for (std::int64_t b = 0; b < 6; ++b) {
                for (std::int64_t c = 0; c < 8; ++c) QCOMPARE(placeOf(joined, source, {a, b}, c), placeOf(view.factors, source, {a, b}, c));
            }
        }
    }

    void symbolsAreNotCut() {
        const Dim tokens = Dim::symbol("tokens");
        Recorded source({tokens * tokens});
        QVERIFY(!splitByAxis({{{tokens * tokens, axis0}}, 1}, {tokens, tokens}, source));
        const auto literal = splitByAxis({{{Dim(24) * tokens, axis0}}, 1}, {tokens, 24}, source);
        QVERIFY(literal.has_value());
        QCOMPARE(source.valueOf((*literal)[0][0].index, {55}, 0), 2);
        QCOMPARE(source.valueOf((*literal)[1][0].index, {55}, 0), 7);
    }

    void combinesOverLiteralExtents() {
        const Dim tokens = Dim::symbol("tokens");
        const auto index = combined({{tokens, axis0}, {24, axis1}, {3, constantIndex(2)}});
        QVERIFY(index.has_value());
        QCOMPARE(toText(*index), std::string("72*i0 + 3*i1 + 2"));
        QVERIFY(!combined({{3, axis0}, {tokens, axis1}}));
    }

    void innerGoesWithItsLastFactor() {
        Recorded source({4, 6});
        QCOMPARE(viewOf({{4, axis0}, {8, inner}}, 8, source).inner.factor, 8);
        QCOMPARE(viewOf({{4, axis0}, {1, inner}}, 8, source).inner.factor, 1);
    }
};

FOLDMETER_TEST(tst_index_view)
#include "tst_index_view.moc"
