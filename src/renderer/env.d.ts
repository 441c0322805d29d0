declare module '*.css'

/** A style sheet as it is written. */
declare module '*.css?raw' {
  const text: string
  export default text
}

interface ImportMeta {
  /** Vite's: the sources that patterns name, as they are. */
  glob<T>(
    patterns: readonly string[],
    options: { query: '?raw'; import: 'default'; eager: true },
  ): Record<string, T>
}

interface Window {
  /** Exposed by the preload script; absent in a browser. */
  readonly pixelloom?: import('../shared/contract/api').Bridge
}
