import { dunes } from './pictures/dunes.mjs'
import { fruit } from './pictures/fruit.mjs'
import { hills } from './pictures/hills.mjs'
import { sea } from './pictures/sea.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** @typedef {import('./random.mjs').Random} Random */
/**
 * `rays`: along a side of a pixel. `hole`: what is to go. `crops`: squares (left, top, side: a multiple of 32). `radiance`
 * gives a function, since some scenes take a while to lay out.
 * @typedef {{ name: string, width: number, height: number, rays: number, quality: number,
 *   film: import('./film.mjs').Film, hole: import('./masks.mjs').Stroke[], crops: [number, number, number][],
 *   radiance: () => (x: number, y: number, random: Random) => Vec }} Picture
 */

/** @type {readonly Picture[]} */
export const pictures = [dunes, fruit, hills, sea]
