import { InvalidArgumentError } from 'commander'
import type { Rectangle } from '../shared/geometry'

/** Readers of option values for commander: text in, a checked value out, or a sentence about what is wrong. */

interface Bounds {
  min?: number
  max?: number
}

/** A whole number within bounds, both included. */
export function wholeNumber(bounds: Bounds): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^[+-]?\d+$/.test(text.trim()) || !Number.isSafeInteger(value)) {
      throw new InvalidArgumentError('It must be a whole number.')
    }
    return within(value, bounds)
  }
}

/** Any number within bounds, both included. */
export function decimal(bounds: Bounds): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.')
    return within(value, bounds)
  }
}

/** A number above zero, and at most `max`. */
export function positive(max = Infinity): (text: string) => number {
  const read = decimal({ max })
  return (text) => {
    const value = read(text)
    if (value <= 0) throw new InvalidArgumentError('It must be above 0.')
    return value
  }
}

/** A share: 0 or more, below 1. */
export function share(text: string): number {
  const value = decimal({ min: 0 })(text)
  if (value >= 1) throw new InvalidArgumentError('It must be below 1.')
  return value
}

/** One of a few words. */
export function oneOf<T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((candidate) => candidate === text)
    if (word === undefined) throw new InvalidArgumentError(`It must be one of ${words.join(', ')}.`)
    return word
  }
}

/** `X,Y,W,H` in pixels of the upright image. */
export function rectangle(text: string): Rectangle {
  const match = /^(\d+),(\d+),(\d+),(\d+)$/.exec(text.replaceAll(' ', ''))
  const [x, y, width, height] = (match ?? []).slice(1).map(Number)
  if (x === undefined || y === undefined || !width || !height) {
    throw new InvalidArgumentError('It must be X,Y,WIDTH,HEIGHT in pixels, such as 0,14,28,14.')
  }
  return { x, y, width, height }
}

/** `WxH`, or one number for a square. */
export function imageSize(text: string): { width: number; height: number } {
  const match = /^(\d+)(?:x(\d+))?$/i.exec(text.trim())
  const width = Number(match?.[1])
  const height = Number(match?.[2] ?? match?.[1])
  if (!match || width < 1 || height < 1 || width > 4096 || height > 4096) {
    throw new InvalidArgumentError('It must be WIDTHxHEIGHT in pixels, such as 28x28, at most 4096 a side.')
  }
  return { width, height }
}

/** Seeds are 32 bits, as the generator takes them. */
export const seed = wholeNumber({ min: 0, max: 0xffffffff })

function within(value: number, { min = -Infinity, max = Infinity }: Bounds): number {
  if (value >= min && value <= max) return value
  if (max === Infinity) throw new InvalidArgumentError(`It must be at least ${min}.`)
  if (min === -Infinity) throw new InvalidArgumentError(`It must be at most ${max}.`)
  throw new InvalidArgumentError(`It must be between ${min} and ${max}.`)
}
