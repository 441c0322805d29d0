/*
 * Pixel cross-entropy (sections 2.1 and 2.2 of the paper): softmax, loss and gradient of the logits in one pass over
 * them, the gradient in their place.
 */
#ifndef PIXELLOOM_ENTROPY_H
#define PIXELLOOM_ENTROPY_H

#include "program.h"
#include "transcendental.h"

typedef struct {
  Map logits, pixels;
  int32_t cells, channels, levels;
  /* What the gradient is multiplied with; 0 leaves the logits as they are. */
  float scale;
  /* [cells] Which row of the pixels each cell is judged by; -1 where it is a copy and doesn't count; none: its own. */
  const int32_t *judged;
  /* A float a cell: 0 where it doesn't count in this image; none: all do. */
  Map counts;
  /* A float an image, added to nothing: its nats. */
  Map nats;
} CrossEntropy;

static float e_to_the(float x) { return exponential(splat(x))[0]; }

/* Two levels: 1 with probability sigmoid(logit). */
static float bernoulli(float *logit, float level, float scale) {
  const float z = *logit, size = z < 0 ? -z : z;
  const float small = e_to_the(-size);
  /* softplus of the logit with the sign of what did not happen */
  const float wrong = level > 0 ? -z : z;
  const float nats = (wrong > 0 ? wrong : wrong == wrong ? 0 : wrong) + (float)natural_logarithm(1 + (double)small);
  if (scale != 0) {
    const float p = z < 0 ? small / (1 + small) : 1 / (1 + small);
    *logit = (p - level) * scale;
  }
  return nats;
}

/* More levels: softmax over `levels` logits. */
static float multinomial(float *logits, int32_t levels, int32_t level, float scale) {
  float largest = logits[0];
  for (int32_t i = 1; i < levels; i++)
    if (!(logits[i] <= largest)) largest = logits[i];
  const float own = logits[level];
  float total = 0;
  int32_t i = 0;
  if (scale != 0) {
    Floats sums = splat(0);
    for (; i + LANES <= levels; i += LANES) {
      const Floats e = exponential(load(logits + i) - splat(largest));
      store(logits + i, e);
      sums += e;
    }
    for (int lane = 0; lane < LANES; lane++) total += sums[lane];
    for (; i < levels; i++) total += logits[i] = e_to_the(logits[i] - largest);
    const float factor = scale / total;
    for (int32_t n = 0; n < levels; n++) logits[n] *= factor;
    logits[level] -= scale;
  } else {
    Floats sums = splat(0);
    for (; i + LANES <= levels; i += LANES) sums += exponential(load(logits + i) - splat(largest));
    for (int lane = 0; lane < LANES; lane++) total += sums[lane];
    for (; i < levels; i++) total += e_to_the(logits[i] - largest);
  }
  return logarithm(total) + (largest - own);
}

static void run_cross_entropy(const CrossEntropy *e, int32_t images) {
  for (int32_t image = 0; image < images; image++) {
    double sum = 0;
    for (int32_t cell = 0; cell < e->cells; cell++) {
      float *logits = e->logits.base + (size_t)image * e->logits.image + (size_t)cell * e->logits.row;
      const int32_t row = e->judged ? e->judged[cell] : cell;
      const int32_t per_channel = e->levels == 2 ? 1 : e->levels;
      const float *counts = e->counts.base;
      if (counts) counts += (size_t)image * e->counts.image + (size_t)cell * e->counts.row;
      if (row < 0 || (counts && *counts == 0)) {
        if (e->scale != 0)
          for (int32_t i = 0; i < e->channels * per_channel; i++) logits[i] = 0;
        continue;
      }
      const float *pixel = e->pixels.base + (size_t)image * e->pixels.image + (size_t)row * e->pixels.row;
      for (int32_t channel = 0; channel < e->channels; channel++) {
        float *own = logits + channel * per_channel;
        sum += e->levels == 2 ? bernoulli(own, pixel[channel], e->scale)
                              : multinomial(own, e->levels, (int32_t)pixel[channel], e->scale);
      }
    }
    e->nats.base[(size_t)image * e->nats.image] = (float)sum;
  }
}

/* Words: logits and pixels maps, cells, channels, levels, scale, judged, nats and counts maps. 17. */
static CrossEntropy cross_entropy_at(const Call *call, const int32_t *w) {
  return (CrossEntropy){
      .logits = map_at(call, w),
      .pixels = map_at(call, w + 3),
      .cells = w[6],
      .channels = w[7],
      .levels = w[8],
      .scale = float_at(w[9]),
      .judged = table(call, w[10]),
      .nats = map_at(call, w + 11),
      .counts = map_at(call, w + 14),
  };
}

#endif
