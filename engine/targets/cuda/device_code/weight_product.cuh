// Rows of a tile, which lie in shared memory, times weight matrices, which lie in global memory. Several matrices of one
// shape that take the same rows are one call: their work is shared out over all warps, and there is one piece of code.
#pragma once

#include "tensor_cores.cuh"

// The n-th of a few pointers, by selects: an indexed array would lie in local memory.
template <int count, typename T> __device__ __forceinline__ T* chosen(T* const (&of)[count], int n) {
    T* result = of[0];
#pragma unroll
    for (int i = 1; i < count; ++i) result = n == i ? of[i] : result;
    return result;
}

// result[r][n] = sum_k rows[r][k] weight[k][n] for `tileRows` rows, in f32.
// A warp takes 64 columns of 16 rows at a time; a lane owns 2 columns of each row. Rows begin at multiples of 16 bytes.
template <int tileRows, int in, int out, int count, typename Result>
__device__ __forceinline__ void multiplyWeight(const float* rows, int rowStride, const float* const (&weights)[count], Result* const (&results)[count],
                                               int resultStride) {
    const int lane = threadIdx.x % 32;
    constexpr int groups = (out + 63) / 64, units = groups * (tileRows / 16), together = 4;
    for (int unit = threadIdx.x / 32; unit < count * units; unit += blockDim.x / 32) {
        const int column = unit % groups * 64 + lane, first = unit % units / groups * 16;
        // A column that does not exist is computed as the last one and not stored.
        const float* const left = chosen(weights, unit / units) + min(column, out - 1);
        const float* const right = chosen(weights, unit / units) + min(column + 32, out - 1);
        const float* const from = rows + first * rowStride;
        float low[16] = {}, high[16] = {};
#pragma unroll 1
        for (int k = 0; k < in / together * together; k += together) {
            float l[together], h[together];
#pragma unroll
            for (int n = 0; n < together; ++n) {
                l[n] = left[(k + n) * out];
                h[n] = right[(k + n) * out];
            }
#pragma unroll
            for (int r = 0; r < 16; ++r) {
                const float4 x = *reinterpret_cast<const float4*>(from + r * rowStride + k);
                low[r] = fmaf(x.w, l[3], fmaf(x.z, l[2], fmaf(x.y, l[1], fmaf(x.x, l[0], low[r]))));
                high[r] = fmaf(x.w, h[3], fmaf(x.z, h[2], fmaf(x.y, h[1], fmaf(x.x, h[0], high[r]))));
            }
        }
#pragma unroll 1
        for (int k = in / together * together; k < in; ++k) {
#pragma unroll
            for (int r = 0; r < 16; ++r) {
                low[r] = fmaf(from[r * rowStride + k], left[k * out], low[r]);
                high[r] = fmaf(from[r * rowStride + k], right[k * out], high[r]);
            }
        }
        Result* const to = chosen(results, unit / units) + first * resultStride + column;
        if (column < out) {
#pragma unroll
            for (int r = 0; r < 16; ++r) store(to + r * resultStride, low[r]);
        }
        if (column + 32 < out) {
#pragma unroll
            for (int r = 0; r < 16; ++r) store(to + r * resultStride + 32, high[r]);
        }
    }
}

// Column tiles a warp takes at a time: all of them where they are few, else eight, or what divides them evenly.
constexpr int tilesTogether(int tiles) {
    if (tiles <= 8) return tiles;
    for (int n = 8; n > 4; --n)
        if (tiles % n == 0) return n;
    return 8;
}

// The same on tensor cores. A weight is packed: for each 16 x 8 tile (k tiles outer, column tiles inner) the two B registers
// of every lane, so that a warp reads 256 neighbouring bytes and shared memory is not needed. Columns in [in, next
// multiple of 16) of `rows` are zero. A warp takes 16 rows and up to 8 column tiles at a time; where its tiles reach behind
// the last one it multiplies that one again, which keeps the loop free of branches.
template <int tileRows, int in, int out, int count, typename Result>
__device__ __forceinline__ void multiplyWeightTensorCores(const bf16* rows, int rowStride, const uint2* const (&weights)[count],
                                                          Result* const (&results)[count], int resultStride) {
    const int lane = threadIdx.x % 32;
    constexpr int depth = (in + 15) / 16, tiles = (out + 7) / 8, together = tilesTogether(tiles), groups = (tiles + together - 1) / together;
    constexpr int units = groups * (tileRows / 16);
    for (int unit = threadIdx.x / 32; unit < count * units; unit += blockDim.x / 32) {
        const int firstTile = unit % groups * together, firstRow = unit % units / groups * 16;
        const uint2* const weight = chosen(weights, unit / units) + lane;
        float sums[together][4] = {};
#pragma unroll 2
        for (int k = 0; k < depth; ++k) {
            unsigned a[4];
            loadLeft(a, rows + firstRow * rowStride + k * 16, rowStride, lane);
#pragma unroll
            for (int n = 0; n < together; ++n) {
                const int tile = tiles % together == 0 ? firstTile + n : min(firstTile + n, tiles - 1);
                const uint2 b = weight[(k * tiles + tile) * 32];
                multiply(sums[n], a, b.x, b.y);
            }
        }
        Result* const to = chosen(results, unit / units) + (firstRow + lane / 4) * resultStride + firstTile * 8 + lane % 4 * 2;
#pragma unroll
        for (int n = 0; n < together; ++n) {
            const int left = out - ((firstTile + n) * 8 + lane % 4 * 2);   // columns from here on
            if (tiles % together == 0 && out % 8 == 0 || left > 1) {
                storePair(to + n * 8, sums[n][0], sums[n][1]);
                storePair(to + n * 8 + 8 * resultStride, sums[n][2], sums[n][3]);
            } else if (out % 2 != 0 && left == 1) {
                store(to + n * 8, sums[n][0]);
                store(to + n * 8 + 8 * resultStride, sums[n][2]);
            }
        }
    }
}

// Zeroes what lies between a row's end and the next multiple of 16.
template <int tileRows, int in> __device__ __forceinline__ void clearPadding(bf16* rows, int rowStride) {
    constexpr int padded = (in + 15) / 16 * 16;
    if (padded == in) return;
    for (int n = threadIdx.x; n < tileRows * (padded - in); n += blockDim.x) rows[n / (padded - in) * rowStride + in + n % (padded - in)] = bf16{0};
}
