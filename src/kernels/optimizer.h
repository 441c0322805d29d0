/*
 * Gradients summed over threads, and optimizers over flat parameters. Every thread does its own share: thread `first`
 * of `images` threads.
 */
#ifndef PIXELLOOM_OPTIMIZER_H
#define PIXELLOOM_OPTIMIZER_H

#include "program.h"

typedef struct {
  int32_t from, to;
} Share;

/* Shares begin at multiples of 16 floats, so that no two threads write to one line of cache. */
static Share share_of(const Call *call, int32_t count) {
  const int32_t lines = (count + 15) / 16;
  const int32_t from = (int32_t)((int64_t)lines * call->first / call->images) * 16;
  const int32_t to = (int32_t)((int64_t)lines * (call->first + 1) / call->images) * 16;
  return (Share){from, to < count ? to : count};
}

/* to[i] = from[index[i]], zero for a negative index. Words: to, from, index, count. */
static void run_gather(const Call *call, const int32_t *w) {
  float *to = operand(call, w[0]);
  const float *from = operand(call, w[1]);
  const int32_t *index = table(call, w[2]);
  const Share share = share_of(call, w[3]);
  for (int32_t i = share.from; i < share.to; i++) to[i] = index[i] < 0 ? 0 : from[index[i]];
}

/*
 * to[i] = the sum over threads, in their order, of from[index[i]]; zero for a negative index. The sum of squares, a
 * double, goes to the thread's own place. Words: to, from (of the first thread), floats / 16 from thread to thread,
 * threads, index, count, squares.
 */
static void run_sum_gradients(const Call *call, const int32_t *w) {
  float *to = operand(call, w[0]);
  const float *from = operand(call, w[1]);
  const size_t stride = (size_t)w[2] * 16;
  const int32_t *index = table(call, w[4]);
  const Share share = share_of(call, w[5]);
  double squares = 0;
  for (int32_t i = share.from; i < share.to; i++) {
    float sum = 0;
    if (index[i] >= 0)
      for (int32_t thread = 0; thread < w[3]; thread++) sum += from[(size_t)thread * stride + (size_t)index[i]];
    to[i] = sum;
    squares += (double)sum * (double)sum;
  }
  *(double *)(operand(call, w[6]) + (size_t)call->first * 16) = squares;
}

/* An average of the weights moved towards them; and whether all are numbers, 1 or 0 at the thread's own place. */
static void average_and_check(const Call *call, Share share, const float *weights, float *average, float portion,
                              float *finite) {
  float sum = 0;
  for (int32_t i = share.from; i < share.to; i++) sum += weights[i] * 0.0f;
  finite[(size_t)call->first * 16] = sum == 0;
  if (!average) return;
  for (int32_t i = share.from; i < share.to; i++) average[i] += portion * (weights[i] - average[i]);
}

/* Words: weights, gradients, squares, average, count, scale, rate, decay, 1 - decay, epsilon, portion of the average,
   finite. The rest of a decay is given, for single precision can't tell it from the decay. */
static void run_rmsprop(const Call *call, const int32_t *w) {
  float *weights = operand(call, w[0]), *squares = operand(call, w[2]);
  const float *gradients = operand(call, w[1]);
  const Share share = share_of(call, w[4]);
  const float scale = float_at(w[5]), rate = float_at(w[6]), decay = float_at(w[7]), rest = float_at(w[8]);
  const float epsilon = float_at(w[9]);
  for (int32_t i = share.from; i < share.to; i++) {
    const float g = gradients[i] * scale;
    const float square = decay * squares[i] + rest * g * g;
    squares[i] = square;
    weights[i] -= rate * g / (__builtin_sqrtf(square) + epsilon);
  }
  average_and_check(call, share, weights, operand(call, w[3]), float_at(w[10]), operand(call, w[11]));
}

/* Words: weights, gradients, squares, means, average, count, scale, rate / (1 - decay^t), decay, 1 - decay, square
   decay, 1 - square decay, 1 / sqrt(1 - square decay^t), epsilon, portion of the average, finite. */
static void run_adam(const Call *call, const int32_t *w) {
  float *weights = operand(call, w[0]), *squares = operand(call, w[2]), *means = operand(call, w[3]);
  const float *gradients = operand(call, w[1]);
  const Share share = share_of(call, w[5]);
  const float scale = float_at(w[6]), rate = float_at(w[7]), decay = float_at(w[8]), rest = float_at(w[9]);
  const float square_decay = float_at(w[10]), square_rest = float_at(w[11]), square_scale = float_at(w[12]);
  const float epsilon = float_at(w[13]);
  for (int32_t i = share.from; i < share.to; i++) {
    const float g = gradients[i] * scale;
    const float mean = decay * means[i] + rest * g;
    const float square = square_decay * squares[i] + square_rest * g * g;
    means[i] = mean;
    squares[i] = square;
    weights[i] -= rate * mean / (__builtin_sqrtf(square) * square_scale + epsilon);
  }
  average_and_check(call, share, weights, operand(call, w[4]), float_at(w[14]), operand(call, w[15]));
}

#endif
