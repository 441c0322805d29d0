/*
 * Ancestral sampling (section 2.1 of the paper) with only what is new computed: a cell, or a run of known cells, at a
 * time, in raster order. Within a pixel each colour's features are computed once, when all that they see is known.
 *
 * The instructions here work on the cells and maps that cells.h tells of.
 */
#ifndef PIXELLOOM_SAMPLE_H
#define PIXELLOOM_SAMPLE_H

#include "cells.h"
#include "draw.h"

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

/* What is summed of an image as it is drawn: doubles, in this order. */
enum { SUM_OF_DRAWN_NATS, SUM_OF_GAINS, SUM_OF_JUDGED_NATS };

static double *sums_of(Map sums, int32_t image) { return (double *)(void *)(sums.base + (size_t)image * sums.image); }

/* Draws one channel of every image, and adds what that came to. Words: logits map, first column, levels,
   pixels map (not a ring), channel, number of the first image, scale, seed, temperature and top-p (an operand of two
   doubles), sums map, map of what is added to logits (no ring; floats of an image are those of each set of it, none:
   nothing is added), images that share a set of it. */
static void run_cell_draw(const Cells *cells, const int32_t *w) {
  const Call *call = &cells->call;
  const Map logits = map_at(call, w), pixels = map_at(call, w + 5), sums = map_at(call, w + 13);
  const float *added = operand(call, w[16]);
  const double *choice = (const double *)(const void *)operand(call, w[12]);
  const int32_t channel = w[8], cell = cells->first;
  for (int32_t image = 0; image < call->images; image++) {
    const float *own = logits.base + ring_place(logits, image, cell & cells->ring) + w[3];
    const uint32_t variant = (uint32_t)w[9] + (uint32_t)(call->first + image);
    const double u = uniform((uint32_t)w[11], (uint32_t)cell, (uint32_t)channel, variant, (uint32_t)w[10]);
    float *pixel = pixels.base + (size_t)image * pixels.image + (size_t)cell * pixels.row;
    const size_t set = (size_t)((call->first + image) / w[19]);
    const float *more = added ? added + set * (size_t)w[17] + (size_t)cell * (size_t)w[18] + w[3] : NULL;
    const Drawn drawn = draw_level(own, more, w[4], u, choice[0], choice[1]);
    pixel[channel] = (float)drawn.level;
    double *sum = sums_of(sums, image);
    sum[SUM_OF_DRAWN_NATS] += drawn.nats;
    sum[SUM_OF_GAINS] += drawn.gain;
  }
}

/* Adds what known values cost. Words: logits map, first column, levels, pixels map (not a ring), channel, sums map. */
static void run_cell_judge(const Cells *cells, const int32_t *w) {
  const Call *call = &cells->call;
  const Map logits = map_at(call, w), pixels = map_at(call, w + 5), sums = map_at(call, w + 9);
  for (int32_t image = 0; image < call->images; image++) {
    double sum = 0;
    for (int32_t cell = cells->first; cell < cells->first + cells->count; cell++) {
      const float *own = logits.base + ring_place(logits, image, cell & cells->ring) + w[3];
      sum += judge_level(own, w[4], (int32_t)(pixels.base + ring_place(pixels, image, cell))[w[8]]);
    }
    sums_of(sums, image)[SUM_OF_JUDGED_NATS] += sum;
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
    case OPCODE_CELL_JUDGE: run_cell_judge(cells, arguments); break;
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
 * first row, end row, width, cells to go through at most, ring, table of what is done with cells, colours, then the
 * lengths of five kinds of programs, and the programs: for a row that begins; for known cells in a run (0 in the
 * table); for known cells in a run that are judged (2); for an unknown cell (1), one for each colour; for a row that is
 * complete.
 */
enum { CELL_UNKNOWN = 1, CELL_JUDGED = 2 };

static int32_t run_sample(const Call *call, const int32_t *w, int32_t words) {
  const int32_t width = w[2], end = w[3], colours = w[6];
  const int32_t *kinds = table(call, w[5]);
  const int32_t *lengths = w + 7;
  const int32_t begin_length = lengths[0], known_length = lengths[1], judged_length = lengths[2];
  const int32_t *colour_lengths = lengths + 3;
  const int32_t *begin_program = lengths + 4 + colours, *known_program = begin_program + begin_length;
  const int32_t *judged_program = known_program + known_length;
  const int32_t *colour_programs = judged_program + judged_length, *end_program = colour_programs;
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
      if (kinds[cell] != CELL_UNKNOWN) {
        const int judged = kinds[cell] == CELL_JUDGED;
        while (cell + cells.count < last && kinds[cell + cells.count] == kinds[cell]) cells.count++;
        if (run_cells(&cells, judged ? judged_program : known_program, judged ? judged_length : known_length)) return 1;
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
