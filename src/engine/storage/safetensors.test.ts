import { describe, expect, it } from 'vitest'
import { PixelloomError } from '../../shared/errors'
import { fromBfloat16, fromFloat16 } from './halves'
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors'

const tensors = new Map<string, StoredTensor>([
  ['output.0.kernel', { shape: [1, 1, 2, 2], data: Float32Array.of(0.1, -0, 3e38, 1e-45) }],
  ['input.bias', { shape: [3], data: Float32Array.of(1, 2, 3) }],
  ['none', { shape: [0, 4], data: new Float32Array() }],
])

/** A file with any header, for what no writer of ours would make. */
function file(header: unknown, bodyLength: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + text.length + bodyLength)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  return bytes
}

const tensor = (begin: number, end: number, shape: number[], dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

async function refusal(bytes: Uint8Array): Promise<PixelloomError> {
  const thrown: unknown = await decodeSafetensors(bytes, 'w.safetensors').catch((error: unknown) => error)
  if (!(thrown instanceof PixelloomError)) throw new Error(`Not refused as expected: ${String(thrown)}`)
  return thrown
}

describe('safetensors', () => {
  it('come back bit for bit, sorted, aligned, whatever the order they were handed in', async () => {
    const bytes = await encodeSafetensors(tensors, { made: 'by a test' })
    const { tensors: back, metadata } = await decodeSafetensors(bytes, 'w.safetensors')
    expect([...back.keys()].sort()).toEqual([...tensors.keys()].sort())
    for (const [name, { shape, data }] of tensors) {
      expect(back.get(name)?.shape).toEqual(shape)
      expect(new Uint32Array(back.get(name)?.data.buffer ?? new ArrayBuffer())).toEqual(
        new Uint32Array(data.buffer),
      )
    }
    expect(metadata).toMatchObject({ made: 'by a test', version: '1' })
    expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0)
    expect(await encodeSafetensors([...tensors].reverse(), { made: 'by a test' })).toEqual(bytes)
  })

  it('know a changed bit by the checksum', async () => {
    const bytes = await encodeSafetensors(tensors)
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    const error = await refusal(bytes)
    expect(error.code).toBe('model-damaged')
    expect(error.message).toContain('checksum')
  })

  it('are refused when truncated anywhere', async () => {
    const bytes = await encodeSafetensors(tensors)
    for (let length = 0; length < bytes.length; length += 7) {
      expect((await refusal(bytes.subarray(0, length))).code).toBe('model-damaged')
    }
  })

  it.each<[string, Uint8Array, string]>([
    ['an overlap', file({ a: tensor(0, 8, [2]), b: tensor(4, 12, [2]) }, 12), 'b overlaps'],
    ['a gap', file({ a: tensor(0, 4, [1]), b: tensor(8, 12, [1]) }, 12), 'gap before b'],
    ['a wrong shape', file({ a: tensor(0, 8, [3]) }, 8), 'a has 8 bytes'],
    ['an end beyond the file', file({ a: tensor(0, 12, [3]) }, 8), 'a goes on beyond'],
    ['a reversed range', file({ a: tensor(8, 4, [1]) }, 8), 'a has -4 bytes'],
    ['bytes of nobody', file({ a: tensor(0, 4, [1]) }, 8), '4 bytes at its end'],
    ['a type of another kind', file({ a: tensor(0, 8, [1], 'I64') }, 8), 'a has the type I64'],
    ['a fractional offset', file({ a: tensor(0.5, 4.5, [1]) }, 8), 'a is not described'],
    ['a header that is no table', file([1, 2], 0), 'no table'],
    ['a header that is not JSON', file('{"a":', 0), 'not JSON'],
    ['an enormous shape', file({ a: tensor(0, 8, [2 ** 40, 2 ** 40]) }, 8), 'a has 8 bytes'],
    ['an enormous header', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127), 'header claims'],
  ])('are refused with %s', async (_, bytes, words) => {
    const error = await refusal(bytes)
    expect([error.code, error.subject]).toEqual(['model-damaged', 'w.safetensors'])
    expect(error.message).toContain(words)
  })

  it('of a newer version are not guessed at', async () => {
    const header = { __metadata__: { version: '2', checksum: 'sha256:00' } }
    expect((await refusal(file(header, 0))).code).toBe('unsupported')
  })

  it('are read as half precision and bfloat16 too', async () => {
    const bytes = file({ half: tensor(0, 4, [2], 'F16'), brain: tensor(4, 8, [2], 'BF16') }, 8)
    bytes.set([0x00, 0x3c, 0x00, 0xc0, 0x80, 0x3f, 0x00, 0xc0], bytes.length - 8)
    const { tensors: back } = await decodeSafetensors(bytes, 'w')
    expect(back.get('half')?.data).toEqual(Float32Array.of(1, -2))
    expect(back.get('brain')?.data).toEqual(Float32Array.of(1, -2))
  })
})

describe('halves', () => {
  it('cover subnormals, the largest and what is no number', () => {
    const bytes = new Uint8Array(Uint16Array.of(0x0001, 0x7bff, 0x7c00, 0xfc00, 0x8000, 0x3555).buffer)
    expect([...fromFloat16(bytes)]).toEqual([
      2 ** -24,
      65504,
      Infinity,
      -Infinity,
      -0,
      Math.fround(0.333251953125),
    ])
    expect(fromFloat16(Uint8Array.of(1, 0x7e))[0]).toBeNaN()
    expect(fromBfloat16(Uint8Array.of(0x80, 0x7f))[0]).toBe(Infinity)
  })
})
