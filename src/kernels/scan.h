/*
 * LSTM layers, a step of their wavefront at a time (sections 3.1 and 3.2 of the paper): rows, or diagonals from
 * either side; which, only the tables know. All images and cells of a step are one product.
 *
 *     o, f, i, g = to_state + kernel * hidden;    c = s(f) c' + s(i) tanh(g);    h = s(o) tanh(c)
 *
 * Gates lie side by side in a row, `hidden` features each.
 */
#ifndef PIXELLOOM_SCAN_H
#define PIXELLOOM_SCAN_H

#include "product.h"
#include "transcendental.h"

/* The tap whose cell state is carried on: the state above of a Row LSTM, that behind of a diagonal. */
enum { CARRIED_TAP = 1 };

typedef struct {
  /* x is the hidden map, y and add the gates. */
  Product product;
  /* Each step: first cell of the list, cells. */
  const int32_t *steps;
  int32_t step_count, hidden;
  Map cell;
  const float *initial_cell;
} Scan;

static inline const float *carried(const Scan *s, int32_t image, int32_t position) {
  int32_t from = s->product.tap_table[(size_t)position * (size_t)s->product.taps + CARRIED_TAP];
  return from < 0 ? s->initial_cell : s->cell.base + place(s->cell, image, from);
}

static void run_scan(const Scan *s, int32_t images) {
  const int32_t hidden = s->hidden;
  for (int32_t step = 0; step < s->step_count; step++) {
    const int32_t first = s->steps[2 * step], count = s->steps[2 * step + 1];
    run_product(&s->product, images, first, count);
    for (int32_t image = 0; image < images; image++) {
      for (int32_t position = first; position < first + count; position++) {
        const int32_t at = s->product.cell_list[position];
        float *gates = s->product.y.base + place(s->product.y, image, at);
        float *h = s->product.x.base + place(s->product.x, image, at);
        float *c = s->cell.base + place(s->cell, image, at);
        const float *before = carried(s, image, position);
        for (int32_t j = 0; j < hidden; j += LANES) {
          const Floats o = sigmoid(load(gates + j)), f = sigmoid(load(gates + hidden + j));
          const Floats i = sigmoid(load(gates + 2 * hidden + j)), g = hyperbolic_tangent(load(gates + 3 * hidden + j));
          const Floats cell = multiply_add(f, load(before + j), i * g);
          store(gates + j, o);
          store(gates + hidden + j, f);
          store(gates + 2 * hidden + j, i);
          store(gates + 3 * hidden + j, g);
          store(c + j, cell);
          store(h + j, o * hyperbolic_tangent(cell));
        }
      }
    }
  }
}

/* Words: a product (27), steps, step count, hidden, cell map, initial cell. 34. */
static Scan scan_at(const Call *call, const int32_t *w) {
  return (Scan){
      .product = product_at(call, w),
      .steps = table(call, w[27]),
      .step_count = w[28],
      .hidden = w[29],
      .cell = map_at(call, w + 30),
      .initial_cell = operand(call, w[33]),
  };
}

typedef struct {
  /* x is the gates, whose gradient they become; y and add the gradient of the hidden map, in place. */
  Product product;
  const int32_t *steps;
  int32_t step_count, hidden;
  Map cell;
  const float *initial_cell;
  /* The taps of the scan itself, which the product's are the inverse of. */
  const int32_t *taps_before;
  /* Gradient of the cell state, as it comes to the cell that it was carried from. */
  Map carried;
  /* Sums that grow: [taps][4 hidden] of gates whose tap was the initial hidden state, [hidden]. */
  float *initial_sums, *initial_cell_gradient;
} ScanGradient;

static void run_scan_gradient(const ScanGradient *s, int32_t images) {
  const int32_t hidden = s->hidden, taps = s->product.taps;
  for (int32_t step = s->step_count - 1; step >= 0; step--) {
    const int32_t first = s->steps[2 * step], count = s->steps[2 * step + 1];
    if (step < s->step_count - 1) run_product(&s->product, images, first, count);
    for (int32_t image = 0; image < images; image++) {
      for (int32_t position = first; position < first + count; position++) {
        const int32_t at = s->product.cell_list[position];
        const int32_t *before = s->taps_before + (size_t)position * (size_t)taps;
        const int32_t after = s->product.tap_table[(size_t)position * (size_t)taps + CARRIED_TAP];
        float *gates = s->product.x.base + place(s->product.x, image, at);
        const float *d = s->product.y.base + place(s->product.y, image, at);
        const float *c = s->cell.base + place(s->cell, image, at);
        const int32_t from = before[CARRIED_TAP];
        const float *earlier = from < 0 ? s->initial_cell : s->cell.base + place(s->cell, image, from);
        const float *later = after < 0 ? zeros : s->carried.base + place(s->carried, image, after);
        float *on = s->carried.base + place(s->carried, image, at);
        for (int32_t j = 0; j < hidden; j += LANES) {
          const Floats o = load(gates + j), f = load(gates + hidden + j);
          const Floats i = load(gates + 2 * hidden + j), g = load(gates + 3 * hidden + j);
          const Floats one = splat(1), dh = load(d + j), bent = hyperbolic_tangent(load(c + j));
          const Floats dc = multiply_add(dh * o, one - bent * bent, load(later + j));
          store(on + j, dc * f);
          store(gates + j, dh * bent * o * (one - o));
          store(gates + hidden + j, dc * load(earlier + j) * f * (one - f));
          store(gates + 2 * hidden + j, dc * g * i * (one - i));
          store(gates + 3 * hidden + j, dc * i * (one - g * g));
          if (from == -2) {
            float *sum = s->initial_cell_gradient + j;
            store(sum, load(sum) + dc * f);
          }
        }
        for (int32_t tap = 0; tap < taps; tap++) {
          if (before[tap] != -2) continue;
          float *sum = s->initial_sums + (size_t)tap * 4 * (size_t)hidden;
          for (int32_t j = 0; j < 4 * hidden; j += LANES) store(sum + j, load(sum + j) + load(gates + j));
        }
      }
    }
  }
}

/* Words: a product (27), steps, step count, hidden, cell map, initial cell, taps before, carried map, initial sums,
   initial cell gradient. 40. */
static ScanGradient scan_gradient_at(const Call *call, const int32_t *w) {
  return (ScanGradient){
      .product = product_at(call, w),
      .steps = table(call, w[27]),
      .step_count = w[28],
      .hidden = w[29],
      .cell = map_at(call, w + 30),
      .initial_cell = operand(call, w[33]),
      .taps_before = table(call, w[34]),
      .carried = map_at(call, w + 35),
      .initial_sums = operand(call, w[38]),
      .initial_cell_gradient = operand(call, w[39]),
  };
}

#endif
