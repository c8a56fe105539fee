// Product of two activations: result[b, m, n] = sum over k of left[b, m, k] * right[b, k, n], f32 sums. A block owns one
// tile of 64 x 64 results; operands are staged through shared memory whatever the order of their axes.
#pragma once

#include "index_groups.cuh"
#include "tensor_cores.cuh"

template <int b, int m, int n, int k> struct MatmulParameters {
    AxisGroup<b> batch;
    AxisGroup<m> rows;
    AxisGroup<n> columns;
    AxisGroup<k> depth;
};

// Offsets of the 64 rows and 64 columns of a tile, worked out once; -1 behind the end.
struct TileOffsets {
    long long leftRow[64], rightColumn[64], resultRow[64], resultColumn[64];
};

template <int b, int m, int n, int k>
__device__ __forceinline__ void fillOffsets(TileOffsets& offsets, const MatmulParameters<b, m, n, k>& p, long long firstRow, long long firstColumn) {
    for (int i = threadIdx.x; i < 64; i += blockDim.x) {
        const long long row = firstRow + i, column = firstColumn + i;
        const bool hasRow = row < p.rows.size, hasColumn = column < p.columns.size;
        offsets.leftRow[i] = hasRow ? offsetOf<m>(row, p.rows.extents, p.rows.left) : -1;
        offsets.resultRow[i] = hasRow ? offsetOf<m>(row, p.rows.extents, p.rows.result) : -1;
        offsets.rightColumn[i] = hasColumn ? offsetOf<n>(column, p.columns.extents, p.columns.right) : -1;
        offsets.resultColumn[i] = hasColumn ? offsetOf<n>(column, p.columns.extents, p.columns.result) : -1;
    }
}

// Copies a 64 x depth piece into shared memory as [64][stride], neighbours in memory by neighbouring threads: along k
// where k is the operand's last axis (alongDepth), along the other axis otherwise. What lies outside is zero.
template <int depthTile, bool alongDepth, typename To, typename From, int axes>
__device__ __forceinline__ void stage(To* to, int stride, const From* from, const long long* offsets, long long firstDepth, const AxisGroup<axes>& depth,
                                      const long long* depthStrides) {
#pragma unroll 4
    for (int i = threadIdx.x; i < 64 * depthTile; i += blockDim.x) {
        const int k = alongDepth ? i % depthTile : i / 64, r = alongDepth ? i / depthTile : i % 64;
        const bool inside = firstDepth + k < depth.size && offsets[r] >= 0;
        const float x = inside ? toFloat(from[offsets[r] + offsetOf<axes>(firstDepth + k, depth.extents, depthStrides)]) : 0.0f;
        store(to + r * stride + k, x);
    }
}

