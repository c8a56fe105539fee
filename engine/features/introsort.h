// Sorts indices by keys in the very order of NumPy's default sort, which is not stable: the order of equal keys decides
// which MSA rows are paired. Spec features.md section 4.3, "Ties".
#pragma once

#include <bit>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace foldmeter::features {

// less(i, j): key of element i < key of element j.
template <typename Less> class IntroSort {
public:
    explicit IntroSort(Less less) : m_less(std::move(less)) {}

    std::vector<int> order(std::size_t count) {
        m_order.resize(count);
        std::iota(m_order.begin(), m_order.end(), 0);
        if (count > 1) sort(0, static_cast<std::ptrdiff_t>(count) - 1, 2 * (std::bit_width(count) - 1));
        return std::move(m_order);
    }

private:
    static constexpr std::ptrdiff_t smallPart = 16;

    int& at(std::ptrdiff_t i) { return m_order[static_cast<std::size_t>(i)]; }
    bool less(std::ptrdiff_t i, std::ptrdiff_t j) { return m_less(at(i), at(j)); }
    void exchange(std::ptrdiff_t i, std::ptrdiff_t j) { std::swap(at(i), at(j)); }

    void sort(std::ptrdiff_t lo, std::ptrdiff_t hi, int depth) {
        while (hi - lo + 1 > smallPart) {
            if (depth < 0) return heapSort(lo, hi);
            const std::ptrdiff_t pivot = partition(lo, hi);
            --depth;
            if (pivot - lo < hi - pivot) {   // the larger part later, the smaller now: the parts do not touch each other
                sort(pivot + 1, hi, depth);
                hi = pivot - 1;
            } else {
                sort(lo, pivot - 1, depth);
                lo = pivot + 1;
            }
        }
        insertionSort(lo, hi);
    }

    std::ptrdiff_t partition(std::ptrdiff_t lo, std::ptrdiff_t hi) {
        const std::ptrdiff_t mid = lo + (hi - lo) / 2;
        if (less(mid, lo)) exchange(mid, lo);
        if (less(hi, mid)) exchange(hi, mid);
        if (less(mid, lo)) exchange(mid, lo);
        const int pivot = at(mid);
        std::ptrdiff_t i = lo, j = hi - 1;
        exchange(mid, j);
        while (true) {
            do ++i; while (m_less(at(i), pivot));
            do --j; while (m_less(pivot, at(j)));
            if (i >= j) break;
            exchange(i, j);
        }
        exchange(i, hi - 1);
        return i;
    }

    void insertionSort(std::ptrdiff_t lo, std::ptrdiff_t hi) {
        for (std::ptrdiff_t i = lo + 1; i <= hi; ++i) {
            const int moved = at(i);
            std::ptrdiff_t j = i;
            for (; j > lo && m_less(moved, at(j - 1)); --j) at(j) = at(j - 1);
            at(j) = moved;
        }
    }

    void siftDown(std::ptrdiff_t lo, std::ptrdiff_t root, std::ptrdiff_t count, int moved) {
        std::ptrdiff_t child = 2 * root;   // 1-based within the part
        while (child <= count) {
            if (child < count && less(lo + child - 1, lo + child)) ++child;
            if (!m_less(moved, at(lo + child - 1))) break;
            at(lo + root - 1) = at(lo + child - 1);
            root = child;
            child *= 2;
        }
        at(lo + root - 1) = moved;
    }

    void heapSort(std::ptrdiff_t lo, std::ptrdiff_t hi) {
        std::ptrdiff_t count = hi - lo + 1;
        for (std::ptrdiff_t root = count / 2; root > 0; --root) siftDown(lo, root, count, at(lo + root - 1));
        while (count > 1) {
            const int moved = at(lo + count - 1);
            at(lo + count - 1) = at(lo);
            siftDown(lo, 1, --count, moved);
        }
    }

    Less m_less;
    std::vector<int> m_order;
};

template <typename Less> std::vector<int> introsorted(std::size_t count, Less less) {
    return IntroSort<Less>(std::move(less)).order(count);
}

}  // namespace foldmeter::features
