/*
 * Products of maps with packed kernels for a few cells of each image: what drawing spends its time in. As product.h has
 * them, but for one row or a few, whose weights come from the cache beyond the nearest.
 *
 * Works on cells [first, first + count) of every image of a call. Maps are rings: cell n lies in row n & ring, so that
 * what is needed of the row above is there and nothing else.
 */
#ifndef PIXELLOOM_CELLS_H
#define PIXELLOOM_CELLS_H

#include "lanes.h"
#include "product.h"
#include "program.h"

typedef struct {
  Call call;
  int32_t first, count, ring;
} Cells;

/*
 * Columns of a panel are a multiple of a part of a vector: colours have few features each, and whole vectors of 16
 * would compute a third in vain. A tile has so many whole vectors, and half of one beside them or not.
 */
#if LANES == 16
#define COLUMNS_APART 8
#else
#define COLUMNS_APART LANES
#endif
typedef float Part __attribute__((vector_size(COLUMNS_APART * 4)));
typedef Part PartInMemory __attribute__((aligned(4)));

static inline Part load_part(const float *from) { return *(const PartInMemory *)from; }

static inline void store_part(float *to, Part value) { *(PartInMemory *)to = value; }

static inline Part relu_part(Part x) {
  const __typeof__(x < x) negative = x < (Part){0};
  return (Part)(~negative & (__typeof__(negative))x);
}

static inline Part multiply_add_part(float a, Part b, Part c) {
#if LANES == 16
  return __builtin_elementwise_fma(a - (Part){0}, b, c);
#else
  return multiply_add(splat(a), b, c);
#endif
}

/* Rows of a tile, by the vectors of its panel; a weight that is read is used so often. */
#if LANES == 16
enum { ROWS_OF_1 = 8, ROWS_OF_2 = 8, ROWS_OF_3 = 4, ROWS_OF_4 = 4 };
#elif defined(__AVX2__)
enum { ROWS_OF_1 = 8, ROWS_OF_2 = 4, ROWS_OF_3 = 2, ROWS_OF_4 = 2 };
#else
enum { ROWS_OF_1 = 4, ROWS_OF_2 = 4, ROWS_OF_3 = 2, ROWS_OF_4 = 2 };
#endif
/* Rows whose places are looked up at once. */
enum { MOST_CELL_ROWS = 64 };

static inline size_t ring_place(Map map, int32_t image, int32_t row) {
  return (size_t)image * map.image + (size_t)row * map.row;
}

typedef struct {
  Map x;
  int32_t taps;
  const int32_t *tap_table;
  const float *constant_row, *packed;
  const int32_t *panels;
  int32_t panel_count;
  const int32_t *segments;
  int32_t segment_count;
  const float *bias;
  Map y, add, copy;
  int32_t relu;
} CellProduct;

/* Where a row of the result is read from and goes to. */
typedef struct {
  int32_t image, row;
  const int32_t *taps;
} CellRow;

static inline const float *cell_source(const CellProduct *p, const CellRow *row, int32_t tap, int32_t ring) {
  int32_t from = row->row;
  if (p->tap_table) {
    const int32_t cell = row->taps[tap];
    if (cell == -1) return zeros;
    if (cell == -2) return p->constant_row;
    from = cell & ring;
  }
  return p->x.base + ring_place(p->x, row->image, from);
}

#define UNROLLED _Pragma("clang loop unroll(full)")

