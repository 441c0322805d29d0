// What every kernel is bound to, the arena by four floats: rows of maps begin at multiples of 16.
@group(0) @binding(0) var<storage, read_write> arena: array<vec4f>;
@group(0) @binding(1) var<storage, read> tables: array<i32>;
@group(0) @binding(3) var<storage, read_write> scratch: array<vec4f>;
