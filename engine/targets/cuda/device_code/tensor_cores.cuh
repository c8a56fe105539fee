// The instructions that tensor-core kernels stand on, present from sm_80: asynchronous copies bring tiles into shared
// memory, ldmatrix fills fragments from it, mma multiplies them. Fragments (g = lane / 4, t = lane % 4):
//   A (16 x 16, bf16): register r, half e holds row g + 8 (r % 2), column 2t + e + 8 (r / 2)
//   B (16 x 8, bf16):  register r, half e holds row 2t + e + 8 r, column g
//   C (16 x 8, f32):   register r holds row g + 8 (r / 2), column 2t + r % 2
#pragma once

__device__ __forceinline__ void multiply(float (&sum)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                 : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

// Four 8 x 8 tiles; lane 8i + j gives the address of row j of tile i (16 bytes, aligned, shared memory).
__device__ __forceinline__ void loadTiles(unsigned (&tiles)[4], const bf16* row) {
    const unsigned address = static_cast<unsigned>(__cvta_generic_to_shared(row));
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
                 : "=r"(tiles[0]), "=r"(tiles[1]), "=r"(tiles[2]), "=r"(tiles[3])
                 : "r"(address));
}
__device__ __forceinline__ void loadTilesTransposed(unsigned (&tiles)[4], const bf16* row) {
    const unsigned address = static_cast<unsigned>(__cvta_generic_to_shared(row));
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
                 : "=r"(tiles[0]), "=r"(tiles[1]), "=r"(tiles[2]), "=r"(tiles[3])
                 : "r"(address));
}
// The 16 x 16 tile at (row, column) of a row-major matrix in shared memory, as an A fragment.
__device__ __forceinline__ void loadLeft(unsigned (&a)[4], const bf16* matrix, int stride, int lane) {
    loadTiles(a, matrix + (lane % 16) * stride + (lane / 16) * 8);
}

// Eight numbers into shared memory, both at multiples of 16 bytes; zeros where not `inside`. Not there before
// waitForCopies and a barrier.
__device__ __forceinline__ void copyAsync(bf16* to, const bf16* from, bool inside) {
    const unsigned address = static_cast<unsigned>(__cvta_generic_to_shared(to));
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(address), "l"(from), "r"(inside ? 16 : 0) : "memory");
}
__device__ __forceinline__ void commitCopies() { asm volatile("cp.async.commit_group;" ::: "memory"); }
// Until at most `pending` groups of copies of this thread are on their way.
template <int pending> __device__ __forceinline__ void waitForCopies() { asm volatile("cp.async.wait_group %0;" ::"n"(pending) : "memory"); }
