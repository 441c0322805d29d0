// Ancestral sampling (section 2.1 of the paper) with only what is new computed: src/kernels/sample.h, a workgroup an
// image. Goes through a row's cells, or some of them, in raster order, and interprets for each, or for runs of known ones,
// the programs that the plan has for them. All that says which instruction comes next is read from tables and words,
// which are the same for the whole workgroup, since there are barriers within.
@compute @workgroup_size(threads)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let image = i32(group.x);
  let t = i32(index);
  var next = w.first;
  var colour = 0;
  for (var stage = 0; stage < 3;) {
    var at = 0;
    var end = 0;
    var first = w.row_first;
    var count = w.row_last - w.row_first;
    if (stage == 0) {
      at = w.begin_at;
      end = w.begin_end;
      stage = 1;
    } else if (next >= w.last) {
      at = w.complete_at;
      end = w.complete_end;
      stage = 3;
    } else {
      let kind = tables[w.kinds + next];
      first = next;
      count = 1;
      if (kind == 1) {
        at = tables[w.colours_at + 2 * colour];
        end = tables[w.colours_at + 2 * colour + 1];
        colour++;
        if (colour == w.colours) {
          colour = 0;
          next++;
        }
      } else {
        while (next + count < w.last && tables[w.kinds + next + count] == kind) { count++; }
        at = select(w.known_at, w.judged_at, kind == 2);
        end = select(w.known_end, w.judged_end, kind == 2);
        next += count;
      }
    }
    // A program that is run for one of these cells after another.
    let run_first = first;
    let run_count = count;
    var each_at = 0;
    var each_end = 0;
    var each_step = 1;
    var left = 0;
    while (at < end) {
      let arguments = at + 2;
      let length = tables[at + 1];
      switch (tables[at]) {
        case 17: { cell_product(arguments, image, first, count, t); }
        case 18: { cell_patches(arguments, image, first, count, t); }
        case 19: { cell_combine(arguments, image, first, count, t); }
        case 20: { cell_lstm(arguments, image, first, count, t); }
        case 21: { cell_draw(arguments, image, first, t); }
        case 24: { cell_fetch(arguments, image, first, count, t); }
        case 25: { cell_judge(arguments, image, first, count, t); }
        default: {
          // 22.
          let is_backwards = tables[arguments] != 0;
          each_at = at + 3;
          each_end = at + length;
          each_step = select(1, -1, is_backwards);
          left = count;
          first = select(run_first, run_first + run_count - 1, is_backwards);
          count = 1;
        }
      }
      // What an instruction wrote the next may read, and where it has read the next may write.
      storageBarrier();
      at += select(length, 3, tables[at] == 22);
      if (left > 0 && at == each_end) {
        left--;
        first += each_step;
        at = each_at;
        if (left == 0) {
          first = run_first;
          count = run_count;
          at = each_end;
        }
      }
    }
  }
}
