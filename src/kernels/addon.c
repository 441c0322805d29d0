/*
 * The kernels as an addon for Node and Electron, over Node-API alone, so that one file serves all their versions:
 *
 *   abiVersion: number                of abi.h
 *   instructionSets: string[]         those that run here, the best first
 *   panel(set): number                columns of a packed panel; `set` counts in instructionSets
 *   lanes(set): number                floats of a vector
 *   misalignment(memory): number      bytes from the last multiple of 64 to where memory begins
 *   run(set, memory, shared, local, program, words, first, images): number
 *
 * `memory` is a Float32Array over whatever the caller has, mostly a SharedArrayBuffer; shared, local and program are
 * offsets in bytes. `run` returns what the program said: 0, or 1 + the word where there was none to understand.
 * Programs themselves are trusted: they come from the planner. Nothing is allocated, nothing kept.
 */
#define NAPI_VERSION 8
#include <node_api.h>
#include <stdlib.h>

#include "abi.h"
#include "instructionSets.h"

enum { SETS = sizeof instruction_sets / sizeof *instruction_sets, RUN_ARGUMENTS = 8 };

/* Which of instruction_sets run here. Every thread of JavaScript has its own, so that none sees another's half done. */
typedef struct {
  const InstructionSet *sets[SETS];
  int32_t count;
} Usable;

static napi_value fail(napi_env env, const char *message) {
  napi_throw_range_error(env, NULL, message);
  return NULL;
}

static const InstructionSet *set_of(napi_env env, const Usable *usable, napi_value value) {
  int32_t set = -1;
  if (napi_get_value_int32(env, value, &set) != napi_ok || set < 0 || set >= usable->count) return NULL;
  return usable->sets[set];
}

static void forget(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  free(data);
}

static napi_value panel(napi_env env, napi_callback_info info) {
  napi_value argument, result;
  size_t count = 1;
  void *usable;
  napi_get_cb_info(env, info, &count, &argument, NULL, &usable);
  const InstructionSet *set = count == 1 ? set_of(env, usable, argument) : NULL;
  if (!set) return fail(env, "panel: there is no such instruction set");
  napi_create_int32(env, set->panel(), &result);
  return result;
}

static napi_value lanes(napi_env env, napi_callback_info info) {
  napi_value argument, result;
  size_t count = 1;
  void *usable;
  napi_get_cb_info(env, info, &count, &argument, NULL, &usable);
  const InstructionSet *set = count == 1 ? set_of(env, usable, argument) : NULL;
  if (!set) return fail(env, "lanes: there is no such instruction set");
  napi_create_int32(env, set->lanes(), &result);
  return result;
}

/* JavaScript's buffers begin anywhere, and vectors that lie across two lines of cache cost twice. */
static napi_value misalignment(napi_env env, napi_callback_info info) {
  napi_value argument, buffer, result;
  size_t count = 1, length, offset;
  void *data;
  napi_typedarray_type type;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  if (count != 1 || napi_get_typedarray_info(env, argument, &type, &length, &data, &buffer, &offset) != napi_ok)
    return fail(env, "misalignment: memory is not a typed array");
  napi_create_uint32(env, (uint32_t)((uintptr_t)data & 63), &result);
  return result;
}

static napi_value run(napi_env env, napi_callback_info info) {
  napi_value arguments[RUN_ARGUMENTS], buffer, result;
  size_t count = RUN_ARGUMENTS, length, offset;
  void *data, *usable;
  napi_typedarray_type type;
  napi_get_cb_info(env, info, &count, arguments, NULL, &usable);
  const InstructionSet *set = count == RUN_ARGUMENTS ? set_of(env, usable, arguments[0]) : NULL;
  if (!set) return fail(env, "run: there is no such instruction set");
  if (napi_get_typedarray_info(env, arguments[1], &type, &length, &data, &buffer, &offset) != napi_ok ||
      type != napi_float32_array)
    return fail(env, "run: memory is not a Float32Array");
  int64_t shared, local, program;
  int32_t words, first, images;
  if (napi_get_value_int64(env, arguments[2], &shared) != napi_ok ||
      napi_get_value_int64(env, arguments[3], &local) != napi_ok ||
      napi_get_value_int64(env, arguments[4], &program) != napi_ok ||
      napi_get_value_int32(env, arguments[5], &words) != napi_ok ||
      napi_get_value_int32(env, arguments[6], &first) != napi_ok ||
      napi_get_value_int32(env, arguments[7], &images) != napi_ok)
    return fail(env, "run: an argument is not a number");
  const int64_t end = (int64_t)length * (int64_t)sizeof(float);
  if (shared < 0 || shared > end || local < 0 || local > end || program < 0 || program > end || (shared & 3) ||
      (local & 3) || (program & 3) || words < 0 || words > (end - program) / 4 || first < 0 || images < 0)
    return fail(env, "run: an offset is outside of memory");
  char *memory = data;
  const int32_t wrong = set->run((float *)(memory + shared), (float *)(memory + local),
                                 (const int32_t *)(memory + program), words, first, images);
  napi_create_int32(env, wrong, &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value version, names, function;
  Usable *usable = calloc(1, sizeof *usable);
  if (!usable) return fail(env, "no memory to load kernels");
  napi_set_instance_data(env, usable, forget, NULL);
  for (int32_t i = 0; i < SETS; i++)
    if (instruction_sets[i].usable()) usable->sets[usable->count++] = &instruction_sets[i];
  napi_create_uint32(env, PIXELLOOM_ABI_VERSION, &version);
  napi_set_named_property(env, exports, "abiVersion", version);
  napi_create_array(env, &names);
  for (int32_t i = 0; i < usable->count; i++) {
    napi_value name;
    napi_create_string_utf8(env, usable->sets[i]->name, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, (uint32_t)i, name);
  }
  napi_set_named_property(env, exports, "instructionSets", names);
  napi_create_function(env, "panel", NAPI_AUTO_LENGTH, panel, usable, &function);
  napi_set_named_property(env, exports, "panel", function);
  napi_create_function(env, "lanes", NAPI_AUTO_LENGTH, lanes, usable, &function);
  napi_set_named_property(env, exports, "lanes", function);
  napi_create_function(env, "misalignment", NAPI_AUTO_LENGTH, misalignment, NULL, &function);
  napi_set_named_property(env, exports, "misalignment", function);
  napi_create_function(env, "run", NAPI_AUTO_LENGTH, run, usable, &function);
  napi_set_named_property(env, exports, "run", function);
  return exports;
}