/* Sums in the order of segments and k alone, so that a result doesn't depend on how many rows share a tile. */
#define DEFINE_CELL_TILE(NAME, VECTORS, HALF, ROWS)                                                                    \
  static void NAME(const CellProduct *p, const CellRow *rows, const int32_t *panel, int32_t ring) {                    \
    Floats sums[ROWS][VECTORS + 1];                                                                                    \
    Part rest[ROWS];                                                                                                   \
    UNROLLED for (int i = 0; i < (ROWS); i++) {                                                                        \
      UNROLLED for (int j = 0; j < (VECTORS); j++) sums[i][j] = splat(0);                                              \
      rest[i] = (Part){0};                                                                                             \
    }                                                                                                                  \
    const float *weights = p->packed + panel[2];                                                                       \
    const float *source[ROWS];                                                                                         \
    int32_t known = -1;                                                                                                \
    for (int32_t s = 0; s < p->segment_count; s++) {                                                                   \
      const int32_t from = panel[3 + 2 * s], to = panel[4 + 2 * s];                                                    \
      if (from == to) continue;                                                                                        \
      const int32_t tap = p->segments[2 * s], offset = p->segments[2 * s + 1];                                         \
      if (tap != known) UNROLLED for (int i = 0; i < (ROWS); i++) source[i] = cell_source(p, &rows[i], tap, ring);     \
      known = tap;                                                                                                     \
      const float *x[ROWS];                                                                                            \
      UNROLLED for (int i = 0; i < (ROWS); i++) x[i] = source[i] + offset;                                             \
      for (int32_t k = from; k < to; k++) {                                                                            \
        Floats w[VECTORS + 1];                                                                                         \
        UNROLLED for (int j = 0; j < (VECTORS); j++) w[j] = load(weights + j * LANES);                                 \
        Part last = HALF ? load_part(weights + (VECTORS) * LANES) : (Part){0};                                         \
        weights += (VECTORS) * LANES + (HALF) * COLUMNS_APART;                                                         \
        UNROLLED for (int i = 0; i < (ROWS); i++) {                                                                    \
          const float each = x[i][k];                                                                                  \
          UNROLLED for (int j = 0; j < (VECTORS); j++) sums[i][j] = multiply_add(splat(each), w[j], sums[i][j]);       \
          if (HALF) rest[i] = multiply_add_part(each, last, rest[i]);                                                  \
        }                                                                                                              \
      }                                                                                                                \
    }                                                                                                                  \
    UNROLLED for (int i = 0; i < (ROWS); i++) {                                                                        \
      const int32_t image = rows[i].image, row = rows[i].row;                                                          \
      const float *bias = p->bias ? p->bias + panel[0] : NULL;                                                         \
      float *y = p->y.base + ring_place(p->y, image, row) + panel[0];                                                  \
      const float *add = p->add.base ? p->add.base + ring_place(p->add, image, row) + panel[0] : NULL;                 \
      float *copy = p->copy.base ? p->copy.base + ring_place(p->copy, image, row) + panel[0] : NULL;                   \
      UNROLLED for (int j = 0; j < (VECTORS); j++) {                                                                   \
        Floats sum = sums[i][j];                                                                                       \
        if (bias) sum += load(bias + j * LANES);                                                                       \
        if (add) sum += load(add + j * LANES);                                                                         \
        if (p->relu) sum = relu(sum);                                                                                  \
        store(y + j * LANES, sum);                                                                                     \
        if (copy) store(copy + j * LANES, relu(sum));                                                                  \
      }                                                                                                                \
      if (HALF) {                                                                                                      \
        Part sum = rest[i];                                                                                            \
        if (bias) sum += load_part(bias + (VECTORS) * LANES);                                                          \
        if (add) sum += load_part(add + (VECTORS) * LANES);                                                            \
        if (p->relu) sum = relu_part(sum);                                                                             \
        store_part(y + (VECTORS) * LANES, sum);                                                                        \
        if (copy) store_part(copy + (VECTORS) * LANES, relu_part(sum));                                                \
      }                                                                                                                \
    }                                                                                                                  \
  }

typedef void (*CellTile)(const CellProduct *p, const CellRow *rows, const int32_t *panel, int32_t ring);

/* How a panel of so many columns is computed: a row, or several at once. */
typedef struct {
  CellTile single, several;
  int32_t together;
} CellTiles;

