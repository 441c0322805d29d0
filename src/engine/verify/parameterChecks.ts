import type { ModelCheck } from '../../shared/jobs'
import type { Network, ParameterSpecification } from '../models/network'
import type { StoredTensor } from '../storage/safetensors'
import { entryOf } from './positions'

type Tensors = ReadonlyMap<string, StoredTensor>

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Every parameter that the configuration calls for is there, in its shape, and no other of the model's kind. */
export function checkParameters({ parameters }: Network, tensors: Tensors): ModelCheck {
  const failed = (sentence: string, subject: string): ModelCheck => ({
    ...{ name: 'parameters', state: 'failed', sentence, subject },
  })
  for (const { name, shape } of parameters) {
    const tensor = tensors.get(name)
    if (!tensor)
      return failed(`"${name}" is missing: the configuration calls for [${shape.join(', ')}].`, name)
    if (tensor.shape.join() === shape.join()) continue
    const [has, wants] = [tensor.shape.join(', '), shape.join(', ')]
    return failed(`"${name}" has the shape [${has}] where the configuration calls for [${wants}].`, name)
  }
  const known = new Set(parameters.map(({ name }) => name))
  const others = [...tensors.keys()].filter((name) => !known.has(name))
  const ours = others.find((name) => /^(input|blocks|output|small|upsampler)\./.test(name))
  if (ours !== undefined) {
    const sentence = `"${ours}" is there, but the configuration has no place for it: model.json may be another model's.`
    return failed(sentence, ours)
  }
  const ignored =
    others.length > 0
      ? `; ${plural(others.length, 'tensor')} besides them, such as "${others[0]}", not used`
      : ''
  const count = plural(parameters.length, 'parameter')
  return { name: 'parameters', state: 'passed', sentence: `${count} in the configured shapes${ignored}.` }
}

/** All entries of all parameters are numbers. */
export function checkFinite({ parameters }: Network, tensors: Tensors): ModelCheck {
  let count = 0
  for (const { name, shape } of parameters) {
    const data = tensors.get(name)?.data ?? new Float32Array()
    const bad = data.findIndex((value) => !Number.isFinite(value))
    count += data.length
    if (bad < 0) continue
    const sentence = `"${name}" is ${data[bad]} at ${entryOf(bad, shape)}.`
    return { name: 'finite', state: 'failed', sentence, subject: name }
  }
  return { name: 'finite', state: 'passed', sentence: `All ${count} weights are numbers.` }
}

/** Masked entries are zero on disk: a program that trusts them must not see what the masks hide. */
export function checkMasks({ parameters }: Network, tensors: Tensors): ModelCheck {
  let masked = 0
  let others = 0
  let first: { name: string; where: string } | undefined
  for (const specification of parameters) {
    const { name, shape, mask } = specification
    const data = tensors.get(name)?.data ?? new Float32Array()
    mask?.forEach((open, i) => {
      if (open !== 0) return
      masked++
      if (data[i] === 0) return
      others++
      first ??= { name, where: `${data[i]} at ${entryOf(i, shape)}, ${hiddenBy(i, specification)}` }
    })
  }
  if (!first) return { name: 'masks', state: 'passed', sentence: `All ${masked} masked entries are zero.` }
  const more =
    others > 1 ? `; ${plural(others - 1, 'masked entry').replace('entrys', 'entries')} more are not zero` : ''
  const sentence = `"${first.name}" is ${first.where}${more}. A program that trusts the file would see what it must not; Pixelloom takes such entries as zero.`
  return { name: 'masks', state: 'failed', sentence, subject: first.name }
}

/** What a masked entry of a kernel [kh, kw, in, out] looks at. */
function hiddenBy(index: number, { shape }: ParameterSpecification): string {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = shape
  const tap = Math.floor(index / (inputs * outputs))
  const down = Math.floor(tap / width) - (height >> 1)
  const right = (tap % width) - (width >> 1)
  if (down > 0) return `which looks ${plural(down, 'row')} below the pixel`
  if (right > 0) return `which looks ${plural(right, 'column')} to the right of the pixel`
  return 'which looks at a colour that is not drawn yet'
}
