/** Colours that a mask may be shown in, red, green, blue: whichever the photo has least of. */
export const overlayColours = {
  violet: [112, 92, 255],
  red: [255, 59, 59],
  green: [24, 196, 104],
  cyan: [0, 186, 232],
  yellow: [255, 200, 30],
} as const satisfies Record<string, readonly [number, number, number]>

export type OverlayColour = keyof typeof overlayColours

export const overlayColourNames = Object.keys(overlayColours) as OverlayColour[]

export interface OverlayStyle {
  readonly colour: OverlayColour
  /** Of what is inside the edge, 0 to 1; the edge itself is always seen. */
  readonly opacity: number
}

export const usualOverlay: OverlayStyle = { colour: 'violet', opacity: 0.5 }

export function cssColour(name: OverlayColour): string {
  return `rgb(${overlayColours[name].join(' ')})`
}

/** What pixels are set to, as the words that a canvas holds them in. */
export interface Palette {
  readonly fill: number
  readonly stripe: number
  readonly light: number
  readonly dark: number
  readonly outer: number
}

export function paletteOf({ colour, opacity }: OverlayStyle): Palette {
  const [red, green, blue] = overlayColours[colour]
  const alpha = (share: number): number => Math.round(255 * Math.min(1, opacity * share))
  return {
    fill: word(red, green, blue, alpha(0.94)),
    stripe: word(red, green, blue, alpha(1.22)),
    light: word(255, 255, 255, 240),
    dark: word(24, 16, 52, 225),
    outer: word(20, 10, 60, 110),
  }
}

const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1

function word(red: number, green: number, blue: number, alpha: number): number {
  const bytes = littleEndian ? [alpha, blue, green, red] : [red, green, blue, alpha]
  return bytes.reduce((sum, byte) => ((sum << 8) | byte) >>> 0, 0)
}
