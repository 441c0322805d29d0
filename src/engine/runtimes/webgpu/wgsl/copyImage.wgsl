// Makes an image what another is, in maps of a list: where each begins, and floats of an image. Workgroups share a map.
struct Words { list: i32, source: i32, copy: i32 }
@group(0) @binding(2) var<uniform> w: Words;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) t: u32,
) {
  let map = w.list + 2 * i32(group.x);
  let quads = tables[map + 1] / 4;
  let begin = tables[map] / 4;
  for (var i = i32(64 * group.y + t); i < quads; i += 64 * i32(groups.y)) {
    arena[begin + w.copy * quads + i] = arena[begin + w.source * quads + i];
  }
}
