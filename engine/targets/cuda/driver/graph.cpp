#include "targets/cuda/driver/graph.h"

#include "targets/cuda/driver/driver_error.h"
#include "targets/cuda/driver/entry_points.h"

#include <utility>

namespace foldmeter::cuda {

Graph Graph::record(const Stream& stream, const std::function<void()>& work) {
    const EntryPoints& calls = stream.device()->calls();
    Driver::require(calls.streamBeginCapture(stream.handle(), CU_STREAM_CAPTURE_MODE_THREAD_LOCAL), "cuStreamBeginCapture");
    CUgraph graph = nullptr;
    try {
        work();
    } catch (...) {
        if (calls.streamEndCapture(stream.handle(), &graph) == CUDA_SUCCESS && graph) calls.graphDestroy(graph);
        throw;
    }
    Driver::require(calls.streamEndCapture(stream.handle(), &graph), "cuStreamEndCapture");
    return {stream.device(), graph};
}

Graph::~Graph() {
    if (m_graph) m_device->driver().calls().graphDestroy(m_graph);
}
Graph::Graph(Graph&& other) noexcept : m_device(std::move(other.m_device)), m_graph(std::exchange(other.m_graph, nullptr)) {}

std::size_t Graph::nodes() const {
    std::size_t count = 0;
    Driver::require(m_device->calls().graphNodes(m_graph, nullptr, &count), "cuGraphGetNodes");
    return count;
}

ExecutableGraph::ExecutableGraph(const Graph& graph) : m_device(graph.device()) {
    Driver::require(m_device->calls().graphInstantiate(&m_graph, graph.handle(), 0), "cuGraphInstantiate");
}
ExecutableGraph::~ExecutableGraph() { m_device->driver().calls().graphExecDestroy(m_graph); }

bool ExecutableGraph::update(const Graph& graph) {
    const EntryPoints& calls = m_device->calls();
    if (!calls.graphExecUpdate) return false;
    CUgraphExecUpdateResultInfo info{};
    const CUresult result = calls.graphExecUpdate(m_graph, graph.handle(), &info);
    if (result == CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE) return false;
    Driver::require(result, "cuGraphExecUpdate");
    return true;
}

void ExecutableGraph::launch(const Stream& stream) const { Driver::require(m_device->calls().graphLaunch(m_graph, stream.handle()), "cuGraphLaunch"); }

}  // namespace foldmeter::cuda
