// softmax(scale q k^T + bias) v with an online softmax: of the logits never more than one tile exists. A block owns 64
// queries of one unit (batch and head); keys come in tiles of 64. Where the mask is 0 the logit is the lowest finite
// number, so that a row without any key averages its values, as the reference does.
#pragma once

#include "index_groups.cuh"
#include "tensor_cores.cuh"

// Strides in elements; 0 where an operand lacks the axis.
struct OperandStrides {
    long long query, key, dim;
};
template <int units> struct AttentionParameters {
    long long units_, queries, keys;                             // units_: product of the extents of the unit axes
    long long extents[units > 0 ? units : 1];
    long long qUnit[units > 0 ? units : 1], kUnit[units > 0 ? units : 1], vUnit[units > 0 ? units : 1];
    long long biasUnit[units > 0 ? units : 1], maskUnit[units > 0 ? units : 1], resultUnit[units > 0 ? units : 1];
    OperandStrides q, k, v, bias, mask, result;
};

constexpr float lowestLogit = -3.4028234663852886e38f;
#define outside __int_as_float(0xff800000)   // minus infinity: a key behind the end

// Bias and mask of one query, from the first key of a tile on. together: neighbouring keys are neighbours in memory.
template <bool biased, bool masked, bool together, typename Bias, typename Mask> struct LogitRow {
    const Bias* bias;
    const Mask* mask;
    // The logit of the key-th key of the tile, from the product of query and key; `left` keys of the tile exist.
    template <int units> __device__ __forceinline__ float logit(float product, float scale, int key, int left, const AttentionParameters<units>& p) const {
        float value = product * scale;
        if (biased) value += key < left ? toFloat(bias[together ? key : key * p.bias.key]) : 0.0f;
        if (masked) value = toFloat(mask[key < left ? together ? key : key * p.mask.key : 0]) == 0.0f ? lowestLogit : value;
        return key < left ? value : outside;
    }
    template <int units> __device__ __forceinline__ void advance(int keys, const AttentionParameters<units>& p) {
        if (biased) bias += keys * p.bias.key;
        if (masked) mask += keys * p.mask.key;
    }
};

// Of query `query` of unit `unit`; behind the end that of the last one.
template <typename Row, typename Bias, typename Mask, int units>
__device__ __forceinline__ Row rowOf(const Bias* bias, const Mask* mask, long long unit, long long query, const AttentionParameters<units>& p) {
    const long long there = min(query, p.queries - 1);
    return {bias + offsetOf<units>(unit, p.extents, p.biasUnit) + there * p.bias.query, mask + offsetOf<units>(unit, p.extents, p.maskUnit) + there * p.mask.query};
}

// Copies 64 rows of `dim` numbers, zero behind the end and up to the next multiple of 16: eight numbers at a time by
// asynchronous copies where every row begins at a multiple of 16 bytes (inEights), else one by one.
template <int dim, bool inEights>
__device__ __forceinline__ void stageRows(bf16* to, int stride, const bf16* from, long long first, long long count, const OperandStrides& strides) {
    constexpr int padded = (dim + 15) / 16 * 16, width = inEights ? 8 : 1, pieces = padded / width;
#pragma unroll 2
    for (int i = threadIdx.x; i < 64 * pieces; i += blockDim.x) {
        const int d = i % pieces * width, r = i / pieces;
        const bool inside = first + r < count && d < dim;
        if (inEights) copyAsync(to + r * stride + d, from + min(first + r, count - 1) * strides.query + (d < dim ? d : 0), inside);
        else to[r * stride + d] = inside ? from[(first + r) * strides.query + d * strides.dim] : bf16{0};
    }
}

