// A dense row-major array on the host: what features, weights views, interpreter and tests exchange.
#pragma once

#include "base/buffer.h"
#include "tensor/dtype.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace foldmeter {

using Extents = std::vector<std::int64_t>;
std::int64_t elementCount(const Extents& extents);
std::string toText(const Extents& extents);   // "44x24x3"; "" for a scalar

// Shares its bytes between copies; writable only through `mutableAs` of the owner that made it.
class Tensor {
public:
    Tensor() = default;
    Tensor(DType dtype, Extents extents);                       // zeroed
    Tensor(DType dtype, Extents extents, Buffer buffer);        // takes the bytes; size must fit
    // Looks at foreign bytes that live at least as long as `owner`.
    static Tensor view(DType dtype, Extents extents, Bytes bytes, std::shared_ptr<const void> owner = {});

    DType dtype() const { return m_dtype; }
    const Extents& extents() const { return m_extents; }
    std::int64_t count() const { return elementCount(m_extents); }
    Bytes bytes() const { return m_bytes; }
    bool empty() const { return m_bytes.empty(); }

    template <typename T> std::span<const T> as() const {
        return {reinterpret_cast<const T*>(m_bytes.data()), m_bytes.size() / sizeof(T)};
    }
    template <typename T> std::span<T> mutableAs() {
        return {reinterpret_cast<T*>(const_cast<std::byte*>(m_bytes.data())), m_bytes.size() / sizeof(T)};
    }

    Tensor reshaped(Extents extents) const;   // same bytes, same count
    Tensor converted(DType dtype) const;      // value by value; bf16 rounds to nearest even, bool is != 0

    // Element as double, whatever the type. For tests, reports and the interpreter's edges; slow.
    double at(std::int64_t flatIndex) const;

private:
    DType m_dtype = DType::F32;
    Extents m_extents;
    std::shared_ptr<const void> m_owner;
    Bytes m_bytes;
};

using TensorMap = std::map<std::string, Tensor>;

}  // namespace foldmeter
