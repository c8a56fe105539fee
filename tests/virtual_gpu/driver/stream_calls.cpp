// Streams, events and graphs.
#include "virtual_gpu/driver/gpu.h"

using namespace foldmeter::vgpu;

namespace {

// In a stream that is being recorded, what is not work of the device breaks the recording.
bool breaksCapture(VirtualStream& stream) {
    if (stream.capture) stream.captureBroken = true;
    return stream.capture != nullptr;
}

template <typename T> T* find(std::map<void*, std::unique_ptr<T>>& all, void* handle) {
    const auto found = all.find(handle);
    return found == all.end() ? nullptr : found->second.get();
}

template <typename Handle, typename T> CUresult keep(std::map<void*, std::unique_ptr<T>>& all, std::unique_ptr<T> made, Handle* handle) {
    *handle = reinterpret_cast<Handle>(made.get());
    all[made.get()] = std::move(made);
    return CUDA_SUCCESS;
}

// A graph can be replaced by another when each node does the same with other numbers.
bool sameShape(const Work& a, const Work& b) {
    if (a.index() != b.index()) return false;
    if (const auto* kernel = std::get_if<KernelWork>(&a)) return kernel->function->kernel == std::get<KernelWork>(b).function->kernel;
    if (const auto* library = std::get_if<LibraryWork>(&a)) return library->name == std::get<LibraryWork>(b).name;
    if (const auto* copy = std::get_if<CopyWork>(&a)) return copy->kind == std::get<CopyWork>(b).kind;
    return true;
}

}  // namespace

VGPU_ENTRY cuStreamCreate(CUstream* stream, unsigned) {
    VGPU_LOCK(gpu);
    return keep(gpu.streams, std::make_unique<VirtualStream>(), stream);
}

VGPU_ENTRY cuStreamDestroy(CUstream stream) {
    VGPU_LOCK(gpu);
    VirtualStream* found = find(gpu.streams, stream);
    if (!found) return CUDA_ERROR_INVALID_HANDLE;
    gpu.drain(*found);
    for (auto& [handle, event] : gpu.events)
        if (event->stream == found) event->stream = nullptr;
    gpu.streams.erase(stream);
    return gpu.lost;
}

VGPU_ENTRY cuStreamSynchronize(CUstream stream) {
    VGPU_LOCK(gpu);
    VirtualStream& found = gpu.streamOf(stream);
    if (breaksCapture(found)) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    return gpu.synchronize([&] { gpu.drain(found); });
}

VGPU_ENTRY cuStreamQuery(CUstream stream) {
    VGPU_LOCK(gpu);
    gpu.drain(gpu.streamOf(stream));
    return gpu.lost;
}

