// Products of cuBLASLt in place of our own kernel, on the double of the library: right whatever the order of the axes; a
// candidate of tuning, bound to the library's version; and what holds without it.
#include "support/run_program.h"
#include "virtual_gpu/virtual_driver.h"

#include "base/file.h"
#include "ir/builder.h"
#include "runtime/compute_device.h"
#include "runtime/tuning_record.h"
#include "targets/cuda/driver/cublas_lt.h"
#include "targets/cuda/library_product.h"

#include <QTemporaryDir>

#include <fstream>

#if __has_include(<cublasLt.h>)
#include <cublasLt.h>
// Our own numbers against the header's.
namespace lt = foldmeter::cuda::cublas_lt;
static_assert(sizeof(lt::Algorithm) == sizeof(cublasLtMatmulAlgo_t) && sizeof(lt::Proposal) == sizeof(cublasLtMatmulHeuristicResult_t));
static_assert(offsetof(lt::Proposal, workspaceBytes) == offsetof(cublasLtMatmulHeuristicResult_t, workspaceSize) && offsetof(lt::Proposal, state) == offsetof(cublasLtMatmulHeuristicResult_t, state));
static_assert(int{lt::Success} == CUBLAS_STATUS_SUCCESS && int{lt::NotInitialized} == CUBLAS_STATUS_NOT_INITIALIZED && int{lt::NotSupported} == CUBLAS_STATUS_NOT_SUPPORTED);
static_assert(int{lt::InvalidValue} == CUBLAS_STATUS_INVALID_VALUE && int{lt::ExecutionFailed} == CUBLAS_STATUS_EXECUTION_FAILED && int{lt::AllocFailed} == CUBLAS_STATUS_ALLOC_FAILED);
static_assert(int{lt::Real32} == CUDA_R_32F && int{lt::RealBf16} == CUDA_R_16BF && int{lt::Compute32} == CUBLAS_COMPUTE_32F);
static_assert(std::int32_t{lt::Plain} == CUBLAS_OP_N && std::int32_t{lt::Transposed} == CUBLAS_OP_T);
static_assert(int{lt::BatchCount} == CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT && int{lt::BatchOffset} == CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET);
static_assert(int{lt::TurnFirst} == CUBLASLT_MATMUL_DESC_TRANSA && int{lt::TurnSecond} == CUBLASLT_MATMUL_DESC_TRANSB);
static_assert(int{lt::MostWorkspace} == CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES && int{lt::AlignmentFirst} == CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES);
static_assert(int{lt::AlignmentSecond} == CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES && int{lt::AlignmentAdded} == CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES);
static_assert(int{lt::AlignmentResult} == CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES);
#endif

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;
namespace fs = std::filesystem;

namespace {

// Sizes of the letters of a product's operands.
const std::map<char, std::int64_t> extents = {{'i', 24}, {'j', 20}, {'k', 12}, {'c', 3}, {'d', 5}};

ir::Graph productOf(const std::string& spec, bool rounded) {
    ir::Builder b("product");
    const auto shape = [&](const std::string& letters) {
        ir::Shape dims;
        for (const char letter : letters) dims.push_back(letter == 'i' ? ir::Dim::symbol("tokens") : ir::Dim(extents.at(letter)));
        return dims;
    };
    const std::size_t comma = spec.find(','), arrow = spec.find("->");
    const auto operand = [&](const std::string& name, const std::string& letters) {
        const ir::Symbolic x = b.input(name, {DType::F32, shape(letters)}, ir::Varies::Job);
        return rounded ? x.cast(DType::BF16) : x;
    };
    const ir::Symbolic product = b.einsum(spec, operand("a", spec.substr(0, comma)), operand("b", spec.substr(comma + 1, arrow - comma - 1)));
    b.output("o", rounded ? product.cast(DType::F32) : product);
    return b.finish();
}

const ir::Sizes sizes{{"tokens", extents.at('i')}};

}  // namespace

class tst_matmul_library : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_driver.found(), "the driver that was found is not the double"); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_driver.reset(); }

    void multiplies_data();
    void multiplies();
    void isACandidate();
    void anotherVersionIsTriedAnew();
    void withoutIt();
    void kernelsOfOurs();

