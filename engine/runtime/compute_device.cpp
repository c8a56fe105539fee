#include "runtime/compute_device.h"

#include "base/error.h"
#include "base/message.h"
#include "targets/cuda/driver/driver_error.h"
#include "timeline/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace foldmeter::runtime {
namespace {

constexpr std::string_view family = "cuda";

int numberIn(const std::string& target) { return target.size() > family.size() + 1 ? std::stoi(target.substr(family.size() + 1)) : 0; }

}  // namespace

std::shared_ptr<ComputeDevice> ComputeDevice::openFor(const CompileSettings& settings, const Log& log) {
    const bool asked = settings.target.starts_with(family);
    if (!asked && settings.target != "auto") return nullptr;
    try {
        const auto device = cuda::Device::open(cuda::Driver::open(), asked ? numberIn(settings.target) : 0);
        note(log, LogLevel::Info, message("cuda.using", {device->description().name, std::to_string(device->number()), cuda::versionText(device->driver().version())}));
        return std::make_shared<ComputeDevice>(device);
    } catch (const DeviceError& problem) {
        if (asked) throw DeviceError(message("cuda.asked", {settings.target, problem.what()}));
        note(log, LogLevel::Debug, problem.what());
        return nullptr;
    }
}

ComputeDevice::ComputeDevice(std::shared_ptr<const cuda::Device> device)
    : m_device(std::move(device)), m_compute(std::make_shared<cuda::Stream>(m_device)), m_upload(std::make_shared<cuda::Stream>(m_device)), m_workspace(m_compute), m_anchor(m_device) {}

std::string ComputeDevice::trackName() const { return fmt::format("GPU {}", m_device->number()); }

const cuda::MatmulLibrary& ComputeDevice::products() const {
    std::call_once(m_productsOpened, [&] { m_products = std::make_shared<const cuda::MatmulLibrary>(m_device); });
    return *m_products;
}

void ComputeDevice::mark(const cuda::Event& event) {
    if (m_idle) {
        m_anchorTime = timeline::Recorder::now();
        m_compute->record(m_anchor);
        m_anchored = true;
    }
    m_idle = false;
    m_compute->record(event);
}

void ComputeDevice::wait() {
    m_compute->synchronize();
    m_idle = true;
}

bool ComputeDevice::lost() const {
    try {
        m_compute->idle();
        return false;
    } catch (const cuda::DriverError& error) {
        return error.sticky();
    }
}

std::int64_t ComputeDevice::freeBytes() const {
    if (lost()) return std::numeric_limits<std::int64_t>::max() / 2;
    m_compute->synchronize();   // what is freed in its order is free then
    m_device->trimPool();
    return m_device->memory().free;
}

std::int64_t ComputeDevice::hostTime(const cuda::Event& event, std::int64_t latest) const {
    if (!m_anchored) return latest;
    const auto after = static_cast<std::int64_t>(event.millisecondsSince(m_anchor) * 1e6);
    return std::min(m_anchorTime + std::max<std::int64_t>(after, 0), latest);
}

}  // namespace foldmeter::runtime