VGPU_ENTRY cuStreamWaitEvent(CUstream stream, CUevent event, unsigned) {
    VGPU_LOCK(gpu);
    VirtualEvent* found = find(gpu.events, event);
    if (!found) return CUDA_ERROR_INVALID_HANDLE;
    if (breaksCapture(gpu.streamOf(stream))) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    gpu.streamOf(stream).queue.push_back([&gpu, found] { gpu.drainUntil(*found); });
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuEventCreate(CUevent* event, unsigned) {
    VGPU_LOCK(gpu);
    return keep(gpu.events, std::make_unique<VirtualEvent>(), event);
}

VGPU_ENTRY cuEventDestroy(CUevent event) {
    VGPU_LOCK(gpu);
    VirtualEvent* found = find(gpu.events, event);
    if (!found) return CUDA_ERROR_INVALID_HANDLE;
    gpu.drainUntil(*found);
    gpu.events.erase(event);
    return gpu.lost;
}

VGPU_ENTRY cuEventRecord(CUevent event, CUstream stream) {
    VGPU_LOCK(gpu);
    VirtualEvent* found = find(gpu.events, event);
    if (!found) return CUDA_ERROR_INVALID_HANDLE;
    VirtualStream& in = gpu.streamOf(stream);
    if (breaksCapture(in)) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    if (found->stream && found->stream != &in) gpu.drainUntil(*found);
    found->stream = &in;
    found->recorded = true;
    ++found->pending;
    in.queue.push_back([&gpu, found] {
        found->time = gpu.clock;
        --found->pending;
    });
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuEventSynchronize(CUevent event) {
    VGPU_LOCK(gpu);
    VirtualEvent* found = find(gpu.events, event);
    if (!found) return CUDA_ERROR_INVALID_HANDLE;
    return gpu.synchronize([&] { gpu.drainUntil(*found); });
}

VGPU_ENTRY cuEventQuery(CUevent event) {
    VGPU_LOCK(gpu);
    VirtualEvent* found = find(gpu.events, event);
    if (!found) return CUDA_ERROR_INVALID_HANDLE;
    gpu.drainUntil(*found);
    return gpu.lost;
}

#undef cuEventElapsedTime
VGPU_ENTRY cuEventElapsedTime(float* milliseconds, CUevent from, CUevent to) {
    VGPU_LOCK(gpu);
    const VirtualEvent *first = find(gpu.events, from), *second = find(gpu.events, to);
    if (!first || !second || !first->recorded || !second->recorded) return CUDA_ERROR_INVALID_HANDLE;
    if (first->pending > 0 || second->pending > 0) return CUDA_ERROR_NOT_READY;
    *milliseconds = static_cast<float>((static_cast<double>(second->time) - static_cast<double>(first->time)) * 1e-6);
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuStreamBeginCapture(CUstream stream, CUstreamCaptureMode) {
    VGPU_LOCK(gpu);
    VirtualStream* found = find(gpu.streams, stream);
    if (!found) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;   // of the null stream
    if (found->capture) return CUDA_ERROR_ILLEGAL_STATE;
    found->capture = std::make_unique<RecordedGraph>();
    found->captureBroken = false;
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuStreamEndCapture(CUstream stream, CUgraph* graph) {
    VGPU_LOCK(gpu);
    *graph = nullptr;
    VirtualStream* found = find(gpu.streams, stream);
    if (!found || !found->capture) return CUDA_ERROR_ILLEGAL_STATE;
    std::unique_ptr<RecordedGraph> recorded = std::move(found->capture);
    return found->captureBroken ? CUDA_ERROR_STREAM_CAPTURE_INVALIDATED : keep(gpu.graphs, std::move(recorded), graph);
}

VGPU_ENTRY cuGraphGetNodes(CUgraph graph, CUgraphNode*, std::size_t* count) {
    VGPU_LOCK(gpu);
    const RecordedGraph* found = find(gpu.graphs, graph);
    if (!found) return CUDA_ERROR_INVALID_HANDLE;
    *count = found->nodes.size();
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuGraphDestroy(CUgraph graph) {
    VGPU_LOCK(gpu);
    return gpu.graphs.erase(graph) == 0 ? CUDA_ERROR_INVALID_HANDLE : CUDA_SUCCESS;
}

VGPU_ENTRY cuGraphInstantiateWithFlags(CUgraphExec* executable, CUgraph graph, unsigned long long) {
    VGPU_LOCK(gpu);
    const RecordedGraph* found = find(gpu.graphs, graph);
    if (!found) return CUDA_ERROR_INVALID_HANDLE;
    ++gpu.statistics.graphsInstantiated;
    return keep(gpu.executables, std::make_unique<RecordedGraph>(*found), executable);
}

VGPU_ENTRY cuGraphExecUpdate(CUgraphExec executable, CUgraph graph, CUgraphExecUpdateResultInfo* info) {
    VGPU_LOCK(gpu);
    RecordedGraph* to = find(gpu.executables, executable);
    const RecordedGraph* from = find(gpu.graphs, graph);
    if (!to || !from) return CUDA_ERROR_INVALID_HANDLE;
    bool same = to->nodes.size() == from->nodes.size();
    for (std::size_t n = 0; same && n < to->nodes.size(); ++n) same = sameShape(to->nodes[n], from->nodes[n]);
    if (info) info->result = same ? CU_GRAPH_EXEC_UPDATE_SUCCESS : CU_GRAPH_EXEC_UPDATE_ERROR_TOPOLOGY_CHANGED;
    if (!same) return CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE;
    *to = *from;
    ++gpu.statistics.graphsUpdated;
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuGraphUpload(CUgraphExec, CUstream) {
    VGPU_LOCK(gpu);
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuGraphLaunch(CUgraphExec executable, CUstream stream) {
    VGPU_LOCK(gpu);
    const RecordedGraph* found = find(gpu.executables, executable);
    if (!found) return CUDA_ERROR_INVALID_HANDLE;
    ++gpu.statistics.graphLaunches;
    for (const Work& node : found->nodes) gpu.put(gpu.streamOf(stream), node, true);
    return CUDA_SUCCESS;
}

VGPU_ENTRY cuGraphExecDestroy(CUgraphExec executable) {
    VGPU_LOCK(gpu);
    return gpu.executables.erase(executable) == 0 ? CUDA_ERROR_INVALID_HANDLE : CUDA_SUCCESS;
}
