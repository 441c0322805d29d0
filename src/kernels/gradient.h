/*
 * Gradients of kernels: for each tap, input feature k and output feature n the sum over all cells of
 * x[tap(cell), k] d[cell, n]; and of biases, the sum of d.
 */
#ifndef PIXELLOOM_GRADIENT_H
#define PIXELLOOM_GRADIENT_H

#include "lanes.h"
#include "product.h"
#include "program.h"

/* Cells whose rows stay in the nearest cache while every tile of the kernel goes over them. */
enum { CELLS_AT_ONCE = 64 };

typedef struct {
  /* Only x, taps, tap table, constant row, cell list and cells are used. */
  Product seen;
  Map d;
  int32_t features, columns;
  /* For each tap and panel: the features from and to that count; multiples of nothing in particular. */
  const int32_t *ranges;
  float *kernel, *bias;
} KernelGradient;

#define DEFINE_GRADIENT(NAME, VECTORS)                                                                                 \
  static inline void NAME(const float *const *x, const float *const *d, int32_t rows, int32_t feature, int32_t column, \
                          float *to, size_t stride) {                                                                  \
    Floats sums[GRADIENT_ROWS][VECTORS];                                                                               \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < GRADIENT_ROWS; i++)                                         \
        _Pragma("clang loop unroll(full)") for (int j = 0; j < (VECTORS); j++) sums[i][j] =                            \
            load(to + (size_t)i * stride + j * LANES);                                                                 \
    for (int32_t r = 0; r < rows; r++) {                                                                               \
      const float *own = x[r] + feature;                                                                               \
      const float *upstream = d[r] + column;                                                                           \
      Floats each[VECTORS];                                                                                            \
      _Pragma("clang loop unroll(full)") for (int j = 0; j < (VECTORS); j++) each[j] = load(upstream + j * LANES);     \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < GRADIENT_ROWS; i++) {                                     \
        Floats value = splat(own[i]);                                                                                  \
        _Pragma("clang loop unroll(full)") for (int j = 0; j < (VECTORS); j++) sums[i][j] =                            \
            multiply_add(value, each[j], sums[i][j]);                                                                  \
      }                                                                                                                \
    }                                                                                                                  \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < GRADIENT_ROWS; i++)                                         \
        _Pragma("clang loop unroll(full)") for (int j = 0; j < (VECTORS); j++)                                         \
            store(to + (size_t)i * stride + j * LANES, sums[i][j]);                                                    \
  }

DEFINE_GRADIENT(full_gradient, PANEL_VECTORS)
#if NARROW_VECTORS != PANEL_VECTORS
DEFINE_GRADIENT(narrow_gradient, NARROW_VECTORS)
#endif

static void run_kernel_gradient(const KernelGradient *g, int32_t images) {
  const float *x[MOST_TAPS][CELLS_AT_ONCE];
  const float *d[CELLS_AT_ONCE];
  const int32_t total = images * g->seen.cells;
  int32_t image = 0, position = 0;
  for (int32_t done = 0; done < total; done += CELLS_AT_ONCE) {
    const int32_t rows = total - done < CELLS_AT_ONCE ? total - done : CELLS_AT_ONCE;
    for (int32_t r = 0; r < rows; r++) {
      const int32_t cell = g->seen.cell_list ? g->seen.cell_list[position] : position;
      for (int32_t tap = 0; tap < g->seen.taps; tap++) x[tap][r] = tap_row(&g->seen, image, cell, position, tap);
      d[r] = g->d.base + place(g->d, image, cell);
      if (++position == g->seen.cells) {
        position = 0;
        image++;
      }
    }
    const int32_t *range = g->ranges;
    for (int32_t tap = 0; tap < g->seen.taps; tap++) {
      float *kernel = g->kernel + (size_t)tap * (size_t)g->features * (size_t)g->columns;
      for (int32_t column = 0; column < g->columns; column += PANEL_COLUMNS, range += 2) {
        const int32_t from = range[0] / GRADIENT_ROWS * GRADIENT_ROWS;
        for (int32_t feature = from; feature < range[1]; feature += GRADIENT_ROWS) {
          float *to = kernel + (size_t)feature * (size_t)g->columns + column;
#if NARROW_VECTORS != PANEL_VECTORS
          if (g->columns - column < PANEL_COLUMNS)
            narrow_gradient(x[tap], d, rows, feature, column, to, (size_t)g->columns);
          else
#endif
            full_gradient(x[tap], d, rows, feature, column, to, (size_t)g->columns);
        }
      }
    }
    if (g->bias) {
      for (int32_t column = 0; column < g->columns; column += LANES) {
        Floats sum = load(g->bias + column);
        for (int32_t r = 0; r < rows; r++) sum += load(d[r] + column);
        store(g->bias + column, sum);
      }
    }
  }
}

/* Words: x map, taps, tap table, constant row, cell list, cells, d map, features, columns, ranges, kernel, bias. 16. */
static KernelGradient kernel_gradient_at(const Call *call, const int32_t *w) {
  return (KernelGradient){
      .seen = {.x = map_at(call, w),
               .taps = w[3],
               .tap_table = table(call, w[4]),
               .constant_row = operand(call, w[5]),
               .cell_list = table(call, w[6]),
               .cells = w[7]},
      .d = map_at(call, w + 8),
      .features = w[11],
      .columns = w[12],
      .ranges = table(call, w[13]),
      .kernel = operand(call, w[14]),
      .bias = operand(call, w[15]),
  };
}

#endif
