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
static void keep_likeliest(double *weights, int32_t levels, double top) {
  uint8_t order[MOST_LEVELS];
  double total = 0;
  for (int32_t v = 0; v < levels; v++) {
    int32_t place = v;
    total += weights[v];
    while (place > 0 && weights[order[place - 1]] < weights[v]) {
      order[place] = order[place - 1];
      place--;
    }
    order[place] = (uint8_t)v;
  }
  double kept = 0;
  for (int32_t i = 0; i < levels; i++) {
    const double weight = weights[order[i]];
    if (kept >= top * total) weights[order[i]] = 0;
    kept += weight;
  }
}

/* The smallest v with P(0) + .. + P(v) > u. Two levels have one logit, that of 1; more are a multiple of 16 floats. */
static int32_t draw_level(const float *logits, int32_t levels, double u, double temperature, double top) {
  const float two[16] = {0, logits[0]};
  const float *z = levels == 2 ? two : logits;
  int32_t likeliest = 0;
  for (int32_t v = 1; v < levels; v++)
    if (z[v] > z[likeliest]) likeliest = v;
  if (temperature == 0) return likeliest;
  float exponentials[MOST_LEVELS];
  const Floats most = splat(z[likeliest]), sharper = splat((float)(1 / temperature));
  for (int32_t v = 0; v < levels; v += LANES) store(exponentials + v, exponential((load(z + v) - most) * sharper));
  double weights[MOST_LEVELS], total = 0, sum = 0;
  for (int32_t v = 0; v < levels; v++) weights[v] = (double)exponentials[v];
  if (top < 1) keep_likeliest(weights, levels, top);
  for (int32_t v = 0; v < levels; v++) total += weights[v];
  const double target = u * total;
  for (int32_t v = 0; v < levels; v++) {
    sum += weights[v];
    if (sum > target) return v;
  }
  /* Only where rounding makes u * total reach the sum. */
  int32_t last = levels - 1;
  while (last > 0 && !(weights[last] > 0)) last--;
  return last;
}

#endif
