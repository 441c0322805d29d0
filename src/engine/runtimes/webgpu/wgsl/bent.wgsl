// Without an overflow on the way, which WGSL leaves undefined.
fn sigmoid(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  return select(e, vec4f(1), x >= vec4f(0)) / (1 + e);
}

fn hyperbolic_tangent(x: vec4f) -> vec4f {
  let e = exp(-2 * abs(x));
  return sign(x) * (1 - e) / (1 + e);
}
