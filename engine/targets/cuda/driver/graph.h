// Launches and copies recorded from a stream, put back into one as a whole: the driver is called once for all of them.
#pragma once

#include "targets/cuda/driver/stream.h"

#include <functional>

struct CUgraph_st;
struct CUgraphExec_st;

namespace foldmeter::cuda {

class Graph {
public:
    // What `work` puts into the stream is recorded, not done. When `work` throws, nothing is left of it.
    static Graph record(const Stream& stream, const std::function<void()>& work);
    ~Graph();
    Graph(Graph&& other) noexcept;
    Graph& operator=(Graph&&) = delete;

    std::size_t nodes() const;
    CUgraph_st* handle() const { return m_graph; }
    const std::shared_ptr<const Device>& device() const { return m_device; }

private:
    Graph(std::shared_ptr<const Device> device, CUgraph_st* graph) : m_device(std::move(device)), m_graph(graph) {}
    std::shared_ptr<const Device> m_device;
    CUgraph_st* m_graph = nullptr;
};

class ExecutableGraph {
public:
    explicit ExecutableGraph(const Graph& graph);
    ~ExecutableGraph();
    ExecutableGraph(const ExecutableGraph&) = delete;
    ExecutableGraph& operator=(const ExecutableGraph&) = delete;

    // Takes over the sizes and addresses of a graph with the same launches; false when the driver cannot, and it is as before.
    bool update(const Graph& graph);
    void launch(const Stream& stream) const;

private:
    std::shared_ptr<const Device> m_device;
    CUgraphExec_st* m_graph = nullptr;
};

}  // namespace foldmeter::cuda
