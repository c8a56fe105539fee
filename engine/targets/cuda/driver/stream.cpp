#include "targets/cuda/driver/stream.h"

#include "targets/cuda/driver/driver_error.h"
#include "targets/cuda/driver/entry_points.h"

namespace foldmeter::cuda {

Event::Event(std::shared_ptr<const Device> device) : m_device(std::move(device)) {
    Driver::require(m_device->calls().eventCreate(&m_event, CU_EVENT_DEFAULT), "cuEventCreate");
}
Event::~Event() { m_device->driver().calls().eventDestroy(m_event); }

void Event::synchronize() const { Driver::require(m_device->calls().eventSynchronize(m_event), "cuEventSynchronize"); }

bool Event::reached() const {
    const CUresult result = m_device->calls().eventQuery(m_event);
    if (result != CUDA_ERROR_NOT_READY) Driver::require(result, "cuEventQuery");
    return result == CUDA_SUCCESS;
}

double Event::millisecondsSince(const Event& earlier) const {
    float milliseconds = 0;
    Driver::require(m_device->calls().eventElapsedTime(&milliseconds, earlier.m_event, m_event), "cuEventElapsedTime");
    return milliseconds;
}

Stream::Stream(std::shared_ptr<const Device> device) : m_device(std::move(device)) {
    Driver::require(m_device->calls().streamCreate(&m_stream, CU_STREAM_NON_BLOCKING), "cuStreamCreate");
}
Stream::~Stream() {
    const EntryPoints& calls = m_device->driver().calls();
    calls.streamSynchronize(m_stream);   // what it still does may need memory that goes with its owner
    calls.streamDestroy(m_stream);
}

void Stream::synchronize() const { Driver::require(m_device->calls().streamSynchronize(m_stream), "cuStreamSynchronize"); }

bool Stream::idle() const {
    const CUresult result = m_device->calls().streamQuery(m_stream);
    if (result != CUDA_ERROR_NOT_READY) Driver::require(result, "cuStreamQuery");
    return result == CUDA_SUCCESS;
}

void Stream::record(const Event& event) const { Driver::require(m_device->calls().eventRecord(event.handle(), m_stream), "cuEventRecord"); }
void Stream::waitFor(const Event& event) const { Driver::require(m_device->calls().streamWaitEvent(m_stream, event.handle(), 0), "cuStreamWaitEvent"); }

}  // namespace foldmeter::cuda
