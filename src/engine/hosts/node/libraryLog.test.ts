import { Readable } from 'node:stream'
import { afterEach, expect, it, vi } from 'vitest'
import { passErrors } from './libraryLog'

afterEach(() => vi.restoreAllMocks())

it('hands on what a process says, and keeps what its libraries log apart', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const log: string[] = []
  const errors = Readable.from([
    'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n',
    'I0000 00:00:1795701816.428218   15242 port.cc:153] oneDNN custom operations are on. You may see slightly\nTypeEr',
    'ror: x is not a function\n',
    '2022-05-24 10:11:12.123456: I tensorflow/core/platform/cpu_feature_guard.cc:193] This TensorFlow binary\n',
    'To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow\n',
    'E0000 00:00:1795701816.428218   15242 cuda_executor.cc:1] failed call to cuInit',
  ])
  passErrors(errors, (line) => log.push(line))
  await vi.waitFor(() => expect(log).toHaveLength(5))
  expect(said.mock.calls.map(([text]) => text)).toEqual(['TypeError: x is not a function\n'])
})

it('keeps what drivers of cards and Dawn log, with the empty line that ends it, but no error of ours', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const log: string[] = []
  const logged = [
    'error: XDG_RUNTIME_DIR is invalid or not set in the environment.',
    'WARNING: lavapipe is not a conformant vulkan implementation, testing use only.',
    'MESA-INTEL: warning: Haswell Vulkan support is incomplete',
    'Warning: Vulkan shaderUniform*ArrayDynamicIndexing required.',
    ' - While initializing adapter (backend=BackendType::Vulkan)',
    '    at InitializeImpl (/build/third_party/dawn/src/dawn/native/vulkan/PhysicalDeviceVk.cpp:257)',
  ]
  const ours = [
    'Warning: this is ours',
    'Error: no',
    '    at open (/home/somebody/pixelloom/dawn.js:3:1)',
    '',
  ]
  passErrors(Readable.from([...logged, '', ...ours].map((line) => `${line}\n`)), (line) => log.push(line))
  await vi.waitFor(() => expect(said).toHaveBeenCalledTimes(ours.length))
  expect(log).toEqual(logged)
  expect(said.mock.calls.map(([text]) => text)).toEqual(ours.map((line) => `${line}\n`))
})
