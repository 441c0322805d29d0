/*
 * exp, sigmoid, tanh and log of vectors of floats.
 *
 * Largest errors over all floats, found by trying them (test/kernels): see docs/performance.md. What is not a
 * number stays so.
 */
#ifndef PIXELLOOM_TRANSCENDENTAL_H
#define PIXELLOOM_TRANSCENDENTAL_H

#include "lanes.h"

/* 1.5 * 2^23: added to a small number it leaves the nearest whole number in the lowest bits. */
#define ROUNDING 12582912.0f

/* e^x; 0 below -87.3, infinity above 88.7. */
static inline Floats exponential(Floats x) {
  const Floats too_large = splat(88.7228394f), too_small = splat(-87.3365402f);
  Floats clamped = choose((Integers)(x > too_large), too_large, x);
  clamped = choose((Integers)(clamped < too_small), too_small, clamped);
  /* x = n ln 2 + r, |r| <= ln 2 / 2; ln 2 in two parts, so that nothing of r is lost. */
  Floats shifted = multiply_add(clamped, splat(1.44269504f), splat(ROUNDING));
  Floats n = shifted - splat(ROUNDING);
  Floats r = multiply_add(n, splat(-0.693359375f), clamped);
  r = multiply_add(n, splat(2.12194440e-4f), r);
  Floats p = splat(1.9875691500e-4f);
  p = multiply_add(p, r, splat(1.3981999507e-3f));
  p = multiply_add(p, r, splat(8.3334519073e-3f));
  p = multiply_add(p, r, splat(4.1665795894e-2f));
  p = multiply_add(p, r, splat(1.6666665459e-1f));
  p = multiply_add(p, r, splat(5.0000001201e-1f));
  p = multiply_add(p * r, r, r) + splat(1.0f);
  /* 2^n in two factors: n itself may be 128. */
  Integers whole = (Integers)shifted - splat_integer(0x4b400000);
  Integers half = whole >> 1;
  Floats first = (Floats)((half + splat_integer(127)) << 23);
  Floats second = (Floats)((whole - half + splat_integer(127)) << 23);
  Floats result = p * first * second;
  result = choose((Integers)(x > too_large), splat(__builtin_inff()), result);
  result = choose((Integers)(x < too_small), splat(0), result);
  return choose((Integers)(x == x), result, x);
}

/* 1 / (1 + e^-x). */
static inline Floats sigmoid(Floats x) { return splat(1) / (splat(1) + exponential(-x)); }

/* tanh x: a polynomial near zero, where the other form would lose digits. */
static inline Floats hyperbolic_tangent(Floats x) {
  const Integers sign = (Integers)x & splat_integer(INT32_MIN);
  Floats size = (Floats)((Integers)x & splat_integer(INT32_MAX));
  Floats far = splat(1) - splat(2) / (exponential(size + size) + splat(1));
  Floats square = x * x;
  Floats p = splat(-5.70498872745e-3f);
  p = multiply_add(p, square, splat(2.06390887954e-2f));
  p = multiply_add(p, square, splat(-5.37397155531e-2f));
  p = multiply_add(p, square, splat(1.33314422036e-1f));
  p = multiply_add(p, square, splat(-3.33332819422e-1f));
  Floats near = multiply_add(p * square, x, x);
  Floats signed_far = (Floats)((Integers)far | sign);
  Floats result = choose((Integers)(size < splat(0.625f)), near, signed_far);
  return choose((Integers)(x == x), result, x);
}

/* ln x of a positive, normal number; infinity for infinity. As precise relative to the result near 1, where it is
 * small. */
static inline double natural_logarithm(double x) {
  union {
    double number;
    uint64_t bits;
  } u = {x};
  if (!(x < __builtin_inf())) return x;
  int32_t exponent = (int32_t)(u.bits >> 52) - 1022;
  u.bits = (u.bits & UINT64_C(0x000fffffffffffff)) | UINT64_C(0x3fe0000000000000);
  double m = u.number;
  if (m < 0.70710678118654752) {
    exponent -= 1;
    m += m;
  }
  const double r = m - 1, square = r * r;
  double p = 7.0376836292e-2;
  p = p * r - 1.1514610310e-1;
  p = p * r + 1.1676998740e-1;
  p = p * r - 1.2420140846e-1;
  p = p * r + 1.4249322787e-1;
  p = p * r - 1.6668057665e-1;
  p = p * r + 2.0000714765e-1;
  p = p * r - 2.4999993993e-1;
  p = p * r + 3.3333331174e-1;
  return r - 0.5 * square + p * r * square + exponent * 0.6931471805599453;
}

static inline float logarithm(float x) { return (float)natural_logarithm((double)x); }

#endif
