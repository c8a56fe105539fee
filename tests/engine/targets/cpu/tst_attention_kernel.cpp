// Tiled online softmax against attention written out in float64.
#include "engine/targets/cpu/run_kernel.h"

using namespace foldmeter;

namespace {

struct Case {
    std::string q, k, v, bias, mask, result;
    std::map<char, std::int64_t> sizes;
};

kernels::Kernel makeKernel(const Case& layout, DType dtype, DType weightType, double scale) {
    kernels::AttentionKernel body;
    body.qAxes = layout.q;
    body.kAxes = layout.k;
    body.vAxes = layout.v;
    body.biasAxes = layout.bias;
    body.maskAxes = layout.mask;
    body.resultAxes = layout.result;
    for (const auto& [letter, size] : layout.sizes) body.dims[letter] = ir::Dim::symbol(std::string(1, letter));
    body.scale = scale;
    body.weightType = weightType;
    kernels::Kernel kernel;
    kernel.name = "attention";
    const auto add = [&](const std::string& axes, DType type, kernels::Argument::Role role) {
        ir::Shape shape;
        for (const char letter : axes) shape.push_back(body.dims.at(letter));
        kernel.arguments.push_back({role, {type, shape}, axes});
        return static_cast<int>(kernel.arguments.size()) - 1;
    };
    using Role = kernels::Argument::Role;
    body.q = add(layout.q, dtype, Role::Input);
    body.k = add(layout.k, dtype, Role::Input);
    body.v = add(layout.v, dtype, Role::Input);
    if (!layout.bias.empty()) body.bias = add(layout.bias, dtype, Role::Input);
    if (!layout.mask.empty()) body.mask = add(layout.mask, DType::Bool, Role::Input);
    body.result = add(layout.result, dtype, Role::Output);
    kernel.body = body;
    return kernel;
}

// Reads operands by letter; `index` holds one number for each letter.
struct Operand {
    Tensor tensor;   // f32
    std::vector<std::pair<char, std::int64_t>> strides;
    Operand(const Tensor& values, const std::string& axes, const std::map<char, std::int64_t>& sizes) : tensor(values.converted(DType::F32)) {
        std::int64_t stride = 1;
        for (auto letter = axes.rbegin(); letter != axes.rend(); ++letter) {
            strides.emplace_back(*letter, stride);
            stride *= sizes.at(*letter);
        }
    }
    std::int64_t flat(const std::array<std::int64_t, 128>& index) const {
        std::int64_t offset = 0;
        for (const auto& [letter, stride] : strides) offset += index[static_cast<std::size_t>(letter)] * stride;
        return offset;
    }
    double at(const std::array<std::int64_t, 128>& index) const { return tensor.as<float>()[static_cast<std::size_t>(flat(index))]; }
};

Tensor inDouble(const Case& layout, const std::vector<Tensor>& inputs, double scale) {
    Extents extents;
    for (const char letter : layout.result) extents.push_back(layout.sizes.at(letter));
    Tensor result(DType::F32, extents);
    const Operand q(inputs[0], layout.q, layout.sizes), k(inputs[1], layout.k, layout.sizes), v(inputs[2], layout.v, layout.sizes);
    const Operand bias(inputs[layout.bias.empty() ? 0 : 3], layout.bias, layout.sizes), mask(inputs.back(), layout.mask, layout.sizes);
    const Operand to(result, layout.result, layout.sizes);
    std::array<std::int64_t, 128> index{};
    std::string outer;
    for (const auto& [letter, size] : layout.sizes)
        if (letter != 'k' && letter != 'd') outer += letter;
    const auto step = [&] {   // next combination of all letters but k and d
        for (const char letter : outer) {
            if (++index[static_cast<std::size_t>(letter)] < layout.sizes.at(letter)) return true;
            index[static_cast<std::size_t>(letter)] = 0;
        }
        return false;
    };
    auto &key = index['k'], &dim = index['d'];
    const std::int64_t keys = layout.sizes.at('k'), dims = layout.sizes.at('d');
    do {
        std::vector<double> logits(static_cast<std::size_t>(keys));
        for (key = 0; key < keys; ++key) {
            double sum = 0;
            for (dim = 0; dim < dims; ++dim) sum += q.at(index) * k.at(index);
            sum *= scale;
            if (!layout.bias.empty()) sum += bias.at(index);
            if (!layout.mask.empty() && mask.at(index) == 0) sum = std::numeric_limits<float>::lowest();
            logits[static_cast<std::size_t>(key)] = sum;
        }
        const double largest = *std::max_element(logits.begin(), logits.end());
        for (dim = 0; dim < dims; ++dim) {
            double total = 0, value = 0;
            for (key = 0; key < keys; ++key) {
                const double weight = std::exp(logits[static_cast<std::size_t>(key)] - largest);
                total += weight;
                value += weight * v.at(index);
            }
            result.mutableAs<float>()[static_cast<std::size_t>(to.flat(index))] = static_cast<float>(value / total);
        }
    } while (step());
    return result;
}

}  // namespace

