// Element types, arithmetic on single values and sums over the lanes that share a row. Every printed kernel starts with this.
#pragma once

struct bf16 {
    unsigned short bits;
};

__device__ __forceinline__ float toFloat(float x) { return x; }
__device__ __forceinline__ float toFloat(bf16 x) { return __uint_as_float(static_cast<unsigned>(x.bits) << 16); }
__device__ __forceinline__ float toFloat(int x) { return static_cast<float>(x); }
__device__ __forceinline__ float toFloat(unsigned char x) { return static_cast<float>(x); }

__device__ __forceinline__ bf16 toBf16(float x) {
    bf16 result;
    asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(result.bits) : "f"(x));
    return result;
}
// Two neighbours of a row in one register: `low` is the first.
__device__ __forceinline__ unsigned packBf16(float low, float high) {
    unsigned result;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(result) : "f"(high), "f"(low));
    return result;
}
__device__ __forceinline__ float rounded(float x) { return toFloat(toBf16(x)); }

__device__ __forceinline__ void store(float* at, float x) { *at = x; }
__device__ __forceinline__ void store(bf16* at, float x) { *at = toBf16(x); }
__device__ __forceinline__ void store(int* at, int x) { *at = x; }
__device__ __forceinline__ void store(unsigned char* at, bool x) { *at = x ? 1 : 0; }

// Two neighbours at an even place.
__device__ __forceinline__ void storePair(float* at, float low, float high) { *reinterpret_cast<float2*>(at) = make_float2(low, high); }
__device__ __forceinline__ void storePair(bf16* at, float low, float high) { *reinterpret_cast<unsigned*>(at) = packBf16(low, high); }

__device__ __forceinline__ float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }
// On bf16 every step of a sigmoid is rounded.
__device__ __forceinline__ float sigmoidBf16(float x) { return rounded(1.0f / rounded(1.0f + rounded(expf(-x)))); }
// Towards minus infinity.
__device__ __forceinline__ int floorDivide(int a, int b) {
    const int quotient = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

// Over the `lanes` neighbouring lanes that share a row; every one of them gets the result.
template <int lanes> __device__ __forceinline__ float sumOverRow(float x) {
    for (int distance = lanes / 2; distance > 0; distance /= 2) x += __shfl_xor_sync(0xffffffffu, x, distance);
    return x;
}
template <int lanes> __device__ __forceinline__ int sumOverRow(int x) {
    for (int distance = lanes / 2; distance > 0; distance /= 2) x += __shfl_xor_sync(0xffffffffu, x, distance);
    return x;
}
template <int lanes> __device__ __forceinline__ float maxOverRow(float x) {
    for (int distance = lanes / 2; distance > 0; distance /= 2) x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, distance));
    return x;
}
template <int lanes> __device__ __forceinline__ int maxOverRow(int x) {
    for (int distance = lanes / 2; distance > 0; distance /= 2) x = max(x, __shfl_xor_sync(0xffffffffu, x, distance));
    return x;
}
