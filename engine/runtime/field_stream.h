// Values of nested structs as a row of bytes and back, by one list of fields for both ways: whatever a type's `fields`
// names is written by a FieldWriter and read, in the same order, by a FieldReader. The reader trusts nothing: what runs
// past the end, names no enumerator or fits no int is an InputError.
//
// Overloads of `fields(stream, value)` take a struct apart by a structured binding, so that a field that is added to the
// struct does not compile before it is named there.
#pragma once

#include "base/digest.h"
#include "runtime/byte_stream.h"
#include "tensor/tensor.h"

#include <algorithm>
#include <bit>
#include <concepts>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace foldmeter::runtime {

// The greatest enumerator that may stand in a file; specialised beside the lists of fields.
template <typename E> inline constexpr E lastOf = E{};

class FieldWriter {
public:
    template <typename... T> void operator()(const T&... values) { (put(values), ...); }
    std::string take() { return m_bytes.take(); }

private:
    template <typename T>
        requires std::integral<T> || std::is_enum_v<T>
    void put(const T& value) { m_bytes.number(static_cast<std::uint64_t>(value)); }
    void put(const double& value) { m_bytes.number(std::bit_cast<std::uint64_t>(value)); }
    void put(const std::string& value) { m_bytes.text(value); }
    void put(const Tensor& value) {
        put(value.dtype());
        put(value.extents());
        m_bytes.text({reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size()});
    }
    template <typename A, typename B> void put(const std::pair<A, B>& pair) { (*this)(pair.first, pair.second); }
    template <typename T> void put(const std::vector<T>& list) { putAll(list); }
    template <typename T> void put(const std::set<T>& list) { putAll(list); }
    template <typename K, typename V> void put(const std::map<K, V>& map) { putAll(map); }
    template <typename... T> void put(const std::variant<T...>& value) {
        m_bytes.number(value.index());
        std::visit(*this, value);
    }
    template <typename T> void put(const T& value)
        requires(std::is_class_v<T>)
    {
        fields(*this, const_cast<T&>(value));   // one list of fields for both ways; a writer only looks
    }
    template <typename List> void putAll(const List& list) {
        m_bytes.number(list.size());
        for (const auto& item : list) put(item);
    }

    ByteWriter m_bytes;
};

class FieldReader {
public:
    FieldReader(std::string_view bytes, const std::string& what) : m_bytes(bytes, what), m_what(what) {}
    template <typename... T> void operator()(T&... values) { (get(values), ...); }
    bool atEnd() const { return m_bytes.atEnd(); }
    [[noreturn]] void refuse(const std::string& problem) const { throw InputError(m_what + " is damaged: " + problem); }

    // Counts the depth of lists that hold themselves; the deepest sound ones are far from the limit.
    struct Descent {
        explicit Descent(FieldReader& reader) : m_reader(reader) {
            if (++m_reader.m_depth > 32) m_reader.refuse("it nests too deeply");
        }
        ~Descent() { --m_reader.m_depth; }
        FieldReader& m_reader;
    };

private:
    template <std::integral T> void get(T& value) {
        const std::uint64_t number = m_bytes.number();
        value = static_cast<T>(number);
        if (static_cast<std::uint64_t>(value) != number) refuse("a number is too large");
    }
    template <typename E>
        requires std::is_enum_v<E>
    void get(E& value) {
        const std::uint64_t number = m_bytes.number();
        if (number > static_cast<std::uint64_t>(lastOf<E>)) refuse("it names what there is not");
        value = static_cast<E>(number);
    }
    void get(double& value) { value = std::bit_cast<double>(m_bytes.number()); }
    void get(std::string& value) { value = m_bytes.text(); }
    void get(Tensor& value) {
        DType dtype = DType::F32;
        Extents extents;
        (*this)(dtype, extents);
        const std::string_view bytes = m_bytes.text();
        if (bytes.empty() && extents.empty()) return void(value = Tensor());
        if (!holds(dtype, extents, bytes.size())) refuse("an array has another size than its shape");
        value = Tensor(dtype, std::move(extents), Buffer::copyOf(std::as_bytes(std::span(bytes.data(), bytes.size()))));
    }
    template <typename A, typename B> void get(std::pair<A, B>& pair) { (*this)(pair.first, pair.second); }
    template <typename T> void get(std::vector<T>& list) {
        constexpr std::uint64_t most = 4096;   // room made ahead: a damaged count must not ask for much
        const std::uint64_t count = m_bytes.count(sizeof(std::uint64_t));
        list.clear();
        list.reserve(std::min(count, most));
        for (std::uint64_t n = 0; n < count; ++n) get(list.emplace_back());
    }
    template <typename T> void get(std::set<T>& list) {
        for (std::uint64_t left = m_bytes.count(sizeof(std::uint64_t)); left > 0; --left) {
            T item{};
            get(item);
            list.insert(std::move(item));
        }
    }
    template <typename K, typename V> void get(std::map<K, V>& map) {
        for (std::uint64_t left = m_bytes.count(sizeof(std::uint64_t)); left > 0; --left) {
            std::pair<K, V> item{};
            get(item);
            map.insert(std::move(item));
        }
    }
    template <typename... T> void get(std::variant<T...>& value) {
        const std::uint64_t index = m_bytes.number();
        std::uint64_t n = 0;
        const bool known = ((index == n++ && (get(value.template emplace<T>()), true)) || ...);
        if (!known) refuse("it names what there is not");
    }
    template <typename T> void get(T& value)
        requires(std::is_class_v<T>)
    {
        fields(*this, value);
    }
    static bool holds(DType dtype, const Extents& extents, std::size_t bytes) {
        std::uint64_t count = sizeOf(dtype);
        for (const std::int64_t extent : extents) {
            if (extent < 0 || (count != 0 && static_cast<std::uint64_t>(extent) > bytes / count)) return false;
            count *= static_cast<std::uint64_t>(extent);
        }
        return count == bytes;
    }

    ByteReader m_bytes;
    std::string m_what;
    int m_depth = 0;
};

}  // namespace foldmeter::runtime
