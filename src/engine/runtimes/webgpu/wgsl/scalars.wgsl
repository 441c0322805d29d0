// What every kernel is bound to. The arena is laid out as a plan says (src/engine/plans), in floats.
@group(0) @binding(0) var<storage, read_write> arena: array<f32>;
@group(0) @binding(1) var<storage, read> tables: array<i32>;
@group(0) @binding(3) var<storage, read_write> scratch: array<f32>;
