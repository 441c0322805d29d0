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
