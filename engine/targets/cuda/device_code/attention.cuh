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

// One logit, from the product of query and key.
template <bool biased, bool masked, typename Bias, typename Mask, int units>
__device__ __forceinline__ float logitOf(float product, float scale, const Bias* bias, const Mask* mask, long long query, long long key,
                                         const AttentionParameters<units>& p) {
    if (key >= p.keys) return outside;
    if (query >= p.queries) return 0.0f;
    float logit = product * scale;
    if (biased) logit += toFloat(bias[query * p.bias.query + key * p.bias.key]);
    if (masked && toFloat(mask[query * p.mask.query + key * p.mask.key]) == 0.0f) logit = lowestLogit;
    return logit;
}

// Copies 64 rows of `dim` numbers, zero behind the end and up to the next multiple of 16.
template <int dim, typename To, typename From>
__device__ __forceinline__ void stageRows(To* to, int stride, const From* from, long long first, long long count, long long rowStride, long long dimStride) {
    constexpr int padded = (dim + 15) / 16 * 16;
    for (int i = threadIdx.x; i < 64 * padded; i += blockDim.x) {
        const int d = i % padded, r = i / padded;
        const bool inside = first + r < count && d < dim;
        store(to + r * stride + d, inside ? toFloat(from[(first + r) * rowStride + d * dimStride]) : 0.0f);
    }
}

// Operands in bfloat16. A warp owns 16 queries; its logits, weights and sums stay in registers.
template <int dim, bool biased, bool masked, bool roundWeights, typename Bias, typename Mask, typename Result, int units>
__device__ void attentionTensorCores(const bf16* q, const bf16* k, const bf16* v, const Bias* bias, const Mask* mask, Result* result, float scale,
                                     const AttentionParameters<units>& p) {
    constexpr int padded = (dim + 15) / 16 * 16, stride = padded + 8;
    __shared__ __align__(16) bf16 queryTile[64 * stride], keyTile[64 * stride], valueTile[64 * stride];
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const long long queryTiles = (p.queries + 63) / 64;
    for (long long tile = blockIdx.x; tile < p.units_ * queryTiles; tile += gridDim.x) {
        const long long unit = tile / queryTiles, firstQuery = tile % queryTiles * 64;
        const bf16* qUnit = q + offsetOf<units>(unit, p.extents, p.qUnit);
        const bf16* kUnit = k + offsetOf<units>(unit, p.extents, p.kUnit);
        const bf16* vUnit = v + offsetOf<units>(unit, p.extents, p.vUnit);
        const Bias* biasUnit = bias + offsetOf<units>(unit, p.extents, p.biasUnit);
        const Mask* maskUnit = mask + offsetOf<units>(unit, p.extents, p.maskUnit);
        stageRows<dim>(queryTile, stride, qUnit, firstQuery, p.queries, p.q.query, p.q.dim);
        float sums[padded / 8][4] = {}, top[2] = {outside, outside}, total[2] = {0.0f, 0.0f};
        for (long long firstKey = 0; firstKey < p.keys; firstKey += 64) {
            stageRows<dim>(keyTile, stride, kUnit, firstKey, p.keys, p.k.key, p.k.dim);
            stageRows<dim>(valueTile, stride, vUnit, firstKey, p.keys, p.v.key, p.v.dim);
            __syncthreads();
            float logits[8][4] = {};
#pragma unroll
            for (int d = 0; d < padded; d += 16) {
                unsigned a[4], b[4];
                loadLeft(a, queryTile + warp * 16 * stride + d, stride, lane);
#pragma unroll
                for (int pair = 0; pair < 4; ++pair) {
                    loadTiles(b, keyTile + (pair * 16 + lane / 16 * 8 + lane % 8) * stride + d + lane / 8 % 2 * 8);
                    multiply(logits[pair * 2], a, b[0], b[1]);
                    multiply(logits[pair * 2 + 1], a, b[2], b[3]);
                }
            }
            float highest[2] = {top[0], top[1]};
#pragma unroll
            for (int group = 0; group < 8; ++group) {
#pragma unroll
                for (int r = 0; r < 4; ++r) {
                    const long long query = firstQuery + warp * 16 + lane / 4 + r / 2 * 8, key = firstKey + group * 8 + lane % 4 * 2 + r % 2;
                    logits[group][r] = logitOf<biased, masked>(logits[group][r], scale, biasUnit, maskUnit, query, key, p);
                    highest[r / 2] = fmaxf(highest[r / 2], logits[group][r]);
                }
            }
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
            for (int group = 0; group < 8; ++group) {
#pragma unroll
                for (int r = 0; r < 4; ++r) {
                    logits[group][r] = expf(logits[group][r] - top[r / 2]);
                    total[r / 2] += logits[group][r];
                }
            }
#pragma unroll
            for (int kk = 0; kk < 4; ++kk) {   // 16 keys: the C fragments of two column tiles are the A fragment of the next product
                const unsigned a[4] = {packBf16(logits[kk * 2][0], logits[kk * 2][1]), packBf16(logits[kk * 2][2], logits[kk * 2][3]),
                                       packBf16(logits[kk * 2 + 1][0], logits[kk * 2 + 1][1]), packBf16(logits[kk * 2 + 1][2], logits[kk * 2 + 1][3])};
#pragma unroll
                for (int group = 0; group < padded / 8; group += 2) {
                    unsigned b[4];
                    loadTilesTransposed(b, valueTile + (kk * 16 + lane % 16) * stride + group * 8 + lane / 16 * 8);
                    multiply(sums[group], a, b[0], b[1]);
                    multiply(sums[group + 1], a, b[2], b[3]);
                }
            }
            __syncthreads();
        }
        Result* resultUnit = result + offsetOf<units>(unit, p.extents, p.resultUnit);
#pragma unroll
        for (int half = 0; half < 2; ++half) {
            const float factor = 1.0f / sumOverRow<4>(total[half]);
            const long long query = firstQuery + warp * 16 + lane / 4 + half * 8;
#pragma unroll
            for (int group = 0; group < padded / 8; ++group) {
#pragma unroll
                for (int r = 0; r < 2; ++r) {
                    const int d = group * 8 + lane % 4 * 2 + r;
                    if (query < p.queries && d < dim) store(resultUnit + query * p.result.query + d * p.result.dim, sums[group][half * 2 + r] * factor);
                }
            }
        }
        __syncthreads();
    }
}