// Operands in bfloat16. A warp owns 16 queries; its logits, weights and sums stay in registers. Where shared memory
// allows, the next tile of keys and values arrives while this one is worked on.
template <int dim, bool biased, bool masked, bool together, bool inEights, typename Bias, typename Mask, typename Result, int units>
__device__ void attentionTensorCores(const bf16* q, const bf16* k, const bf16* v, const Bias* bias, const Mask* mask, Result* result, float scale,
                                     const AttentionParameters<units>& p) {
    constexpr int padded = (dim + 15) / 16 * 16, stride = padded + 8, stages = 5 * 64 * stride * 2 <= 48 * 1024 ? 2 : 1;
    __shared__ __align__(16) bf16 queryTile[64 * stride], keyTiles[stages][64 * stride], valueTiles[stages][64 * stride];
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const long long queryTiles = (p.queries + 63) / 64;
    for (long long tile = blockIdx.x; tile < p.units_ * queryTiles; tile += gridDim.x) {
        const long long unit = tile / queryTiles, firstQuery = tile % queryTiles * 64;
        const bf16* kUnit = k + offsetOf<units>(unit, p.extents, p.kUnit);
        const bf16* vUnit = v + offsetOf<units>(unit, p.extents, p.vUnit);
        using Row = LogitRow<biased, masked, together, Bias, Mask>;
        const long long ownQuery = firstQuery + warp * 16 + lane / 4;
        Row rows[2] = {rowOf<Row>(bias, mask, unit, ownQuery, p), rowOf<Row>(bias, mask, unit, ownQuery + 8, p)};
        const auto fetch = [&](long long firstKey, int stage) {
            stageRows<dim, inEights>(keyTiles[stage], stride, kUnit, firstKey, p.keys, {p.k.key, 0, p.k.dim});
            stageRows<dim, inEights>(valueTiles[stage], stride, vUnit, firstKey, p.keys, {p.v.key, 0, p.v.dim});
        };
        stageRows<dim, inEights>(queryTile, stride, q + offsetOf<units>(unit, p.extents, p.qUnit), firstQuery, p.queries, p.q);
        float sums[padded / 8][4] = {}, top[2] = {outside, outside}, total[2] = {0.0f, 0.0f};
        if (stages == 2) fetch(0, 0);
        if (inEights && stages == 2) commitCopies();
        int stage = 0;
#pragma unroll 1
        for (long long firstKey = 0; firstKey < p.keys; firstKey += 64) {
            if (stages == 1) fetch(firstKey, 0);
            else if (firstKey + 64 < p.keys) fetch(firstKey + 64, 1 - stage);
            if (inEights) commitCopies();
            if (inEights) waitForCopies<stages - 1>();   // all but those of the next tile
            __syncthreads();
            const bf16 *const keyTile = keyTiles[stage], *const valueTile = valueTiles[stage];
#pragma unroll 1
            for (int part = 0; part < 64; part += 32) {   // 32 keys at a time: more logits would not leave registers for anything else
                const int left = static_cast<int>(min(p.keys - firstKey - part, 32ll));
                if (left <= 0) break;
                float logits[4][4] = {};
#pragma unroll
                for (int d = 0; d < padded; d += 16) {
                    unsigned a[4], b[4];
                    loadLeft(a, queryTile + warp * 16 * stride + d, stride, lane);
#pragma unroll
                    for (int pair = 0; pair < 2; ++pair) {
                        loadTiles(b, keyTile + (part + pair * 16 + lane / 16 * 8 + lane % 8) * stride + d + lane / 8 % 2 * 8);
                        multiply(logits[pair * 2], a, b[0], b[1]);
                        multiply(logits[pair * 2 + 1], a, b[2], b[3]);
                    }
                }
                float highest[2] = {top[0], top[1]};
#pragma unroll
                for (int group = 0; group < 4; ++group) {
#pragma unroll
                    for (int r = 0; r < 4; ++r) {
                        logits[group][r] = rows[r / 2].logit(logits[group][r], scale, group * 8 + lane % 4 * 2 + r % 2, left, p);
                        highest[r / 2] = fmaxf(highest[r / 2], logits[group][r]);
                    }
                }
                rows[0].advance(32, p);
                rows[1].advance(32, p);
#pragma unroll
                for (int half = 0; half < 2; ++half) {
                    highest[half] = maxOverRow<4>(highest[half]);
                    const float shrink = expf(top[half] - highest[half]);
                    top[half] = highest[half];
                    total[half] *= shrink;
#pragma unroll
                    for (int group = 0; group < padded / 8; ++group) {
                        sums[group][half * 2] *= shrink;
                        sums[group][half * 2 + 1] *= shrink;
                    }
                }
#pragma unroll
                for (int group = 0; group < 4; ++group) {
#pragma unroll
                    for (int r = 0; r < 4; ++r) {
                        logits[group][r] = expf(logits[group][r] - top[r / 2]);
                        total[r / 2] += logits[group][r];
                    }
                }
#pragma unroll
                for (int kk = 0; kk < 2; ++kk) {   // 16 keys: the C fragments of two column tiles are the A fragment of the next product
                    const unsigned a[4] = {packBf16(logits[kk * 2][0], logits[kk * 2][1]), packBf16(logits[kk * 2][2], logits[kk * 2][3]),
                                           packBf16(logits[kk * 2 + 1][0], logits[kk * 2 + 1][1]), packBf16(logits[kk * 2 + 1][2], logits[kk * 2 + 1][3])};
#pragma unroll
                    for (int group = 0; group < padded / 8; group += 2) {
                        unsigned b[4];
                        loadTilesTransposed(b, valueTile + (part + kk * 16 + lane % 16) * stride + group * 8 + lane / 16 * 8);
                        multiply(sums[group], a, b[0], b[1]);
                        multiply(sums[group + 1], a, b[2], b[3]);
                    }
                }
            }
            __syncthreads();
            if (stages == 2) stage = 1 - stage;
        }
        Result* resultUnit = result + offsetOf<units>(unit, p.extents, p.resultUnit);
#pragma unroll
        for (int half = 0; half < 2; ++half) {
            const float factor = 1.0f / sumOverRow<4>(total[half]);
            const long long query = ownQuery + half * 8;
            if (query >= p.queries) continue;
#pragma unroll
            for (int group = 0; group < padded / 8; ++group) {
#pragma unroll
                for (int r = 0; r < 2; ++r) {
                    const int d = group * 8 + lane % 4 * 2 + r;
                    if (dim % 16 == 0 || d < dim) store(resultUnit + query * p.result.query + d * p.result.dim, sums[group][half * 2 + r] * factor);
                }
            }
        }
    }
}

