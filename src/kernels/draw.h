/*
 * One level from its logits, by inverse CDF with a random number that is addressed, not counted: the same as
 * src/engine/sampling/draw.ts and src/engine/random, but for the exponentials, which are single precision's.
 */
#ifndef PIXELLOOM_DRAW_H
#define PIXELLOOM_DRAW_H

#include "transcendental.h"

enum { MOST_LEVELS = 256, PURPOSE_DRAW = 4 };

/* Philox4x32-10 (Salmon et al. 2011): the first two words of a block, as a number in [0, 1) of 53 bits. */
static double uniform(uint32_t seed, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  uint32_t c0 = a, c1 = b, c2 = c, c3 = d, k0 = seed, k1 = PURPOSE_DRAW;
  for (int round = 0; round < 10; round++) {
    const uint64_t first = UINT64_C(0xd2511f53) * c0, second = UINT64_C(0xcd9e8d57) * c2;
    c0 = (uint32_t)(second >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)second;
    c2 = (uint32_t)(first >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)first;
    k0 += UINT32_C(0x9e3779b9);
    k1 += UINT32_C(0xbb67ae85);
  }
  return ((double)(c0 >> 5) * 67108864.0 + (double)(c1 >> 6)) / 9007199254740992.0;
}

/* Zeroes all weights but the largest that together reach the share `top` of the sum, the lower level first among
   equals. */
static void keep_likeliest(float *weights, int32_t levels, double top) {
  uint8_t order[MOST_LEVELS];
  double total = 0;
  for (int32_t v = 0; v < levels; v++) {
    int32_t place = v;
    total += (double)weights[v];
    while (place > 0 && weights[order[place - 1]] < weights[v]) {
      order[place] = order[place - 1];
      place--;
    }
    order[place] = (uint8_t)v;
  }
  double kept = 0;
  for (int32_t i = 0; i < levels; i++) {
    const double weight = (double)weights[order[i]];
    if (kept >= top * total) weights[order[i]] = 0;
    kept += weight;
  }
}

/* What is known of a value once it is drawn. */
typedef struct {
  int32_t level;
  /* -log of its probability as the model has it: at temperature 1, with nothing left out or added. */
  double nats;
  /* Where something was added to its logits: log of how much likelier it is without, at the same temperature. */
  double gain;
} Drawn;

/* A softmax not yet divided by its sum: exp of logits beneath the largest, sharpened; 16 at a time. */
static void weigh(const float *logits, int32_t padded, float largest, float sharper, float *weights) {
  for (int32_t v = 0; v < padded; v += LANES)
    store(weights + v, exponential((load(logits + v) - splat(largest)) * splat(sharper)));
}

static double sum_of_line(const float *x) {
  double sums[8];
  for (int i = 0; i < 8; i++) sums[i] = (double)x[i] + (double)x[i + 8];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

/* Sums of lines of 16 weights, and of all. */
static double sum_of_lines(const float *weights, int32_t padded, double *lines) {
  double total = 0;
  for (int32_t v = 0; v < padded; v += 16) total += lines[v / 16] = sum_of_line(weights + v);
  return total;
}

/* The smallest v with weights[0] + .. + weights[v] > target: its line first, then its place. */
static int32_t level_at(const float *weights, int32_t padded, const double *lines, double target) {
  double sum = 0;
  int32_t last = 0;
  for (int32_t v = 0; v < padded; v += 16) {
    if (sum + lines[v / 16] > target) {
      double within = sum;
      for (int32_t i = v; i < v + 16; i++) {
        if (weights[i] > 0) last = i;
        within += (double)weights[i];
        if (within > target) return i;
      }
      return last;
    }
    sum += lines[v / 16];
    if (lines[v / 16] > 0) last = v;
  }
  /* Only where rounding makes the target reach the sum: the last that can be drawn. */
  int32_t place = last + 15;
  while (place > last && !(weights[place] > 0)) place--;
  return place;
}

/* Logits in whole lines, as one for each level: two levels have one logit, that of 1. Returns them where they lie. */
static const float *whole_lines(const float *logits, int32_t levels, float *own) {
  if (levels % 16 == 0) return logits;
  for (int32_t v = 0; v < (levels + 15) / 16 * 16; v++)
    own[v] = v >= levels ? -__builtin_inff() : levels > 2 ? logits[v] : v == 0 ? 0 : logits[0];
  return own;
}

static float largest_of(const float *z, int32_t padded) {
  Floats greatest = load(z);
  for (int32_t v = LANES; v < padded; v += LANES) {
    const Floats x = load(z + v);
    greatest = choose((Integers)(x > greatest), x, greatest);
  }
  float largest = greatest[0];
  for (int lane = 1; lane < LANES; lane++)
    if (greatest[lane] > largest) largest = greatest[lane];
  return largest;
}

/* -log of the softmax of logits, sharpened, at a level. */
static double nats_of_level(const float *z, int32_t padded, float sharper, int32_t level) {
  float weights[MOST_LEVELS];
  double lines[MOST_LEVELS / 16];
  const float largest = largest_of(z, padded);
  weigh(z, padded, largest, sharper, weights);
  return natural_logarithm(sum_of_lines(weights, padded, lines)) + (double)((largest - z[level]) * sharper);
}

/* What a known value costs, as the model has it. */
static double judge_level(const float *logits, int32_t levels, int32_t level) {
  float own[MOST_LEVELS];
  return nats_of_level(whole_lines(logits, levels, own), (levels + 15) / 16 * 16, 1, level);
}

/* The smallest v with P(0) + .. + P(v) > u. Logits of more than two levels lie in whole lines, and so does what is
   added to them before the draw: `added`, or none. */
static Drawn draw_level(const float *logits, const float *added, int32_t levels, double u, double temperature,
                        double top) {
  float own[MOST_LEVELS], moved[MOST_LEVELS], weights[MOST_LEVELS];
  double lines[MOST_LEVELS / 16];
  const int32_t padded = (levels + 15) / 16 * 16;
  const float *plain = whole_lines(logits, levels, own), *z = plain;
  if (added) {
    if (levels == 2) {
      for (int32_t v = 0; v < padded; v++) moved[v] = v == 1 ? plain[1] + added[0] : plain[v];
    } else {
      for (int32_t v = 0; v < padded; v++) moved[v] = v < levels ? plain[v] + added[v] : plain[v];
    }
    z = moved;
  }
  const float largest = largest_of(z, padded);
  weigh(z, padded, largest, 1, weights);
  double total = sum_of_lines(weights, padded, lines);
  const double normal = natural_logarithm(total);
  Drawn drawn = {0, 0, 0};
  if (temperature == 0) {
    while (drawn.level < levels - 1 && !(z[drawn.level] == largest)) drawn.level++;
  } else {
    const float sharper = (float)(1 / temperature);
    if (temperature != 1 || top < 1) {
      weigh(z, padded, largest, sharper, weights);
      if (top < 1) keep_likeliest(weights, levels, top);
      total = sum_of_lines(weights, padded, lines);
    }
    drawn.level = level_at(weights, padded, lines, u * total);
    if (added) {
      const double chosen = natural_logarithm(total) + (double)((largest - z[drawn.level]) * sharper);
      drawn.gain = chosen - nats_of_level(plain, padded, sharper, drawn.level);
    }
  }
  drawn.nats = added ? nats_of_level(plain, padded, 1, drawn.level) : normal + (double)(largest - z[drawn.level]);
  return drawn;
}

#endif
