import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Libheif } from 'libheif-js/libheif-wasm/libheif.js'

/**
 * Most pixels of a HEIC photo that is decoded: phones make 50 megapixels today, and the decoder holds several
 * copies of one in a WebAssembly memory of at most 2 GiB.
 */
export const heicPixelLimit = 100e6

/** Upright pixels as phones mean them, 8 bits each: RGB and straight alpha, rows without gaps. */
export interface HeicPixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

let loading: Promise<Libheif> | undefined

/**
 * libheif-js is LGPL-3.0: it stays a package of its own, loaded from its own files, so that anyone can put
 * another version in its place.
 */
function loadLibheif(): Promise<Libheif> {
  return (loading ??= (async () => {
    const wasm = createRequire(import.meta.url).resolve('libheif-js/libheif-wasm/libheif.wasm')
    const [{ default: create }, wasmBinary] = await Promise.all([
      import('libheif-js/libheif-wasm/libheif.js'),
      readFile(wasm),
    ])
    return create({ wasmBinary })
  })())
}

/**
 * The main picture of a HEIC file, which sharp's own libvips can't decode (no HEVC). It is turned and cropped as
 * the file says. Blocks its thread while it decodes. Throws an Error that says what is wrong with the file.
 */
export async function decodeHeic(bytes: Uint8Array): Promise<HeicPixels> {
  const libheif = await loadLibheif()
  const context = libheif.heif_context_alloc()
  try {
    const read = libheif.heif_context_read_from_memory(context, bytes)
    if (read.code.value !== 0) throw new Error(read.message)
    const handle = libheif.heif_js_context_get_primary_image_handle(context)
    if ('code' in handle) throw new Error(handle.message)
    try {
      return decodeHandle(libheif, handle)
    } finally {
      libheif.heif_image_handle_release(handle)
    }
  } finally {
    libheif.heif_context_free(context)
  }
}

function decodeHandle(libheif: Libheif, handle: object): HeicPixels {
  const { heif_colorspace_RGB: rgb } = libheif.heif_colorspace
  const { heif_chroma_interleaved_RGBA: rgba } = libheif.heif_chroma
  const decoded = libheif.heif_js_decode_image2(handle, rgb, rgba)
  if ('code' in decoded) throw new Error(decoded.message)
  try {
    const plane = decoded.channels[0]
    if (!plane) throw new Error('it holds no pixels')
    const { width, height, stride } = plane
    const data = new Uint8Array(width * height * 4)
    for (let row = 0; row < height; row++) {
      data.set(plane.data.subarray(row * stride, row * stride + width * 4), row * width * 4)
    }
    return { width, height, data }
  } finally {
    libheif.heif_image_release(decoded.image)
  }
}