// Each warp owns 16 rows of the tile and all 64 columns.
template <bool leftAlong, bool rightAlong, typename Result, int b, int m, int n, int k>
__device__ void matmulTensorCores(const bf16* left, const bf16* right, Result* result, const MatmulParameters<b, m, n, k>& p) {
    constexpr int depthTile = 32, stride = depthTile + 8;
    __shared__ TileOffsets offsets;
    __shared__ __align__(16) bf16 leftTile[64 * stride], rightTile[64 * stride];   // right: [column][k]
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const long long rowTiles = (p.rows.size + 63) / 64, columnTiles = (p.columns.size + 63) / 64;
    for (long long tile = blockIdx.x; tile < p.batch.size * rowTiles * columnTiles; tile += gridDim.x) {
        const long long batch = tile / (rowTiles * columnTiles), place = tile % (rowTiles * columnTiles);
        fillOffsets(offsets, p, place / columnTiles * 64, place % columnTiles * 64);
        const bf16* leftBatch = left + offsetOf<b>(batch, p.batch.extents, p.batch.left);
        const bf16* rightBatch = right + offsetOf<b>(batch, p.batch.extents, p.batch.right);
        float sums[8][4] = {};
        __syncthreads();
        for (long long first = 0; first < p.depth.size; first += depthTile) {
            stage<depthTile, leftAlong>(leftTile, stride, leftBatch, offsets.leftRow, first, p.depth, p.depth.left);
            stage<depthTile, rightAlong>(rightTile, stride, rightBatch, offsets.rightColumn, first, p.depth, p.depth.right);
            __syncthreads();
#pragma unroll
            for (int kk = 0; kk < depthTile; kk += 16) {
                unsigned a[4], columns[4];
                loadLeft(a, leftTile + warp * 16 * stride + kk, stride, lane);
#pragma unroll
                for (int pair = 0; pair < 4; ++pair) {   // two tiles of 8 columns: registers k low, k high of each
                    loadTiles(columns, rightTile + (pair * 16 + lane / 16 * 8 + lane % 8) * stride + kk + lane / 8 % 2 * 8);
                    multiply(sums[pair * 2], a, columns[0], columns[1]);
                    multiply(sums[pair * 2 + 1], a, columns[2], columns[3]);
                }
            }
            __syncthreads();
        }
        Result* resultBatch = result + offsetOf<b>(batch, p.batch.extents, p.batch.result);
#pragma unroll
        for (int group = 0; group < 8; ++group) {
#pragma unroll
            for (int r = 0; r < 4; ++r) {
                const long long row = offsets.resultRow[warp * 16 + lane / 4 + r / 2 * 8], column = offsets.resultColumn[group * 8 + lane % 4 * 2 + r % 2];
                if (row >= 0 && column >= 0) store(resultBatch + row + column, sums[group][r]);
            }
        }
        __syncthreads();
    }
}

// A thread owns 8 rows and 4 columns.
template <bool leftAlong, bool rightAlong, typename Left, typename Right, typename Result, int b, int m, int n, int k>
__device__ void matmulPlain(const Left* left, const Right* right, Result* result, const MatmulParameters<b, m, n, k>& p) {
    constexpr int depthTile = 16, stride = depthTile + 1;
    __shared__ TileOffsets offsets;
    __shared__ float leftTile[64 * stride], rightTile[64 * stride];
    const int firstRow = threadIdx.x / 16 * 8, firstColumn = threadIdx.x % 16 * 4;
    const long long rowTiles = (p.rows.size + 63) / 64, columnTiles = (p.columns.size + 63) / 64;
    for (long long tile = blockIdx.x; tile < p.batch.size * rowTiles * columnTiles; tile += gridDim.x) {
        const long long batch = tile / (rowTiles * columnTiles), place = tile % (rowTiles * columnTiles);
        fillOffsets(offsets, p, place / columnTiles * 64, place % columnTiles * 64);
        const Left* leftBatch = left + offsetOf<b>(batch, p.batch.extents, p.batch.left);
        const Right* rightBatch = right + offsetOf<b>(batch, p.batch.extents, p.batch.right);
        float sums[8][4] = {};
        __syncthreads();
        for (long long first = 0; first < p.depth.size; first += depthTile) {
            stage<depthTile, leftAlong>(leftTile, stride, leftBatch, offsets.leftRow, first, p.depth, p.depth.left);
            stage<depthTile, rightAlong>(rightTile, stride, rightBatch, offsets.rightColumn, first, p.depth, p.depth.right);
            __syncthreads();
#pragma unroll
            for (int kk = 0; kk < depthTile; ++kk) {
#pragma unroll
                for (int r = 0; r < 8; ++r) {
#pragma unroll
                    for (int c = 0; c < 4; ++c) sums[r][c] = fmaf(leftTile[(firstRow + r) * stride + kk], rightTile[(firstColumn + c) * stride + kk], sums[r][c]);
                }
            }
            __syncthreads();
        }
        Result* resultBatch = result + offsetOf<b>(batch, p.batch.extents, p.batch.result);
#pragma unroll
        for (int r = 0; r < 8; ++r) {
#pragma unroll
            for (int c = 0; c < 4; ++c) {
                const long long row = offsets.resultRow[firstRow + r], column = offsets.resultColumn[firstColumn + c];
                if (row >= 0 && column >= 0) store(resultBatch + row + column, sums[r][c]);
            }
        }
        __syncthreads();
    }
}