private:
    Context context(const char* matmul, int level) {
        Context context = contextWith(m_pool);
        context.settings.target = "cuda";
        context.settings.set("matmul", matmul);
        context.settings.cache = CacheUse::ReadWrite;
        context.settings.cacheFolder = fs::path(m_folder->path().toStdString());
        context.settings.autotune = level;
        context.settings.autotuneBudget = 1000;
        context.device = ComputeDevice::openFor(context.settings, {});
        return context;
    }
    fs::path recordFile() const {
        for (const auto& file : fs::directory_iterator(m_folder->path().toStdString()))
            if (file.path().filename().string().starts_with("tuning-")) return file.path();
        return {};
    }
    const test::VirtualDriver m_driver;
    ThreadPool m_pool{2};
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_matmul_library::multiplies_data() {
    QTest::addColumn<QString>("spec");
    QTest::addColumn<bool>("rounded");
    for (const bool rounded : {false, true}) {
        const auto row = [&](const char* spec) { QTest::newRow((std::string(spec) + (rounded ? " bf16" : " f32")).c_str()) << QString(spec) << rounded; };
        row("ik,jk->ij");
        row("ik,kj->ij");
        row("ki,kj->ij");
        row("ki,jk->ij");
        row("ik,jk->ji");
        row("cik,cjk->cij");      // a batch
        row("cki,ckj->cij");
        row("cdik,cdjk->cdij");   // two axes as one batch
        row("icd,jcd->ij");       // two summed as one
        row("ikc,jkc->cij");     // lowered with operands turned
        row("ikc,jkc->ijc");
    }
}
void tst_matmul_library::multiplies() {
    QFETCH(QString, spec);
    QFETCH(bool, rounded);
    const ir::Graph graph = productOf(spec.toStdString(), rounded);
    const auto program = compile(graph, DType::F32, context("library", 0));
    const auto bound = program->bind(sizes);
    const TensorMap inputs = randomInputs(graph, sizes);
    const double tolerance = rounded ? 2e-2 : 2e-5;
    QVERIFY(differenceFromInterpreter(*bound, graph, inputs) < tolerance);
    QVERIFY(differenceFromInterpreter(*bound, graph, inputs) < tolerance);   // as a graph
    const vgpu::Statistics did = m_driver.statistics();
    QVERIFY(did.libraryProducts >= 2 && did.graphLaunches >= 1);
    const auto empty = program->bind({{"tokens", 0}});                      // nothing to multiply
    QVERIFY(differenceFromInterpreter(*empty, graph, randomInputs(graph, {{"tokens", 0}})) == 0);
}

void tst_matmul_library::isACandidate() {
    const ir::Graph graph = productOf("cik,cjk->cij", false);
    const auto program = compile(graph, DType::F32, context("auto", 4));
    const auto bound = program->bind(sizes);
    const TuningRecord record = TuningRecord::fromJson(readText(recordFile()), "");
    QCOMPARE(record.sites().size(), std::size_t{1});
    const TunedSite& site = record.sites().front();
    int ways = 0;
    for (const TimedCandidate& candidate : site.candidates) {
        if (!candidate.schedule.starts_with("library=")) continue;
        ++ways;
        QVERIFY(candidate.seconds > 0);
        QCOMPARE(candidate.note, std::string("warm, cuBLASLt 13.1.0, verified"));
    }
    QCOMPARE(ways, cuda::libraryWays);
    QCOMPARE(site.choice, std::string("library=1"));   // by the made-up clock
    const auto before = m_driver.statistics().libraryProducts;
    QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 2e-5);
    const auto once = m_driver.statistics().libraryProducts;
    QVERIFY(once > before);
    const auto again = compile(graph, DType::F32, context("auto", 1))->bind(sizes);   // by the record
    QVERIFY(differenceFromInterpreter(*again, graph, randomInputs(graph, sizes)) < 2e-5);
    QVERIFY(m_driver.statistics().libraryProducts > once);
}

void tst_matmul_library::anotherVersionIsTriedAnew() {
    const ir::Graph graph = productOf("cik,cjk->cij", false);
    compile(graph, DType::F32, context("auto", 3))->bind(sizes);
    std::string text = readText(recordFile());
    for (std::size_t at = 0; (at = text.find("cuBLASLt 13.1.0", at)) != std::string::npos;) text.replace(at, 15, "cuBLASLt 12.9.0");
    std::ofstream(recordFile()) << text;
    const auto before = m_driver.statistics().libraryProducts;
    const auto bound = compile(graph, DType::F32, context("auto", 1))->bind(sizes);
    QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 2e-5);
    QCOMPARE(m_driver.statistics().libraryProducts, before);            // ours
    compile(graph, DType::F32, context("auto", 3))->bind(sizes);
    QVERIFY(readText(recordFile()).find("cuBLASLt 13.1.0") != std::string::npos);
}

void tst_matmul_library::withoutIt() {
    m_driver.order("no-products");
    const ir::Graph graph = productOf("cik,cjk->cij", false);
    const auto bound = compile(graph, DType::F32, context("auto", 3))->bind(sizes);
    QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 2e-5);
    QCOMPARE(m_driver.statistics().libraryProducts, std::uint64_t{0});
    const std::string record = readText(recordFile());
    QVERIFY2(record.find("left out: no library: cublasLtCreate") != std::string::npos, record.c_str());
    try {
        compile(graph, DType::F32, context("library", 0));
        QFAIL("--matmul library was taken without a library");
    } catch (const DeviceError& refused) {
        QVERIFY2(std::string(refused.what()).find("CUBLAS_STATUS_NOT_INITIALIZED") != std::string::npos, refused.what());
    }
}

void tst_matmul_library::kernelsOfOurs() {
    const ir::Graph graph = productOf("cik,cjk->cij", false);
    const auto bound = compile(graph, DType::F32, context("generated", 3))->bind(sizes);
    QVERIFY(differenceFromInterpreter(*bound, graph, randomInputs(graph, sizes)) < 2e-5);
    QCOMPARE(m_driver.statistics().libraryProducts, std::uint64_t{0});
    QVERIFY(readText(recordFile()).find("library=") == std::string::npos);
}

FOLDMETER_TEST(tst_matmul_library)
#include "tst_matmul_library.moc"
