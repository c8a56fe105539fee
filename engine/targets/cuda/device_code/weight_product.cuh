// Rows of a tile, which lie in shared memory, times a weight matrix, which lies in global memory.
#pragma once

#include "tensor_cores.cuh"

// result[r][n] = sum_k rows[r][k] weight[k][n] for `tileRows` rows, in f32.
// A warp takes 64 columns of 16 rows at a time; a lane owns 2 columns of each row.
template <int tileRows, int in, int out, typename Result>
__device__ __forceinline__ void multiplyWeight(const float* rows, int rowStride, const float* __restrict__ weight, Result* result, int resultStride) {
    const int lane = threadIdx.x % 32;
    constexpr int groups = (out + 63) / 64;
    for (int unit = threadIdx.x / 32; unit < groups * (tileRows / 16); unit += blockDim.x / 32) {
        const int column = unit % groups * 64 + lane, first = unit / groups * 16;
        float low[16] = {}, high[16] = {};
        const bool hasLow = column < out, hasHigh = column + 32 < out;
#pragma unroll 4
        for (int k = 0; k < in; ++k) {
            const float left = hasLow ? weight[k * out + column] : 0.0f, right = hasHigh ? weight[k * out + column + 32] : 0.0f;
#pragma unroll
            for (int r = 0; r < 16; ++r) {
                const float x = rows[(first + r) * rowStride + k];
                low[r] = fmaf(x, left, low[r]);
                high[r] = fmaf(x, right, high[r]);
            }
        }
#pragma unroll
        for (int r = 0; r < 16; ++r) {
            if (hasLow) store(result + (first + r) * resultStride + column, low[r]);
            if (hasHigh) store(result + (first + r) * resultStride + column + 32, high[r]);
        }
    }
}

// The same on tensor cores. `weight` is packed: for each 16 x 8 tile (k tiles outer, column tiles inner) the two B registers
// of every lane, so that a warp reads 256 neighbouring bytes and shared memory is not needed. Columns in [in, next
// multiple of 16) of `rows` are zero. A warp takes 16 rows and 8 column tiles at a time.
template <int tileRows, int in, int out, typename Result>
__device__ __forceinline__ void multiplyWeightTensorCores(const bf16* rows, int rowStride, const uint2* __restrict__ weight, Result* result,
                                                          int resultStride) {
    const int lane = threadIdx.x % 32;
    constexpr int depth = (in + 15) / 16, tiles = (out + 7) / 8, together = 8, groups = (tiles + together - 1) / together;
    for (int unit = threadIdx.x / 32; unit < groups * (tileRows / 16); unit += blockDim.x / 32) {
        const int firstTile = unit % groups * together, firstRow = unit / groups * 16;
        float sums[together][4] = {};
#pragma unroll 2
        for (int k = 0; k < depth; ++k) {
            unsigned a[4];
            loadLeft(a, rows + firstRow * rowStride + k * 16, rowStride, lane);
#pragma unroll
            for (int n = 0; n < together; ++n) {
                if (firstTile + n >= tiles) break;
                const uint2 b = weight[(k * tiles + firstTile + n) * 32 + lane];
                multiply(sums[n], a, b.x, b.y);
            }
        }
#pragma unroll
        for (int n = 0; n < together; ++n) {
#pragma unroll
            for (int r = 0; r < 4; ++r) {
                const int column = (firstTile + n) * 8 + lane % 4 * 2 + r % 2;
                if (column < out) store(result + (firstRow + lane / 4 + r / 2 * 8) * resultStride + column, sums[n][r]);
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
