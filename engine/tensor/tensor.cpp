#include "tensor/tensor.h"

#include "base/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <numeric>

namespace foldmeter {
namespace {

// Calls `use` with a value of the C++ type that holds one element of `dtype`.
template <typename Use> auto withElementType(DType dtype, const Use& use) {
    switch (dtype) {
        case DType::F32: return use(float{});
        case DType::BF16: return use(BFloat16{});
        case DType::F64: return use(double{});
        case DType::I32: return use(std::int32_t{});
        case DType::I64: return use(std::int64_t{});
        case DType::I8: return use(std::int8_t{});
        case DType::U8: return use(std::uint8_t{});
        case DType::U32: return use(std::uint32_t{});
        case DType::Bool: return use(bool{});
        case DType::Working: break;
    }
    throw InternalError("elements in working precision have no bytes");
}

template <typename To, typename From> To convertElement(From value) {
    if constexpr (std::is_same_v<To, From>) return value;
    else if constexpr (std::is_same_v<From, BFloat16>) return convertElement<To>(value.toFloat());
    else if constexpr (std::is_same_v<To, BFloat16>) return BFloat16::from(static_cast<float>(value));
    else if constexpr (std::is_same_v<To, bool>) return value != From{};
    else return static_cast<To>(value);
}

std::size_t byteCount(DType dtype, const Extents& extents) {
    check(dtype != DType::Working, "a tensor on the host has no working precision");
    return static_cast<std::size_t>(elementCount(extents)) * sizeOf(dtype);
}

}  // namespace

std::int64_t elementCount(const Extents& extents) {
    return std::accumulate(extents.begin(), extents.end(), std::int64_t{1}, std::multiplies<>());
}

std::string toText(const Extents& extents) { return fmt::format("{}", fmt::join(extents, "x")); }

Tensor::Tensor(DType dtype, Extents extents) : Tensor(dtype, extents, Buffer::zeroed(byteCount(dtype, extents))) {}

Tensor::Tensor(DType dtype, Extents extents, Buffer buffer) : m_dtype(dtype), m_extents(std::move(extents)) {
    const std::size_t size = byteCount(dtype, m_extents);
    check(buffer.size() >= size, fmt::format("{} bytes do not hold {} {}", buffer.size(), toText(m_extents), nameOf(dtype)));
    const auto owner = std::make_shared<Buffer>(std::move(buffer));
    m_bytes = {owner->data(), size};
    m_owner = owner;
}

Tensor Tensor::view(DType dtype, Extents extents, Bytes bytes, std::shared_ptr<const void> owner) {
    const std::size_t size = byteCount(dtype, extents);
    check(bytes.size() == size, fmt::format("{} bytes are no {} {}", bytes.size(), toText(extents), nameOf(dtype)));
    Tensor tensor;
    tensor.m_dtype = dtype;
    tensor.m_extents = std::move(extents);
    tensor.m_owner = std::move(owner);
    tensor.m_bytes = bytes;
    return tensor;
}

Tensor Tensor::reshaped(Extents extents) const {
    check(elementCount(extents) == count(), fmt::format("{} cannot be seen as {}", toText(m_extents), toText(extents)));
    Tensor tensor = *this;
    tensor.m_extents = std::move(extents);
    return tensor;
}

Tensor Tensor::converted(DType dtype) const {
    if (dtype == m_dtype) return *this;
    Tensor result(dtype, m_extents);
    withElementType(m_dtype, [&](auto from) {
        withElementType(dtype, [&](auto to) {
            const auto source = as<decltype(from)>();
            const auto target = result.mutableAs<decltype(to)>();
            for (std::size_t i = 0; i < source.size(); ++i) target[i] = convertElement<decltype(to)>(source[i]);
        });
    });
    return result;
}

double Tensor::at(std::int64_t flatIndex) const {
    check(flatIndex >= 0 && flatIndex < count(), fmt::format("element {} of a tensor {}", flatIndex, toText(m_extents)));
    return withElementType(m_dtype, [&](auto element) {
        return convertElement<double>(as<decltype(element)>()[static_cast<std::size_t>(flatIndex)]);
    });
}

}  // namespace foldmeter
