/*
 * The instruction sets that kernels.c is compiled for, and which of them this processor and its system can run.
 */
#ifndef PIXELLOOM_INSTRUCTION_SETS_H
#define PIXELLOOM_INSTRUCTION_SETS_H

#include <stdbool.h>
#include <stdint.h>

/* Runs a program; see kernels.c. */
typedef int32_t (*RunProgram)(float *shared, float *local, const int32_t *program, int32_t words, int32_t first,
                              int32_t images);

typedef struct {
  const char *name;
  RunProgram run;
  /* Columns of a packed panel. */
  int32_t (*panel)(void);
  /* Floats of a vector. */
  int32_t (*lanes)(void);
  bool (*usable)(void);
} InstructionSet;

#define DECLARE_KERNELS(suffix)                                                                                        \
  int32_t pl_run_##suffix(float *shared, float *local, const int32_t *program, int32_t words, int32_t first,           \
                          int32_t images);                                                                             \
  int32_t pl_panel_##suffix(void);                                                                                     \
  int32_t pl_lanes_##suffix(void);

static bool always(void) { return true; }

#if defined(__x86_64__)

/* Not the compiler's own test of processors: it needs a library that a shared object doesn't have everywhere. */
#include <cpuid.h>

typedef struct {
  uint32_t a, b, c, d;
} Registers;

static Registers processor_says(uint32_t leaf) {
  Registers r = {0, 0, 0, 0};
  __get_cpuid_count(leaf, 0, &r.a, &r.b, &r.c, &r.d);
  return r;
}

/* Which registers the system keeps for each program: bits 1 and 2 those of SSE and AVX, 5 to 7 those of AVX-512. */
static uint32_t kept_registers(void) {
  const uint32_t uses_xsave = UINT32_C(1) << 27;
  if (!(processor_says(1).c & uses_xsave)) return 0;
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static bool has_avx2(void) {
  const uint32_t fma = UINT32_C(1) << 12, movbe = UINT32_C(1) << 22, f16c = UINT32_C(1) << 29;
  const uint32_t bmi1 = UINT32_C(1) << 3, avx2 = UINT32_C(1) << 5, bmi2 = UINT32_C(1) << 8;
  const uint32_t basic = fma | movbe | f16c, extended = bmi1 | avx2 | bmi2;
  return (kept_registers() & 0x6) == 0x6 && (processor_says(1).c & basic) == basic &&
         (processor_says(7).b & extended) == extended;
}

static bool has_avx512(void) {
  /* F, DQ, CD, BW, VL: what x86-64-v4 means. */
  const uint32_t wanted =
      UINT32_C(1) << 16 | UINT32_C(1) << 17 | UINT32_C(1) << 28 | UINT32_C(1) << 30 | UINT32_C(1) << 31;
  return has_avx2() && (kept_registers() & 0xe6) == 0xe6 && (processor_says(7).b & wanted) == wanted;
}

DECLARE_KERNELS(avx512)
DECLARE_KERNELS(avx2)
DECLARE_KERNELS(baseline)

/* The best first. */
static const InstructionSet instruction_sets[] = {
    {"avx512", pl_run_avx512, pl_panel_avx512, pl_lanes_avx512, has_avx512},
    {"avx2", pl_run_avx2, pl_panel_avx2, pl_lanes_avx2, has_avx2},
    {"baseline", pl_run_baseline, pl_panel_baseline, pl_lanes_baseline, always},
};

#else

DECLARE_KERNELS(neon)

static const InstructionSet instruction_sets[] = {{"neon", pl_run_neon, pl_panel_neon, pl_lanes_neon, always}};

#endif

#endif