// Operands of any type, arithmetic in f32. Tiles of 32 queries and 32 keys; four neighbouring threads share a query.
template <int dim, bool biased, bool masked, bool roundWeights, typename Q, typename K, typename V, typename Bias, typename Mask, typename Result, int units>
__device__ void attentionPlain(const Q* q, const K* k, const V* v, const Bias* bias, const Mask* mask, Result* result, float scale,
                               const AttentionParameters<units>& p) {
    constexpr int tileSize = 32, stride = dim + 1, share = (dim + 3) / 4;
    __shared__ float queryTile[tileSize * stride], keyTile[tileSize * stride], valueTile[tileSize * stride], weights[tileSize * (tileSize + 1)];
    const int row = threadIdx.x / 4, part = threadIdx.x % 4;
    const long long queryTiles = (p.queries + tileSize - 1) / tileSize;
    for (long long tile = blockIdx.x; tile < p.units_ * queryTiles; tile += gridDim.x) {
        const long long unit = tile / queryTiles, firstQuery = tile % queryTiles * tileSize;
        const Q* qUnit = q + offsetOf<units>(unit, p.extents, p.qUnit);
        const K* kUnit = k + offsetOf<units>(unit, p.extents, p.kUnit);
        const V* vUnit = v + offsetOf<units>(unit, p.extents, p.vUnit);
        const Bias* biasUnit = bias + offsetOf<units>(unit, p.extents, p.biasUnit);
        const Mask* maskUnit = mask + offsetOf<units>(unit, p.extents, p.maskUnit);
        for (int i = threadIdx.x; i < tileSize * dim; i += blockDim.x) {
            const long long query = firstQuery + i / dim;
            queryTile[i / dim * stride + i % dim] = query < p.queries ? toFloat(qUnit[query * p.q.query + i % dim * p.q.dim]) : 0.0f;
        }
        float sums[share] = {}, top = outside, total = 0.0f;
        for (long long firstKey = 0; firstKey < p.keys; firstKey += tileSize) {
            for (int i = threadIdx.x; i < tileSize * dim; i += blockDim.x) {
                const long long key = firstKey + i / dim;
                keyTile[i / dim * stride + i % dim] = key < p.keys ? toFloat(kUnit[key * p.k.key + i % dim * p.k.dim]) : 0.0f;
                valueTile[i / dim * stride + i % dim] = key < p.keys ? toFloat(vUnit[key * p.v.key + i % dim * p.v.dim]) : 0.0f;
            }
            __syncthreads();
            float logits[tileSize / 4], highest = top;
#pragma unroll
            for (int n = 0; n < tileSize / 4; ++n) {
                const int key = part + n * 4;
                float product = 0.0f;
                for (int d = 0; d < dim; ++d) product = fmaf(queryTile[row * stride + d], keyTile[key * stride + d], product);
                logits[n] = logitOf<biased, masked>(product, scale, biasUnit, maskUnit, firstQuery + row, firstKey + key, p);
                highest = fmaxf(highest, logits[n]);
            }
            highest = maxOverRow<4>(highest);
            const float shrink = expf(top - highest);
            top = highest;
            total *= shrink;
#pragma unroll
            for (int n = 0; n < tileSize / 4; ++n) {
                const float weight = expf(logits[n] - top);
                total += weight;
                weights[row * (tileSize + 1) + part + n * 4] = roundWeights ? rounded(weight) : weight;
            }
            __syncwarp();   // the four threads of a query are neighbours
#pragma unroll
            for (int n = 0; n < share; ++n) {
                const int d = part * share + n;
                float sum = sums[n] * shrink;
                if (d < dim)
                    for (int key = 0; key < tileSize; ++key) sum = fmaf(weights[row * (tileSize + 1) + key], valueTile[key * stride + d], sum);
                sums[n] = sum;
            }
            __syncthreads();
        }
        const float factor = 1.0f / sumOverRow<4>(total);
        const long long query = firstQuery + row;
        Result* resultUnit = result + offsetOf<units>(unit, p.extents, p.resultUnit);
#pragma unroll
        for (int n = 0; n < share; ++n) {
            const int d = part * share + n;
            if (query < p.queries && d < dim) store(resultUnit + query * p.result.query + d * p.result.dim, sums[n] * factor);
        }
        __syncthreads();
    }
}
