/*
 * Programs: what the planner (src/engine/plans) writes and kernels.c runs.
 *
 * A program is a list of instructions, each of 32-bit words: opcode, length in words, then its arguments.
 *
 * An OPERAND is (offset in units of 16 floats) * 2 + region, region 0 the memory that all threads share, 1 the
 * calling thread's own; -1 is none. A MAP is three words: operand, floats of an image, floats of a row; a row
 * holds the features of one pixel. In shared memory image i of a call is image first + i, in a thread's own image i.
 * Rows that vectors are read from or written to are a multiple of 16 floats wide, what is beyond the features
 * being zero. TABLES are operands of 32-bit integers in shared memory.
 *
 * A TAP TABLE [cells][taps] tells for each cell which row of an image each tap reads: -1 a row of zeros, -2
 * the constant row. A CELL LIST [cells] tells which row of an image a cell is; none: its own number.
 */
#ifndef PIXELLOOM_PROGRAM_H
#define PIXELLOOM_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

enum {
  OPCODE_ZERO = 1,
  OPCODE_GATHER = 2,
  OPCODE_PRODUCT = 3,
  OPCODE_KERNEL_GRADIENT = 4,
  OPCODE_SCAN = 5,
  OPCODE_SCAN_GRADIENT = 6,
  OPCODE_CROSS_ENTROPY = 7,
  OPCODE_COMBINE = 8,
  OPCODE_PATCHES = 9,
  OPCODE_SUM_GRADIENTS = 10,
  OPCODE_RMSPROP = 11,
  OPCODE_ADAM = 12,
  OPCODE_APPLY = 15,
  /* The rest of the instruction is a program: run for one image; run for a few images at a time. */
  OPCODE_ONCE = 13,
  OPCODE_IN_CHUNKS = 14,
  /* Sampling, and what programs of cells consist of: sample.h. */
  OPCODE_SAMPLE = 16,
  OPCODE_CELL_PRODUCT = 17,
  OPCODE_CELL_PATCHES = 18,
  OPCODE_CELL_COMBINE = 19,
  OPCODE_CELL_LSTM = 20,
  OPCODE_CELL_DRAW = 21,
  OPCODE_EACH_CELL = 22,
  OPCODE_CELL_RECORD = 23,
  OPCODE_CELL_FETCH = 24,
  OPCODE_CELL_JUDGE = 25,
};

/* Where a call works. */
typedef struct {
  float *regions[2];
  int32_t first, images;
} Call;

/* A map in memory: row r of image i begins at base + i image + r row. */
typedef struct {
  float *base;
  size_t image, row;
} Map;

static inline float *operand(const Call *call, int32_t word) {
  if (word < 0) return NULL;
  return call->regions[word & 1] + (size_t)(word >> 1) * 16;
}

static inline const int32_t *table(const Call *call, int32_t word) { return (const int32_t *)operand(call, word); }

static inline Map map_at(const Call *call, const int32_t *words) {
  Map map = {operand(call, words[0]), (size_t)words[1], (size_t)words[2]};
  if (map.base && !(words[0] & 1)) map.base += (size_t)call->first * map.image;
  return map;
}

static inline float float_at(int32_t word) {
  union {
    int32_t word;
    float number;
  } u = {word};
  return u.number;
}

#endif
