// Axes of an operand, in groups that a product treats alike (batch, rows, columns, depth), each flattened to one index.
#pragma once

// Extents of the axes, row-major, and their strides in up to three operands, in elements; 0 where an operand lacks the axis.
template <int axes> struct AxisGroup {
    long long size;                                   // product of the extents
    long long extents[axes > 0 ? axes : 1], left[axes > 0 ? axes : 1], right[axes > 0 ? axes : 1], result[axes > 0 ? axes : 1];
};

template <int axes> __device__ __forceinline__ long long offsetOf(long long index, const long long* extents, const long long* strides) {
    if (axes == 0) return 0;
    long long offset = 0;
#pragma unroll
    for (int axis = axes - 1; axis > 0; --axis) {
        const long long rest = index / extents[axis];
        offset += (index - rest * extents[axis]) * strides[axis];
        index = rest;
    }
    return offset + index * strides[0];
}
