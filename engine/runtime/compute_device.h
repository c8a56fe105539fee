// The GPU that the programs of a context run on: its streams, the compiler of its code, and its clock set against the host's.
#pragma once

#include "base/log.h"
#include "runtime/device_workspace.h"
#include "settings/settings.h"
#include "targets/cuda/driver/matmul_library.h"
#include "targets/cuda/source_compiler.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace foldmeter::runtime {

class ComputeDevice {
public:
    // The device a target names; nothing for a target that is no GPU. With "auto" the first GPU that can be used, nothing
    // where there is none. DeviceError when a GPU was asked for and cannot be used.
    static std::shared_ptr<ComputeDevice> openFor(const CompileSettings& settings, const Log& log);
    explicit ComputeDevice(std::shared_ptr<const cuda::Device> device);

    const cuda::Device& device() const { return *m_device; }
    const cuda::DeviceDescription& description() const { return m_device->description(); }
    const std::shared_ptr<const cuda::Stream>& compute() const { return m_compute; }
    const std::shared_ptr<const cuda::Stream>& upload() const { return m_upload; }
    const cuda::SourceCompiler& compiler() const { return m_compiler; }
    DeviceWorkspace& workspace() { return m_workspace; }
    const cuda::MatmulLibrary& products() const;   // opened when it is asked for first
    std::string trackName() const;              // of its spans on a timeline

    // Marks the beginning of work in the compute stream. When nothing was in it before, this is a moment known on both clocks.
    void mark(const cuda::Event& event);
    // Waits until the compute stream has done everything. Throws what went wrong on the device meanwhile.
    void wait();
    bool lost() const;                          // nothing more can be done on it by this process
    // What is kept for reuse is given back first. Without limit on a lost one: what was done there can still be told.
    std::int64_t freeBytes() const;
    // Nanoseconds of the recorder's clock at which an event was reached, by the device's clock; never after `latest`.
    std::int64_t hostTime(const cuda::Event& event, std::int64_t latest) const;

private:
    std::shared_ptr<const cuda::Device> m_device;
    std::shared_ptr<const cuda::Stream> m_compute, m_upload;
    cuda::SourceCompiler m_compiler;
    DeviceWorkspace m_workspace;
    mutable std::once_flag m_productsOpened;
    mutable std::shared_ptr<const cuda::MatmulLibrary> m_products;
    cuda::Event m_anchor;                       // reached at m_anchorTime of the host
    std::int64_t m_anchorTime = 0;
    bool m_anchored = false;
    bool m_idle = true;                         // nothing is in the compute stream
};

}  // namespace foldmeter::runtime
