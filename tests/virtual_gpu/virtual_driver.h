// A test's hand on the double of the driver: faults on order, what it did so far.
#pragma once

#include "support/test_main.h"
#include "targets/cuda/shared_library.h"
#include "virtual_gpu/driver/control.h"

namespace foldmeter::test {

class VirtualDriver {
public:
    VirtualDriver() : m_library({"libcuda.so.1"}) {
        m_library.bind(m_order, "virtualGpuOrder");
        m_library.bind(m_statistics, "virtualGpuStatistics");
        m_library.bind(m_reset, "virtualGpuReset");
        m_library.bind(m_lastFault, "virtualGpuLastFault");
        m_library.bind(m_know, "virtualGpuKnow");
    }
    bool found() const { return m_order && m_statistics && m_reset && m_lastFault && m_know; }   // and no real driver in its place
    void order(const std::string& faults) const { m_order(faults.c_str()); }
    void reset() const { m_reset(); }
    void know(const std::string& code, const std::string& ptx) const { m_know(code.data(), code.size(), ptx.c_str()); }
    std::string lastFault() const { return m_lastFault(); }
    vgpu::Statistics statistics() const {
        vgpu::Statistics statistics;
        m_statistics(&statistics);
        return statistics;
    }

private:
    cuda::SharedLibrary m_library;
    vgpu::OrderFaults m_order = nullptr;
    vgpu::ReadStatistics m_statistics = nullptr;
    vgpu::ResetGpu m_reset = nullptr;
    vgpu::LastFault m_lastFault = nullptr;
    vgpu::KnowCode m_know = nullptr;
};

}  // namespace foldmeter::test
