import { createAtmosphere } from '../atmosphere.mjs'
import { isBird } from '../birds.mjs'
import { fractal2, noise2 } from '../noise.mjs'
import { hash } from '../random.mjs'
import { add, clamp, mix, multiply, normalize, scale, smoothstep } from '../vector.mjs'

/** @typedef {import('../vector.mjs').Vec} Vec */
/**
 * A ridge: `far` metres away, its crest so many metres above the eye and so rough, its trees so tall.
 * @typedef {{ far: number, crest: number, rough: number, length: number, trees: number, seed: number }} Ridge
 */

const side = 512
const view = 0.62

/** @type {readonly Ridge[]} */
const ridges = [
  { far: 260, crest: -34, rough: 46, length: 260, trees: 17, seed: 6 },
  { far: 430, crest: -48, rough: 52, length: 330, trees: 16, seed: 3 },
  { far: 800, crest: -62, rough: 90, length: 620, trees: 15, seed: 11 },
  { far: 1500, crest: -50, rough: 150, length: 1000, trees: 15, seed: 22 },
  { far: 2700, crest: 30, rough: 280, length: 1700, trees: 14, seed: 31 },
  { far: 4800, crest: 200, rough: 560, length: 2900, trees: 12, seed: 45 },
  { far: 8800, crest: 640, rough: 1150, length: 4600, trees: 0, seed: 52 },
]

/** Wooded hills in the mist of a morning, a raven over them. @type {import('../pictures.mjs').Picture} */
export const hills = {
  ...{ name: 'hills', width: side, height: side, rays: 5, quality: 82 },
  film: {
    exposure: 0.9,
    white: 3,
    contrast: 0.4,
    saturation: 0.95,
    glow: 0.12,
    vignette: 0.2,
    grain: 1.5,
    tint: [0.93, 0.99, 1.22],
  },
  hole: [{ from: [143, 114], to: [157, 114], radius: 7 }],
  crops: [
    [0, 0, 512],
    [64, 192, 256],
    [256, 0, 256],
    [0, 288, 192],
  ],
  radiance() {
    const air = createAtmosphere({ elevation: 11, azimuth: 24, dust: 1.25 })
    return (x, y) => {
      const [across, up] = [(x / side - 0.5) * view, (0.46 - y / side) * view]
      const sky = clear(air, across, up)
      if (isBird((x - 150) / 8.5, (y - 116) / 8.5)) return mix([0.012, 0.013, 0.016], sky, 0.12)
      for (const ridge of ridges) {
        const place = across * ridge.far
        const height = up * ridge.far
        const crest = crestAt(ridge, place)
        if (height > crest + ridge.trees * 1.5) continue
        const wood = height > crest ? tree(ridge, place, height) : 1
        if (wood > 0) return wooded(air, ridge, { across, place, height, crest, sky })
      }
      return sky
    }
  },
}

/** @type {(air: import('../atmosphere.mjs').Atmosphere, across: number, up: number) => Vec} */
function clear(air, across, up) {
  const sky = air.sky(normalize([across, Math.max(0.004, up + 0.06), -1]))
  const streaks = smoothstep(
    0,
    0.6,
    fractal2(across * 4 + 3, up * 17 + 0.7 * fractal2(across * 6, up * 14, 3), 5),
  )
  return mix(
    sky,
    add(scale(air.sunlight, 0.16), scale(air.ambient, 0.9)),
    0.45 * streaks * smoothstep(0.05, 0.25, up),
  )
}

/** @type {(ridge: Ridge, place: number) => number} */
function crestAt({ crest, rough, length, seed }, place) {
  return crest + rough * fractal2(place / length + seed * 3.7, seed * 1.3, 7)
}

/** Whether a spruce on the crest is at a place above it: 1 where it is. @type {(ridge: Ridge, place: number, height: number) => number} */
function tree(ridge, place, height) {
  if (ridge.trees === 0) return 0
  const apart = ridge.trees * 0.2
  const middle = Math.floor(place / apart)
  for (let i = middle - 2; i <= middle + 2; i++) {
    /** @type {(n: number) => number} */
    const chance = (n) => hash(i, ridge.seed, n) / 4294967296
    const trunk = (i + chance(1)) * apart
    const tall = ridge.trees * (0.4 + 0.95 * chance(2) * (0.6 + 0.5 * noise2(i * 0.13, ridge.seed)))
    const above = height - crestAt(ridge, trunk) + ridge.trees * 0.12
    if (above > tall) continue
    const left = 1 - above / tall
    // Branches: narrow at their beginning, wide at their ends.
    const layers = (left * 9 + chance(3)) % 1
    const wide = tall * 0.17 * left * (0.5 + 0.5 * layers) * (0.9 + 0.2 * noise2(above * 2, i))
    if (Math.abs(place - trunk) < wide + tall * 0.006) return 1
  }
  return 0
}

/**
 * A slope with its trees, behind so much air, and mist that lies in the valley before it.
 * @type {(air: import('../atmosphere.mjs').Atmosphere, ridge: Ridge, seen: { across: number, place: number, height: number, crest: number, sky: Vec }) => Vec}
 */
function wooded(air, ridge, { across, place, height, crest, sky }) {
  const depth = Math.max(0, crest - height)
  const crowns =
    noise2(place / 3.2 + ridge.seed, height / 5.5) + 0.6 * noise2(place / 1.4, height / 2.6 + ridge.seed)
  const glade = smoothstep(
    0.1,
    0.5,
    fractal2(place / (ridge.length * 0.3) + ridge.seed, height / (ridge.rough * 0.5), 4),
  )
  const tone = 0.8 + 0.3 * crowns * (ridge.trees > 0 ? 1 : 0.3)
  const leaf = mix([0.035, 0.055, 0.03], [0.09, 0.1, 0.045], 0.6 * glade)
  const rim = 0.25 * Math.exp(-depth / (0.35 * ridge.trees + 6))
  const light = add(scale(air.ambient, 0.75), scale(air.sunlight, 0.05 + rim * 0.35))
  const slope = scale(multiply(leaf, light), tone)
  const haze = mix(
    air.sky(normalize([across, 0.03, -1])),
    scale(add(air.ambient, scale(air.sunlight, 0.04)), 1),
    0.55,
  )
  const far = 1 - Math.exp(-ridge.far / 4200)
  const wisps =
    0.62 + 0.75 * fractal2(place / (ridge.far * 0.22) + ridge.seed, height / (ridge.far * 0.05), 5)
  const lying = clamp(
    smoothstep(0.01 * ridge.far, 0.16 * ridge.far, depth + 0.03 * ridge.far * (wisps - 0.6)) * wisps * 1.15,
  )
  const misty = mix(slope, haze, far)
  return mix(misty, mix(haze, sky, 0.15), clamp(lying * 0.92))
}
