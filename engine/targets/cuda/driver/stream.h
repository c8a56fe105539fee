// Streams, in which the device does one thing after the other, and events, which mark and time a place in one.
#pragma once

#include "targets/cuda/driver/device.h"

struct CUstream_st;
struct CUevent_st;

namespace foldmeter::cuda {

class Event {
public:
    explicit Event(std::shared_ptr<const Device> device);   // takes the time when it is reached
    ~Event();
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    void synchronize() const;                        // waits until it is reached
    bool reached() const;
    double millisecondsSince(const Event& earlier) const;   // both reached
    CUevent_st* handle() const { return m_event; }

private:
    std::shared_ptr<const Device> m_device;
    CUevent_st* m_event = nullptr;
};

class Stream {
public:
    explicit Stream(std::shared_ptr<const Device> device);   // waits for nothing that is not in it
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void synchronize() const;
    bool idle() const;
    void record(const Event& event) const;
    void waitFor(const Event& event) const;          // what is put in later begins after it
    CUstream_st* handle() const { return m_stream; }
    const std::shared_ptr<const Device>& device() const { return m_device; }

private:
    std::shared_ptr<const Device> m_device;
    CUstream_st* m_stream = nullptr;
};

}  // namespace foldmeter::cuda
