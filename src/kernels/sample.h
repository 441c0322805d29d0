/*
 * Ancestral sampling (section 2.1 of the paper) with only what is new computed: a cell, or a run of known cells, at a
 * time, in raster order. Within a pixel each colour's features are computed once, when all that they see is known.
 *
 * The instructions here work on cells [first, first + count) of every image of a call. Their maps are rings: cell n
 * lies in row n & ring, so that what is needed of the row above is there and nothing else.
 */
#ifndef PIXELLOOM_SAMPLE_H
#define PIXELLOOM_SAMPLE_H

#include "draw.h"
#include "product.h"

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

/* Levels scaled to -1..1 as a cell's taps see them. Words: pixels map (not a ring), channels, taps, tap table, y map,
   columns, 2 / (levels - 1). */
static void run_cell_patches(const Cells *cells, const int32_t *w) {
  const Call *call = &cells->call;
  const Map pixels = map_at(call, w), y = map_at(call, w + 6);
  const int32_t channels = w[3], taps = w[4];
  const int32_t *tap_table = table(call, w[5]);
  const float scale = float_at(w[10]);
  for (int32_t image = 0; image < call->images; image++) {
    const float *own = pixels.base + (size_t)image * pixels.image;
    for (int32_t cell = cells->first; cell < cells->first + cells->count; cell++) {
      float *to = y.base + ring_place(y, image, cell & cells->ring);
      int32_t column = 0;
      for (int32_t tap = 0; tap < taps; tap++) {
        const int32_t from = tap_table[(size_t)cell * (size_t)taps + (size_t)tap];
        for (int32_t channel = 0; channel < channels; channel++)
          to[column++] = from < 0 ? 0 : own[(size_t)from * pixels.row + (size_t)channel] * scale - 1;
      }
      while (column < w[9]) to[column++] = 0;
    }
  }
}

/* y = a + b over some columns, b perhaps of another cell; ReLU if wanted. Words: y, a and b maps, table of b's cells
   (-1: nothing), first column, columns, relu. */
static void run_cell_combine(const Cells *cells, const int32_t *w) {
  const Call *call = &cells->call;
  const Map y = map_at(call, w), a = map_at(call, w + 3), b = map_at(call, w + 6);
  const int32_t *from = table(call, w[9]);
  for (int32_t image = 0; image < call->images; image++) {
    for (int32_t cell = cells->first; cell < cells->first + cells->count; cell++) {
      const int32_t row = cell & cells->ring, other = from ? from[cell] : cell;
      float *to = y.base + ring_place(y, image, row) + w[10];
      const float *left = a.base ? a.base + ring_place(a, image, row) + w[10] : zeros;
      const float *right = b.base && other >= 0 ? b.base + ring_place(b, image, other & cells->ring) + w[10] : zeros;
      for (int32_t j = 0; j < w[11]; j += LANES) {
        Floats sum = load(left + j) + load(right + j);
        if (w[12]) sum = relu(sum);
        store(to + j, sum);
      }
    }
  }
}

/* The cells of an LSTM once their gates are known. Words: gates, hidden and cell maps, table of the cells whose state
   is carried on (-2: the initial one), initial cell, first column of the gates, of the states, columns of a gate. */
static void run_cell_lstm(const Cells *cells, const int32_t *w) {
  const Call *call = &cells->call;
  const Map gates = map_at(call, w), hidden = map_at(call, w + 3), state = map_at(call, w + 6);
  const int32_t *carried = table(call, w[9]);
  const float *initial = operand(call, w[10]) + w[12];
  const int32_t columns = w[13];
  for (int32_t image = 0; image < call->images; image++) {
    for (int32_t cell = cells->first; cell < cells->first + cells->count; cell++) {
      const int32_t row = cell & cells->ring, from = carried[cell];
      const float *gate = gates.base + ring_place(gates, image, row) + w[11];
      float *h = hidden.base + ring_place(hidden, image, row) + w[12];
      float *c = state.base + ring_place(state, image, row) + w[12];
      const float *before = from < 0 ? initial : state.base + ring_place(state, image, from & cells->ring) + w[12];
      for (int32_t j = 0; j < columns; j += LANES) {
        const Floats o = sigmoid(load(gate + j)), f = sigmoid(load(gate + columns + j));
        const Floats i = sigmoid(load(gate + 2 * columns + j));
        const Floats g = hyperbolic_tangent(load(gate + 3 * columns + j));
        const Floats next = multiply_add(f, load(before + j), i * g);
        store(c + j, next);
        store(h + j, o * hyperbolic_tangent(next));
      }
    }
  }
}

/* Draws one channel of every image, and adds what it cost to the image's nats. Words: logits map, first column, levels,
   pixels map (not a ring), channel, number of the first image, scale, seed, temperature and top-p (an operand of two
   doubles), nats map (a double an image). */
static void run_cell_draw(const Cells *cells, const int32_t *w) {
  const Call *call = &cells->call;
  const Map logits = map_at(call, w), pixels = map_at(call, w + 5), nats = map_at(call, w + 13);
  const double *choice = (const double *)(const void *)operand(call, w[12]);
  const int32_t channel = w[8], cell = cells->first;
  for (int32_t image = 0; image < call->images; image++) {
    const float *own = logits.base + ring_place(logits, image, cell & cells->ring) + w[3];
    const uint32_t variant = (uint32_t)w[9] + (uint32_t)(call->first + image);
    const double u = uniform((uint32_t)w[11], (uint32_t)cell, (uint32_t)channel, variant, (uint32_t)w[10]);
    float *pixel = pixels.base + (size_t)image * pixels.image + (size_t)cell * pixels.row;
    const Drawn drawn = draw_level(own, w[4], u, choice[0], choice[1]);
    pixel[channel] = (float)drawn.level;
    *(double *)(void *)(nats.base + (size_t)image * nats.image) += drawn.nats;
  }
}

