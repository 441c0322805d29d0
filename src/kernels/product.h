/*
 * Products of maps with packed kernels: every convolution of the models, forth and back, and the state-to-state
 * part of every scan.
 *
 * y[cell, n] = sum over segments s, k of x[tap_s(cell), offset_s + k] packed[k, n]  (+ bias, + add, relu ...)
 *
 * Each row of y is summed in the order of segments and k alone: it doesn't depend on which rows are computed with it.
 */
#ifndef PIXELLOOM_PRODUCT_H
#define PIXELLOOM_PRODUCT_H

#include "lanes.h"
#include "program.h"

enum { MOST_TAPS = 64 };

/* For taps that see nothing; as wide as any row may be. */
static const float zeros[4096] __attribute__((aligned(64)));

typedef struct {
  Map x;
  int32_t taps;
  const int32_t *tap_table;
  const float *constant_row;
  const int32_t *cell_list;
  int32_t cells;
  const float *packed;
  /* Each panel: first column, columns, where it begins in packed; then for each segment the k from and to. */
  const int32_t *panels;
  int32_t panel_count;
  /* Each segment: tap, offset in the row. */
  const int32_t *segments;
  int32_t segment_count;
  const float *bias;
  Map y, add, mask, copy;
  int32_t relu;
} Product;

typedef struct {
  const float *x[MOST_TAPS][TILE_ROWS];
  size_t y[TILE_ROWS], add[TILE_ROWS], mask[TILE_ROWS], copy[TILE_ROWS];
  int32_t rows;
} Tile;

static inline const float *tap_row(const Product *p, int32_t image, int32_t cell, int32_t position, int32_t tap) {
  if (!p->tap_table) return p->x.base + (size_t)image * p->x.image + (size_t)cell * p->x.row;
  int32_t from = p->tap_table[(size_t)position * (size_t)p->taps + (size_t)tap];
  if (from == -1) return zeros;
  if (from == -2) return p->constant_row;
  return p->x.base + (size_t)image * p->x.image + (size_t)from * p->x.row;
}

static inline void finish(const Product *p, const Tile *tile, int32_t row, int32_t column, Floats sum) {
  if (p->bias) sum += load(p->bias + column);
  if (p->mask.base) {
    Floats seen = load(p->mask.base + tile->mask[row] + column);
    sum = choose((Integers)(seen == splat(0)), splat(0), sum);
  }
  if (p->add.base) sum += load(p->add.base + tile->add[row] + column);
  if (p->relu) sum = relu(sum);
  store(p->y.base + tile->y[row] + column, sum);
  if (p->copy.base) store(p->copy.base + tile->copy[row] + column, relu(sum));
}

#define DEFINE_PANEL(NAME, VECTORS)                                                                                    \
  static inline __attribute__((always_inline)) void NAME(const Product *p, const Tile *tile, const int32_t *panel) {   \
    Floats sums[TILE_ROWS][VECTORS];                                                                                   \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < TILE_ROWS; i++)                                             \
        _Pragma("clang loop unroll(full)") for (int j = 0; j < (VECTORS); j++) sums[i][j] = splat(0);                  \
    const float *weights = p->packed + panel[2];                                                                       \
    for (int32_t s = 0; s < p->segment_count; s++) {                                                                   \
      const int32_t from = panel[3 + 2 * s], to = panel[4 + 2 * s];                                                    \
      const float *const *rows = tile->x[p->segments[2 * s]];                                                          \
      const float *x[TILE_ROWS];                                                                                       \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < TILE_ROWS; i++) x[i] = rows[i] + p->segments[2 * s + 1];  \
      for (int32_t k = from; k < to; k++) {                                                                            \
        Floats w[VECTORS];                                                                                             \
        _Pragma("clang loop unroll(full)") for (int j = 0; j < (VECTORS); j++) w[j] = load(weights + j * LANES);       \
        weights += (VECTORS) * LANES;                                                                                  \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < TILE_ROWS; i++) {                                       \
          Floats each = splat(x[i][k]);                                                                                \
          _Pragma("clang loop unroll(full)") for (int j = 0; j < (VECTORS); j++) sums[i][j] =                          \
              multiply_add(each, w[j], sums[i][j]);                                                                    \
        }                                                                                                              \
      }                                                                                                                \
    }                                                                                                                  \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < TILE_ROWS; i++) {                                           \
      if (i < tile->rows)                                                                                              \
        _Pragma("clang loop unroll(full)") for (int j = 0; j < (VECTORS); j++)                                         \
            finish(p, tile, i, panel[0] + j * LANES, sums[i][j]);                                                      \
    }                                                                                                                  \
  }

DEFINE_PANEL(full_panel, PANEL_VECTORS)
#if NARROW_VECTORS != PANEL_VECTORS
DEFINE_PANEL(narrow_panel, NARROW_VECTORS)
#endif

static inline size_t place(Map map, int32_t image, int32_t cell) {
  return (size_t)image * map.image + (size_t)cell * map.row;
}

/* Computes a product for cells [first, first + count) of the cell list, of all `images`. */
static void run_product(const Product *p, int32_t images, int32_t first, int32_t count) {
  Tile tile;
  const int32_t total = images * count;
  int32_t image = 0, position = first;
  for (int32_t done = 0; done < total; done += TILE_ROWS) {
    tile.rows = total - done < TILE_ROWS ? total - done : TILE_ROWS;
    for (int32_t i = 0; i < TILE_ROWS; i++) {
      if (i >= tile.rows) {
        for (int32_t tap = 0; tap < p->taps; tap++) tile.x[tap][i] = zeros;
        continue;
      }
      const int32_t cell = p->cell_list ? p->cell_list[position] : position;
      for (int32_t tap = 0; tap < p->taps; tap++) tile.x[tap][i] = tap_row(p, image, cell, position, tap);
      tile.y[i] = place(p->y, image, cell);
      tile.add[i] = place(p->add, image, cell);
      tile.mask[i] = place(p->mask, image, cell);
      tile.copy[i] = place(p->copy, image, cell);
      if (++position == first + count) {
        position = first;
        image++;
      }
    }
    const int32_t *panel = p->panels;
    for (int32_t n = 0; n < p->panel_count; n++) {
#if NARROW_VECTORS != PANEL_VECTORS
      if (panel[1] == NARROW_COLUMNS)
        narrow_panel(p, &tile, panel);
      else
#endif
        full_panel(p, &tile, panel);
      panel += 3 + 2 * p->segment_count;
    }
  }
}

/* Words: x map, taps, tap table, constant row, cell list, cells, packed, panels, panel count, segments, segment
   count, bias, y, add, mask and copy maps, relu. 27 words. */
static Product product_at(const Call *call, const int32_t *w) {
  return (Product){
      .x = map_at(call, w),
      .taps = w[3],
      .tap_table = table(call, w[4]),
      .constant_row = operand(call, w[5]),
      .cell_list = table(call, w[6]),
      .cells = w[7],
      .packed = operand(call, w[8]),
      .panels = table(call, w[9]),
      .panel_count = w[10],
      .segments = table(call, w[11]),
      .segment_count = w[12],
      .bias = operand(call, w[13]),
      .y = map_at(call, w + 14),
      .add = map_at(call, w + 17),
      .mask = map_at(call, w + 20),
      .copy = map_at(call, w + 23),
      .relu = w[26],
  };
}

#endif