// Copies 32 rows as f32, zero behind the end and up to the next multiple of 16.
template <int dim, typename From>
__device__ __forceinline__ void stagePlain(float* to, int stride, const From* from, long long first, long long count, long long rowStride, long long dimStride) {
    constexpr int padded = (dim + 15) / 16 * 16;
#pragma unroll 2
    for (int i = threadIdx.x; i < 32 * padded; i += blockDim.x) {
        const int d = i % padded, r = i / padded;
        to[r * stride + d] = first + r < count && d < dim ? toFloat(from[(first + r) * rowStride + d * dimStride]) : 0.0f;
    }
}

// Operands of any type, arithmetic in f32. Tiles of 32 queries and 32 keys; four neighbouring threads share a query: of
// the keys each takes every fourth, of the result four neighbours of every sixteen.
template <int dim, bool biased, bool masked, bool together, bool roundWeights, typename Q, typename K, typename V, typename Bias, typename Mask, typename Result, int units>
__device__ void attentionPlain(const Q* q, const K* k, const V* v, const Bias* bias, const Mask* mask, Result* result, float scale,
                               const AttentionParameters<units>& p) {
    constexpr int tileSize = 32, padded = (dim + 15) / 16 * 16, stride = padded + 4, weightStride = tileSize + 4, parts = padded / 16;
    __shared__ __align__(16) float queryTile[tileSize * stride], keyTile[tileSize * stride], valueTile[tileSize * stride], weights[tileSize * weightStride];
    const int row = threadIdx.x / 4, part = threadIdx.x % 4;
    const long long queryTiles = (p.queries + tileSize - 1) / tileSize;
    for (long long tile = blockIdx.x; tile < p.units_ * queryTiles; tile += gridDim.x) {
        const long long unit = tile / queryTiles, firstQuery = tile % queryTiles * tileSize, query = firstQuery + row;
        const K* kUnit = k + offsetOf<units>(unit, p.extents, p.kUnit);
        const V* vUnit = v + offsetOf<units>(unit, p.extents, p.vUnit);
        auto own = rowOf<LogitRow<biased, masked, together, Bias, Mask>>(bias, mask, unit, query, p);
        stagePlain<dim>(queryTile, stride, q + offsetOf<units>(unit, p.extents, p.qUnit), firstQuery, p.queries, p.q.query, p.q.dim);
        float4 sums[parts] = {};
        float top = outside, total = 0.0f;
#pragma unroll 1
        for (long long firstKey = 0; firstKey < p.keys; firstKey += tileSize) {
            stagePlain<dim>(keyTile, stride, kUnit, firstKey, p.keys, p.k.key, p.k.dim);
            stagePlain<dim>(valueTile, stride, vUnit, firstKey, p.keys, p.v.key, p.v.dim);
            __syncthreads();
            const int left = static_cast<int>(min(p.keys - firstKey, static_cast<long long>(tileSize)));
            float logits[tileSize / 4] = {}, highest = top;
#pragma unroll 1
            for (int d = 0; d < dim; d += 4) {
                const float4 x = *reinterpret_cast<const float4*>(queryTile + row * stride + d);
#pragma unroll
                for (int n = 0; n < tileSize / 4; ++n) {
                    const float4 y = *reinterpret_cast<const float4*>(keyTile + (part + n * 4) * stride + d);
                    logits[n] = fmaf(x.w, y.w, fmaf(x.z, y.z, fmaf(x.y, y.y, fmaf(x.x, y.x, logits[n]))));
                }
            }
#pragma unroll
            for (int n = 0; n < tileSize / 4; ++n) {
                logits[n] = own.logit(logits[n], scale, part + n * 4, left, p);
                highest = fmaxf(highest, logits[n]);
            }
            own.advance(tileSize, p);
            highest = maxOverRow<4>(highest);
            const float shrink = expf(top - highest);
            top = highest;
            total *= shrink;
#pragma unroll
            for (int n = 0; n < tileSize / 4; ++n) {
                const float weight = expf(logits[n] - top);
                total += weight;
                weights[row * weightStride + part + n * 4] = roundWeights ? rounded(weight) : weight;
            }
            __syncwarp();   // the four threads of a query are neighbours
#pragma unroll
            for (int n = 0; n < parts; ++n) sums[n] = make_float4(sums[n].x * shrink, sums[n].y * shrink, sums[n].z * shrink, sums[n].w * shrink);
#pragma unroll 2
            for (int key = 0; key < tileSize; ++key) {
                const float weight = weights[row * weightStride + key];
#pragma unroll
                for (int n = 0; n < parts; ++n) {
                    const float4 x = *reinterpret_cast<const float4*>(valueTile + key * stride + n * 16 + part * 4);
                    sums[n] = make_float4(fmaf(weight, x.x, sums[n].x), fmaf(weight, x.y, sums[n].y), fmaf(weight, x.z, sums[n].z), fmaf(weight, x.w, sums[n].w));
                }
            }
            __syncthreads();
        }
        const float factor = 1.0f / sumOverRow<4>(total);
        Result* to = result + offsetOf<units>(unit, p.extents, p.resultUnit) + query * p.result.query;
        if (query >= p.queries) continue;
#pragma unroll
        for (int n = 0; n < parts; ++n) {
            const float values[4] = {sums[n].x, sums[n].y, sums[n].z, sums[n].w};
#pragma unroll
            for (int r = 0; r < 4; ++r) {
                const int d = n * 16 + part * 4 + r;
                if (dim % 16 == 0 || d < dim) store(to + d * p.result.dim, values[r] * factor);
            }
        }
    }
}
