import type { Raster } from '../../engine/host'
import { failure } from '../../shared/errors'
import { decodeRuns, encodeRuns } from '../../shared/runs'
import type { KeptMask } from './maskFile'

/** White where it is to be filled, black elsewhere. */
export function maskPicture(mask: KeptMask): Raster {
  const data = bytesOf(mask)
  for (let i = 0; i < data.length; i++) data[i] = data[i] === 0 ? 0 : 255
  return { width: mask.width, height: mask.height, channels: 1, data }
}

/** The mask that `maskPicture` would show so: what is brighter than middle grey in the first channel. */
export function maskOfPicture({ width, height, channels, data }: Raster): KeptMask {
  const middle = data instanceof Uint16Array ? 32767 : 127
  const bytes = new Uint8Array(width * height)
  for (let i = 0; i < bytes.length; i++) bytes[i] = (data[i * channels] ?? 0) > middle ? 1 : 0
  return { width, height, runs: encodeRuns(bytes) }
}

/** The photo with what is to be filled transparent; all else, depth and profile too, as the file has it. */
export function holedPicture(photo: Raster, mask: KeptMask): Raster {
  if (photo.width !== mask.width || photo.height !== mask.height) {
    const { width, height } = mask
    throw failure('masks.otherPhoto', { width, height, imageWidth: photo.width, imageHeight: photo.height })
  }
  const hole = bytesOf(mask)
  const hasAlpha = photo.channels === 2 || photo.channels === 4
  const from = photo.channels
  const to = hasAlpha ? from : from === 1 ? 2 : 4
  const wide = photo.data instanceof Uint16Array
  const opaque = wide ? 65535 : 255
  const data = wide ? new Uint16Array(hole.length * to) : new Uint8Array(hole.length * to)
  for (let i = 0; i < hole.length; i++) {
    for (let c = 0; c < from; c++) data[i * to + c] = photo.data[i * from + c] ?? 0
    if (hole[i] !== 0) data[i * to + to - 1] = 0
    else if (!hasAlpha) data[i * to + to - 1] = opaque
  }
  return { ...photo, channels: to, data }
}

function bytesOf({ width, height, runs }: KeptMask): Uint8Array {
  const data = decodeRuns(runs, width * height)
  if (!data) throw failure('masks.torn', {})
  return data
}
