/** A file's text, which the bundler puts into the code. */
declare module '*?raw' {
  const text: string
  export default text
}

/** What of WebAssembly is used here; TypeScript knows it as a part of browsers only. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: boolean })
    readonly buffer: ArrayBuffer | SharedArrayBuffer
  }
  type Module = object
  const Module: new (bytes: Uint8Array) => Module
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } })
    readonly exports: object
  }
  class Global {
    value: number
  }
  function validate(bytes: Uint8Array): boolean
}
