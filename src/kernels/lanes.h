/*
 * Vectors of as many floats as the instruction set has lanes for, and the sizes of register tiles.
 *
 * Included by kernels.c, which is compiled once per instruction set.
 */
#ifndef PIXELLOOM_LANES_H
#define PIXELLOOM_LANES_H

#include <stddef.h>
#include <stdint.h>

#if defined(__AVX512F__)
#define LANES 16
/* Vectors in a panel of columns, rows of a tile of a product, rows of a tile of a kernel's gradient. */
#define PANEL_VECTORS 2
#define TILE_ROWS 8
#define GRADIENT_ROWS 8
#elif defined(__AVX2__) && defined(__FMA__)
#define LANES 8
#define PANEL_VECTORS 2
#define TILE_ROWS 6
#define GRADIENT_ROWS 4
#else
#define LANES 4
#define PANEL_VECTORS 4
#define TILE_ROWS 4
#define GRADIENT_ROWS 4
#endif

/* Columns of a panel; a last, narrower one has 16. All maps are as wide as a multiple of 16. */
#define PANEL_COLUMNS (LANES * PANEL_VECTORS)
#define NARROW_COLUMNS 16
#define NARROW_VECTORS (NARROW_COLUMNS / LANES)

typedef float Floats __attribute__((vector_size(LANES * 4)));
typedef int32_t Integers __attribute__((vector_size(LANES * 4)));
/* The same in memory: JavaScript can't promise where its buffers begin. */
typedef Floats FloatsInMemory __attribute__((aligned(4)));

static inline Floats splat(float value) { return value - (Floats){0}; }

static inline Integers splat_integer(int32_t value) { return value - (Integers){0}; }

static inline Floats load(const float *from) { return *(const FloatsInMemory *)from; }

static inline void store(float *to, Floats value) { *(FloatsInMemory *)to = value; }

/* a b + c, rounded once where the instruction set can. */
static inline Floats multiply_add(Floats a, Floats b, Floats c) {
#if defined(__wasm_relaxed_simd__)
  return __builtin_wasm_relaxed_madd_f32x4(a, b, c);
#elif defined(__FMA__) || defined(__AVX512F__) || defined(__aarch64__)
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/* Lane by lane: `yes` where the mask is all ones, else `no`. */
static inline Floats choose(Integers mask, Floats yes, Floats no) {
  return (Floats)((mask & (Integers)yes) | (~mask & (Integers)no));
}

/* max(x, 0), but what is not a number stays so. */
static inline Floats relu(Floats x) { return choose((Integers)(x < splat(0)), splat(0), x); }

#endif
