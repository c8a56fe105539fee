// Ranges for tools, as a tool sees them: of stages, programs and seeds, nested, each ended on the thread that began it, also
// when what they enclose fails.
#include "virtual_gpu/tool/tool.h"
#include "virtual_gpu/virtual_driver.h"

#include "base/error.h"
#include "support/repeat_graphs.h"
#include "support/run_program.h"
#include "predict/run_job.h"
#include "predict/session.h"
#include "runtime/compute_device.h"
#include "targets/cuda/tool_range.h"

#include <QTemporaryDir>

#include <dlfcn.h>

#include <algorithm>
#include <map>

using namespace foldmeter;

namespace {

// "outer/inner" for each range in the order they begin; empty when one was left open or ended by another thread.
std::vector<std::string> pathsOf(const std::vector<vgpu::ToolCall>& calls) {
    std::map<std::size_t, std::vector<std::string>> open;
    std::vector<std::string> paths;
    for (const vgpu::ToolCall& call : calls) {
        auto& stack = open[call.thread];
        if (!call.begins) {
            if (stack.empty()) return {};
            stack.pop_back();
            continue;
        }
        stack.push_back(stack.empty() ? call.name : stack.back() + "/" + call.name);
        paths.push_back(stack.back());
    }
    const bool closed = std::all_of(open.begin(), open.end(), [](const auto& each) { return each.second.empty(); });
    return closed ? paths : std::vector<std::string>{};
}

features::FoldInput peptide() {
    features::Entity entity;
    entity.ids = {"A"};
    entity.sequence = "GASG";
    entity.unpairedMsa = "";
    entity.pairedMsa = "";
    features::FoldInput input;
    input.name = input.sanitisedName = input.file = "peptide";
    input.seeds = {1, 2};
    input.entities = {entity};
    return input;
}

}  // namespace

class tst_tool_range : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_take(); }
    void cleanup() { m_driver.reset(); }

    void ofAProgram();
    void endWithAFailure();
    void ofAJob();

private:
    const test::VirtualDriver m_driver;
    vgpu::TakeToolCalls m_take = nullptr;
    ThreadPool m_pool{2};
};

// Before the first range of the process: a tool cannot be attached later.
void tst_tool_range::initTestCase() {
    QVERIFY2(m_driver.found(), "the driver that was found is not the double");
    void* tool = dlopen("libfoldmeter_virtual_tool.so", RTLD_NOW);
    QVERIFY2(tool, dlerror());
    m_take = reinterpret_cast<vgpu::TakeToolCalls>(dlsym(tool, "takeToolCalls"));
    QVERIFY(m_take);
    Dl_info info;
    QVERIFY(dladdr(reinterpret_cast<void*>(m_take), &info) != 0);
    qputenv("NVTX_INJECTION64_PATH", info.dli_fname);
}

void tst_tool_range::ofAProgram() {
    const ir::Graph graph = test::repeat_graphs::residual();
    runtime::Context context = test::contextWith(m_pool);
    context.settings.target = "cuda";
    context.settings.autotune = 0;
    context.device = runtime::ComputeDevice::openFor(context.settings, {});
    const ir::Sizes sizes{{"tokens", 5}};
    const auto bound = runtime::compile(graph, DType::F32, context)->bind(sizes);
    for (const auto& [name, value] : test::randomInputs(graph, sizes)) bound->setInput(name, value);
    m_take();
    for (int run = 0; run < 3; ++run) bound->run();   // one by one, then as graphs
    const std::vector<std::string> paths = pathsOf(m_take());
    QCOMPARE(paths.size(), std::size_t{3});
    for (const std::string& path : paths) QCOMPARE(path, std::string("residual"));
}

void tst_tool_range::endWithAFailure() {
    try {
        const cuda::ToolRange outer("outer"), inner("inner");
        throw InputError("no");
    } catch (const InputError&) {
    }
    QCOMPARE(pathsOf(m_take()), (std::vector<std::string>{"outer", "outer/inner"}));
}

void tst_tool_range::ofAJob() {
    QTemporaryDir folder;
    predict::SessionOptions options;
    options.settings.set("target", "cuda");
    options.settings.set("precision", "f32");
    options.settings.threads = 2;
    options.settings.autotune = 0;
    options.settings.cacheFolder = folder.path().toStdString() + "/cache";
    options.msaRows = 1;
    const CancelFlag cancel;
    predict::Session session(options, &cancel, {});
    const predict::JobRequest request{.input = peptide(), .outputParent = folder.path().toStdString() + "/out", .predict = {.recycles = 1, .steps = 2, .samples = 1}};
    const predict::JobOutcome outcome = predict::runJob(session, request, {});
    QVERIFY(outcome.failures.empty());
    const std::vector<std::string> paths = pathsOf(m_take());
    for (const std::string seed : {"seed 1", "seed 2"})
        for (const auto& [path, times] : std::map<std::string, int>{{seed, 1},
                                                                    {seed + "/embed", 1},
                                                                    {seed + "/recycle", 2},
                                                                    {seed + "/recycle/trunk", 2},
                                                                    {seed + "/step", 2},
                                                                    {seed + "/step/denoise", 2},
                                                                    {seed + "/confidence", 1}})
            QVERIFY2(std::count(paths.begin(), paths.end(), path) == times, path.c_str());
    QVERIFY(std::find(paths.begin(), paths.end(), "featurise") != paths.end());
    QVERIFY(std::find(paths.begin(), paths.end(), "compile and bind") != paths.end());
}

FOLDMETER_TEST(tst_tool_range)
#include "tst_tool_range.moc"
