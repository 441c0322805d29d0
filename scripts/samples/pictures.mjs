import { bay } from './pictures/bay.mjs'
import { dunes } from './pictures/dunes.mjs'
import { fruit } from './pictures/fruit.mjs'
import { hills } from './pictures/hills.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** @typedef {import('./random.mjs').Random} Random */
/**
 * `rays`: along a side of a pixel. `radiance` gives a function, since some scenes take a while to lay out.
 * @typedef {{ name: string, width: number, height: number, rays: number, quality: number, film: import('./film.mjs').Film,
 *   radiance: () => (x: number, y: number, random: Random) => Vec }} Picture
 */

/** @type {readonly Picture[]} */
export const pictures = [bay, dunes, fruit, hills]
