import { expect, it } from 'vitest'
import { createNodePixels } from '../hosts/node/pixels'
import { nearTo } from './fillScaled'
import type { Filling } from './filling'

const like = {
  ...{ width: 12, height: 10, channels: 1 },
  data: Uint8Array.from({ length: 120 }, (_, i) => 2 * i),
}

/** As much of a filling as is looked at. */
function filling(closeness: number): Filling {
  const parts = {
    host: { pixels: createNodePixels() },
    model: { network: { configuration: { channels: 1, levels: 256 } } },
    spec: { like: { file: 'a.png', closeness } },
    masked: { like },
  }
  return parts as unknown as Filling
}

it('hands on what a finished completion has in the frame, where the next are to be near to it', async () => {
  const framing = { frame: { x: 2, y: 3, width: 4, height: 2 }, width: 4, height: 2 }
  const { near } = await nearTo(filling(0.5), framing)
  expect(near?.closeness).toBe(0.5)
  expect([...(near?.levels ?? [])]).toEqual([76, 78, 80, 82, 100, 102, 104, 106])
  // At the model's scale: means of two by two pixels.
  const halved = await nearTo(filling(1), { ...framing, width: 2, height: 1 })
  expect([...(halved.near?.levels ?? [])]).toEqual([89, 93])
  expect(await nearTo(filling(0), framing)).toEqual({})
})
