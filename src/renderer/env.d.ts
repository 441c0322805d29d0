declare module '*.css'

interface Window {
  /** Exposed by the preload script; absent in a browser. */
  readonly pixelloom?: import('../shared/contract/api').Bridge
}