/* Rows of a map of whole images into a ring. Words: map (no ring), ring, columns. */
static void run_cell_fetch(const Cells *cells, const int32_t *w) {
  const Call *call = &cells->call;
  const Map from = map_at(call, w), to = map_at(call, w + 3);
  for (int32_t image = 0; image < call->images; image++) {
    for (int32_t cell = cells->first; cell < cells->first + cells->count; cell++) {
      const float *x = from.base + ring_place(from, image, cell);
      float *y = to.base + ring_place(to, image, cell & cells->ring);
      for (int32_t j = 0; j < w[6]; j += LANES) store(y + j, load(x + j));
    }
  }
}

/* Keeps logits for who wants to see them. Words: logits map, first column, columns, map to keep them in (no ring). */
static void run_cell_record(const Cells *cells, const int32_t *w) {
  const Call *call = &cells->call;
  const Map logits = map_at(call, w), kept = map_at(call, w + 5);
  const int32_t cell = cells->first;
  for (int32_t image = 0; image < call->images; image++) {
    const float *own = logits.base + ring_place(logits, image, cell & cells->ring);
    float *to = kept.base + ring_place(kept, image, cell);
    for (int32_t j = w[3]; j < w[3] + w[4]; j++) to[j] = own[j];
  }
}

/* Runs the instructions of a program of cells; 0, or 1 + the word that is no such instruction. */
static int32_t run_cells(const Cells *cells, const int32_t *program, int32_t words) {
  for (int32_t at = 0; at < words;) {
    const int32_t opcode = program[at], length = program[at + 1];
    const int32_t *arguments = program + at + 2;
    if (length < 2 || length > words - at) return at + 1;
    switch (opcode) {
    case OPCODE_CELL_PRODUCT: run_cell_product(cells, arguments); break;
    case OPCODE_CELL_PATCHES: run_cell_patches(cells, arguments); break;
    case OPCODE_CELL_COMBINE: run_cell_combine(cells, arguments); break;
    case OPCODE_CELL_LSTM: run_cell_lstm(cells, arguments); break;
    case OPCODE_CELL_DRAW: run_cell_draw(cells, arguments); break;
    case OPCODE_CELL_FETCH: run_cell_fetch(cells, arguments); break;
    case OPCODE_CELL_RECORD: run_cell_record(cells, arguments); break;
    case OPCODE_EACH_CELL: {
      /* One cell after another, from the last to the first if the argument says so. */
      for (int32_t i = 0; i < cells->count; i++) {
        Cells one = *cells;
        one.first = cells->first + (arguments[0] ? cells->count - 1 - i : i);
        one.count = 1;
        const int32_t wrong = run_cells(&one, arguments + 1, length - 3);
        if (wrong) return at + 3 + wrong;
      }
      break;
    }
    default: return at + 1;
    }
    at += length;
  }
  return 0;
}

/*
 * Goes through cells in raster order: rows [first row, end row), from a first cell to the last that matters. Words:
 * first row, end row, width, cells to go through at most, ring, table of unknown cells, colours, then the lengths of
 * four kinds of programs, and the programs: for a row that begins; for known cells in a run; for an unknown cell,
 * one for each colour; for a row that is complete.
 */
static int32_t run_sample(const Call *call, const int32_t *w, int32_t words) {
  const int32_t width = w[2], end = w[3], colours = w[6];
  const int32_t *unknown = table(call, w[5]);
  const int32_t *lengths = w + 7;
  const int32_t begin_length = lengths[0], known_length = lengths[1], *colour_lengths = lengths + 2;
  const int32_t *begin_program = lengths + 3 + colours, *known_program = begin_program + begin_length;
  const int32_t *colour_programs = known_program + known_length, *end_program = colour_programs;
  for (int32_t colour = 0; colour < colours; colour++) end_program += colour_lengths[colour];
  const int32_t end_length = colour_lengths[colours];
  if (end_program + end_length - w > words) return 1;
  Cells cells = {*call, 0, 1, w[4]};
  for (int32_t row = w[0]; row < w[1]; row++) {
    const int32_t row_end = (row + 1) * width, last = row_end < end ? row_end : end;
    if (row * width >= last) break;
    cells.first = row * width;
    cells.count = last - cells.first;
    if (run_cells(&cells, begin_program, begin_length)) return 1;
    for (int32_t cell = row * width; cell < last; cell += cells.count) {
      cells.first = cell;
      cells.count = 1;
      if (!unknown[cell]) {
        while (cell + cells.count < last && !unknown[cell + cells.count]) cells.count++;
        if (run_cells(&cells, known_program, known_length)) return 1;
        continue;
      }
      const int32_t *program = colour_programs;
      for (int32_t colour = 0; colour < colours; program += colour_lengths[colour++])
        if (run_cells(&cells, program, colour_lengths[colour])) return 1;
    }
    if (row_end > end) break;
    cells.first = row * width;
    cells.count = width;
    if (run_cells(&cells, end_program, end_length)) return 1;
  }
  return 0;
}

#endif
