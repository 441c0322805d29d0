/** What of libheif-js is used here. Its own types are of another module system and leave these calls open. */
declare module 'libheif-js/libheif-wasm/libheif.js' {
  /** A success has code.value 0. */
  interface HeifOutcome {
    readonly code: { readonly value: number }
    readonly message: string
  }
  interface HeifPlane {
    readonly width: number
    readonly height: number
    /** Bytes from one row to the next. */
    readonly stride: number
    readonly data: Uint8Array
  }
  type HeifContext = object
  type HeifHandle = object
  interface Libheif {
    readonly heif_colorspace: { readonly heif_colorspace_RGB: object }
    readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: object }
    heif_context_alloc(): HeifContext
    heif_context_free(context: HeifContext): void
    heif_context_read_from_memory(context: HeifContext, bytes: Uint8Array): HeifOutcome
    heif_js_context_get_primary_image_handle(context: HeifContext): HeifHandle | HeifOutcome
    heif_image_handle_release(handle: HeifHandle): void
    heif_image_release(image: object): void
    heif_js_decode_image2(
      handle: HeifHandle,
      colours: object,
      chroma: object,
    ): { readonly image: object; readonly channels: readonly HeifPlane[] } | HeifOutcome
  }
  export default function create(options: { wasmBinary: Uint8Array }): Libheif
}
