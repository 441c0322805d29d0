// Philox4x32-10 (Salmon et al. 2011), as src/engine/random/philox.ts has it.
const purpose_draw = 4u;

// The upper half of a product of 64 bits.
fn multiply_high(a: u32, b: u32) -> u32 {
  let a_low = a & 0xffffu;
  let a_high = a >> 16u;
  let b_low = b & 0xffffu;
  let b_high = b >> 16u;
  let middle = a_high * b_low + ((a_low * b_low) >> 16u);
  let carry = a_low * b_high + (middle & 0xffffu);
  return a_high * b_high + (middle >> 16u) + (carry >> 16u);
}

// A number in [0, 1): the first 24 of the 53 bits that the processor makes of the same address.
fn uniform_number(seed: u32, address: vec4u) -> f32 {
  var c = address;
  var key = vec2u(seed, purpose_draw);
  for (var round = 0; round < 10; round++) {
    let high0 = multiply_high(0xd2511f53u, c.x);
    let high1 = multiply_high(0xcd9e8d57u, c.z);
    c = vec4u(high1 ^ c.y ^ key.x, 0xcd9e8d57u * c.z, high0 ^ c.w ^ key.y, 0xd2511f53u * c.x);
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return f32(c.x >> 8u) / 16777216.0;
}