class tst_attention_kernel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void againstDouble_data() {
        QTest::addColumn<QString>("axes");   // q k v bias mask result
        QTest::addColumn<QString>("sizes");
        QTest::addColumn<bool>("bf16");
        const std::pair<const char*, const char*> cases[] = {
            {"Aqhd Akhd Akhd hqk Ak Aqhd", "A=3 q=20 k=20 h=2 d=16"},
            {"Aqhd Akhd Akhd hqk Ak Aqhd", "A=2 q=65 k=65 h=4 d=32"},
            {"qAhd kAhd kAhd hqk Ak qAhd", "A=3 q=37 k=37 h=2 d=32"},
            {"qhd khd khd hqk k qhd", "q=130 k=130 h=2 d=24"},
            {"Aqhd Akhd Akhd hqk k Aqhd", "A=2 q=37 k=37 h=2 d=48"},
            {"Aqhd Akhd Akhd Ahqk - Aqhd", "A=3 q=32 k=128 h=4 d=32"},
            {"qhd khd khd - - qhd", "q=1 k=1 h=1 d=1"},
            {"qhd khd khd qkh - qhd", "q=5 k=9 h=2 d=3"},
            {"dhq dhk dhk hqk qk dhq", "q=18 k=21 h=2 d=17"},
            {"qhd khd khd hqk k qhd", "q=9 k=600 h=1 d=64"},
            {"qhd khd khd hqk k qhd", "q=9 k=1024 h=1 d=16"},
        };
        for (const auto& [axes, sizes] : cases)
            for (const bool bf16 : {false, true}) QTest::addRow("%s %s %s", axes, sizes, bf16 ? "bf16" : "f32") << axes << sizes << bf16;
    }
    void againstDouble() {
        QFETCH(QString, axes);
        QFETCH(QString, sizes);
        QFETCH(bool, bf16);
        std::vector<std::string> operands;
        for (const QString& word : axes.split(' ')) operands.push_back(word == "-" ? "" : word.toStdString());
        Case layout{operands[0], operands[1], operands[2], operands[3], operands[4], operands[5], {}};
        ir::Sizes symbols;
        for (const QString& word : sizes.split(' ')) {
            layout.sizes[word[0].toLatin1()] = word.mid(2).toLongLong();
            symbols[word.left(1).toStdString()] = word.mid(2).toLongLong();
        }
        const DType dtype = bf16 ? DType::BF16 : DType::F32;
        const auto kernel = makeKernel(layout, dtype, dtype, 0.3);
        auto inputs = test::randomInputs(kernel, symbols);
        if (!layout.mask.empty()) {   // one batch row without any key
            const auto mask = inputs.back().mutableAs<std::uint8_t>();
            std::fill(mask.begin(), mask.begin() + layout.sizes['k'], std::uint8_t{0});
        }
        const Tensor expected = inDouble(layout, inputs, 0.3);
        for (const char* schedule : {"default", "queries=16 keys=16"})
            QCOMPARE_LT(test::relativeError(test::runKernel(kernel, inputs, symbols, cpu::Schedule::fromText(schedule)).at(0), expected), bf16 ? 1e-2 : 3e-6);
    }

    // Key windows hold the largest weights last and first: running maxima must be carried over.
    void growingLogits() {
        const Case layout{"qhd", "khd", "khd", "hqk", "", "qhd", {{'q', 3}, {'k', 200}, {'h', 1}, {'d', 8}}};
        const auto kernel = makeKernel(layout, DType::F32, DType::F32, 1);
        auto inputs = test::randomInputs(kernel, {{"q", 3}, {"k", 200}, {"h", 1}, {"d", 8}});
        const auto bias = inputs[3].mutableAs<float>();
        for (std::size_t k = 0; k < 200; ++k) {
            bias[k] = static_cast<float>(k);
            bias[200 + k] = -static_cast<float>(k);
            bias[400 + k] = k == 100 ? 1e4f : -1e9f;
        }
        const Tensor result = test::runKernel(kernel, inputs, {{"q", 3}, {"k", 200}, {"h", 1}, {"d", 8}}, cpu::Schedule::fromText("keys=16")).at(0);
        QCOMPARE_LT(test::relativeError(result, inDouble(layout, inputs, 1)), 2e-6);
    }
};

FOLDMETER_TEST(tst_attention_kernel)
#include "tst_attention_kernel.moc"