DEFINE_CELL_TILE(cell_row_1, 1, 0, 1)
DEFINE_CELL_TILE(cell_row_2, 2, 0, 1)
DEFINE_CELL_TILE(cell_row_3, 3, 0, 1)
DEFINE_CELL_TILE(cell_row_4, 4, 0, 1)
DEFINE_CELL_TILE(cell_rows_1, 1, 0, ROWS_OF_1)
DEFINE_CELL_TILE(cell_rows_2, 2, 0, ROWS_OF_2)
DEFINE_CELL_TILE(cell_rows_3, 3, 0, ROWS_OF_3)
DEFINE_CELL_TILE(cell_rows_4, 4, 0, ROWS_OF_4)
#if LANES == 16
DEFINE_CELL_TILE(cell_row_half, 0, 1, 1)
DEFINE_CELL_TILE(cell_row_1_half, 1, 1, 1)
DEFINE_CELL_TILE(cell_row_2_half, 2, 1, 1)
DEFINE_CELL_TILE(cell_row_3_half, 3, 1, 1)
DEFINE_CELL_TILE(cell_rows_half, 0, 1, ROWS_OF_1)
DEFINE_CELL_TILE(cell_rows_1_half, 1, 1, ROWS_OF_2)
DEFINE_CELL_TILE(cell_rows_2_half, 2, 1, ROWS_OF_3)
DEFINE_CELL_TILE(cell_rows_3_half, 3, 1, ROWS_OF_4)
#endif

/* By columns, in parts of a vector. */
static const CellTiles cell_tiles[] = {
#if LANES == 16
    {cell_row_half, cell_rows_half, ROWS_OF_1},     {cell_row_1, cell_rows_1, ROWS_OF_1},
    {cell_row_1_half, cell_rows_1_half, ROWS_OF_2}, {cell_row_2, cell_rows_2, ROWS_OF_2},
    {cell_row_2_half, cell_rows_2_half, ROWS_OF_3}, {cell_row_3, cell_rows_3, ROWS_OF_3},
    {cell_row_3_half, cell_rows_3_half, ROWS_OF_4}, {cell_row_4, cell_rows_4, ROWS_OF_4},
#else
    {cell_row_1, cell_rows_1, ROWS_OF_1},
    {cell_row_2, cell_rows_2, ROWS_OF_2},
    {cell_row_3, cell_rows_3, ROWS_OF_3},
    {cell_row_4, cell_rows_4, ROWS_OF_4},
#endif
};

/* Each panel's weights are read once for all rows that are there. */
static void cell_rows(const CellProduct *p, const CellRow *rows, int32_t count, int32_t ring) {
  const int32_t *panel = p->panels;
  for (int32_t n = 0; n < p->panel_count; n++) {
    const CellTiles tiles = cell_tiles[panel[1] / COLUMNS_APART - 1];
    int32_t row = 0;
    for (; row + tiles.together <= count; row += tiles.together) tiles.several(p, rows + row, panel, ring);
    for (; row < count; row++) tiles.single(p, rows + row, panel, ring);
    panel += 3 + 2 * p->segment_count;
  }
}

/* Words: x map, taps, tap table, constant row, packed, panels, panel count, segments, segment count, bias, y, add and
   copy maps, relu. 22. */
static void run_cell_product(const Cells *cells, const int32_t *w) {
  const Call *call = &cells->call;
  const CellProduct p = {
      .x = map_at(call, w),
      .taps = w[3],
      .tap_table = table(call, w[4]),
      .constant_row = operand(call, w[5]),
      .packed = operand(call, w[6]),
      .panels = table(call, w[7]),
      .panel_count = w[8],
      .segments = table(call, w[9]),
      .segment_count = w[10],
      .bias = operand(call, w[11]),
      .y = map_at(call, w + 12),
      .add = map_at(call, w + 15),
      .copy = map_at(call, w + 18),
      .relu = w[21],
  };
  CellRow rows[MOST_CELL_ROWS];
  int32_t waiting = 0;
  for (int32_t image = 0; image < call->images; image++) {
    for (int32_t cell = cells->first; cell < cells->first + cells->count; cell++) {
      const int32_t *taps = p.tap_table ? p.tap_table + (size_t)cell * (size_t)p.taps : NULL;
      rows[waiting++] = (CellRow){image, cell & cells->ring, taps};
      if (waiting < MOST_CELL_ROWS) continue;
      cell_rows(&p, rows, waiting, cells->ring);
      waiting = 0;
    }
  }
  cell_rows(&p, rows, waiting, cells->ring);
}

#endif
