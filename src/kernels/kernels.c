/*
 * Runs programs (program.h) on the calling thread. Compiled once for each instruction set, PL_SUFFIX naming it.
 */
#include "abi.h"
#include "entropy.h"
#include "gradient.h"
#include "lanes.h"
#include "optimizer.h"
#include "product.h"
#include "program.h"
#include "sample.h"
#include "scan.h"

#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#ifdef PL_SUFFIX
#define EXPORTED(name) JOIN(name, PL_SUFFIX)
#else
#define EXPORTED(name) name

/* WebAssembly has one instruction set a module, and no addon around it that would tell. */
int32_t pl_abi_version(void);
int32_t pl_abi_version(void) { return PIXELLOOM_ABI_VERSION; }
#endif

int32_t EXPORTED(pl_panel)(void);
int32_t EXPORTED(pl_lanes)(void);
int32_t EXPORTED(pl_run)(float *shared, float *local, const int32_t *program, int32_t words, int32_t first,
                         int32_t images);

int32_t EXPORTED(pl_panel)(void) { return PANEL_COLUMNS; }

int32_t EXPORTED(pl_lanes)(void) { return LANES; }

/* Words: operand, floats an image, floats beside. */
static void run_zero(const Call *call, const int32_t *w) {
  float *to = operand(call, w[0]);
  const size_t count = (size_t)w[1] * (size_t)call->images + (size_t)w[2];
  for (size_t i = 0; i < count; i++) to[i] = 0;
}

/* y = a + b, b a map whose cell is told by a table (-1: nothing); ReLU if wanted.
   Words: y, a and b maps, table, cells, columns, relu. */
static void run_combine(const Call *call, const int32_t *w) {
  const Map y = map_at(call, w), a = map_at(call, w + 3), b = map_at(call, w + 6);
  const int32_t *from = table(call, w[9]);
  for (int32_t image = 0; image < call->images; image++) {
    for (int32_t cell = 0; cell < w[10]; cell++) {
      float *to = y.base + place(y, image, cell);
      const int32_t other = from ? from[cell] : cell;
      const float *left = a.base ? a.base + place(a, image, cell) : zeros;
      const float *right = b.base && other >= 0 ? b.base + place(b, image, other) : zeros;
      for (int32_t j = 0; j < w[11]; j += LANES) {
        Floats sum = load(left + j) + load(right + j);
        if (w[12]) sum = relu(sum);
        store(to + j, sum);
      }
    }
  }
}

/* Levels scaled to -1..1 and laid out as each cell's taps see them, [cells][taps x channels]; zeros outside.
   Words: pixels map, channels, taps, tap table, cells, y map, columns, 2 / (levels - 1). */
static void run_patches(const Call *call, const int32_t *w) {
  const Map pixels = map_at(call, w), y = map_at(call, w + 7);
  const int32_t channels = w[3], taps = w[4], cells = w[6], columns = w[10];
  const int32_t *tap_table = table(call, w[5]);
  const float scale = float_at(w[11]);
  for (int32_t image = 0; image < call->images; image++) {
    const float *own = pixels.base + (size_t)image * pixels.image;
    for (int32_t cell = 0; cell < cells; cell++) {
      float *to = y.base + place(y, image, cell);
      int32_t column = 0;
      for (int32_t tap = 0; tap < taps; tap++) {
        const int32_t from = tap_table[(size_t)cell * (size_t)taps + (size_t)tap];
        for (int32_t channel = 0; channel < channels; channel++)
          to[column++] = from < 0 ? 0 : own[(size_t)from * pixels.row + (size_t)channel] * scale - 1;
      }
      while (column < columns) to[column++] = 0;
    }
  }
}

/* x = f(x) for `lines` lines of 16 floats, f being 0 exp, 1 sigmoid, 2 tanh, 3 log. Words: operand, lines, f. */
static void run_apply(const Call *call, const int32_t *w) {
  float *x = operand(call, w[0]);
  for (int32_t i = 0; i < 16 * w[1]; i += LANES) {
    Floats value = load(x + i);
    if (w[2] == 0) value = exponential(value);
    if (w[2] == 1) value = sigmoid(value);
    if (w[2] == 2) value = hyperbolic_tangent(value);
    if (w[2] == 3)
      for (int32_t lane = 0; lane < LANES; lane++) value[lane] = logarithm(value[lane]);
    store(x + i, value);
  }
}

static int32_t run_program(const Call *call, const int32_t *program, int32_t words) {
  for (int32_t at = 0; at < words;) {
    const int32_t opcode = program[at], length = program[at + 1];
    const int32_t *arguments = program + at + 2;
    if (length < 2 || length > words - at) return at + 1;
    switch (opcode) {
    case OPCODE_ZERO: run_zero(call, arguments); break;
    case OPCODE_GATHER: run_gather(call, arguments); break;
    case OPCODE_PRODUCT: {
      const Product product = product_at(call, arguments);
      run_product(&product, call->images, 0, product.cells);
      break;
    }
    case OPCODE_KERNEL_GRADIENT: {
      const KernelGradient gradient = kernel_gradient_at(call, arguments);
      run_kernel_gradient(&gradient, call->images);
      break;
    }
    case OPCODE_SCAN: {
      const Scan scan = scan_at(call, arguments);
      run_scan(&scan, call->images);
      break;
    }
    case OPCODE_SCAN_GRADIENT: {
      const ScanGradient gradient = scan_gradient_at(call, arguments);
      run_scan_gradient(&gradient, call->images);
      break;
    }
    case OPCODE_CROSS_ENTROPY: {
      const CrossEntropy entropy = cross_entropy_at(call, arguments);
      run_cross_entropy(&entropy, call->images);
      break;
    }
    case OPCODE_COMBINE: run_combine(call, arguments); break;
    case OPCODE_PATCHES: run_patches(call, arguments); break;
    case OPCODE_SUM_GRADIENTS: run_sum_gradients(call, arguments); break;
    case OPCODE_RMSPROP: run_rmsprop(call, arguments); break;
    case OPCODE_ADAM: run_adam(call, arguments); break;
    case OPCODE_APPLY: run_apply(call, arguments); break;
    case OPCODE_SAMPLE:
      if (run_sample(call, arguments, length - 2)) return at + 1;
      break;
    case OPCODE_ONCE: {
      const Call once = {{call->regions[0], call->regions[1]}, 0, 1};
      const int32_t wrong = run_program(&once, arguments, length - 2);
      if (wrong) return at + 2 + wrong;
      break;
    }
    case OPCODE_IN_CHUNKS: {
      const int32_t chunk = arguments[0];
      if (chunk < 1) return at + 1;
      for (int32_t done = 0; done < call->images; done += chunk) {
        const int32_t left = call->images - done;
        const Call part = {{call->regions[0], call->regions[1]}, call->first + done, left < chunk ? left : chunk};
        const int32_t wrong = run_program(&part, arguments + 1, length - 3);
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

int32_t EXPORTED(pl_run)(float *shared, float *local, const int32_t *program, int32_t words, int32_t first,
                         int32_t images) {
  const Call call = {{shared, local}, first, images};
  return run_program(&call, program, words);
}
