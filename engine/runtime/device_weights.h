// Weights of a program on a GPU, in the form its kernels read. They are packed and sent while code is still being made.
#pragma once

#include "base/cancel.h"
#include "base/threads.h"
#include "ir/interpret.h"
#include "runtime/compute_device.h"
#include "runtime/weight_spec.h"
#include "timeline/recorder.h"

#include <future>
#include <mutex>

namespace foldmeter::runtime {

class DeviceWeights {
public:
    // `release` is told of bytes of records that have been sent and need not stay; it may be empty.
    using Release = std::function<void(Bytes)>;
    DeviceWeights(std::vector<WeightSpec> specs, ir::WeightSource source, Release release, std::shared_ptr<ComputeDevice> device);
    ~DeviceWeights();

    struct Surroundings {
        ThreadPool* pool = nullptr;
        timeline::Recorder* recorder = nullptr;
        const CancelFlag* cancel = nullptr;
    };
    void beginUpload(const Surroundings& around);   // behind the caller
    void upload(const Surroundings& around);        // all are there when it returns; once
    void release();                                 // gives the memory back; nothing may be bound

    // Uploaded before. `round`: of the enclosing loops, outermost first.
    cuda::Address address(int weight, const std::vector<std::int64_t>& round) const;
    const WeightSpec& spec(int weight) const { return m_specs[static_cast<std::size_t>(weight)]; }
    Tensor onHost(int weight) const;                // the first layer, in the type the program reads
    std::size_t bytes() const;                      // on the device now
    std::size_t plannedBytes() const;               // that an upload takes

private:
    struct Layout {
        std::size_t offset = 0, layerBytes = 0;     // of the first layer; every layer begins at a multiple of 256
        std::int64_t layers = 1;
    };
    void send(const Surroundings& around);
    std::size_t layOut(std::vector<Layout>& layouts) const;
    void packInto(std::byte* to, std::size_t weight, const Tensor& record, std::int64_t layer) const;

    std::vector<WeightSpec> m_specs;
    ir::WeightSource m_source;
    Release m_release;
    std::shared_ptr<ComputeDevice> m_device;
    mutable std::mutex m_mutex;
    std::vector<Layout> m_layouts;
    cuda::DeviceMemory m_memory;
    bool m_uploaded = false;
    std::future<void> m_behind;
};

}  // namespace foldmeter::runtime
