import type { App } from '../app'

export interface ServerOptions {
  readonly app: App
  /** 0 takes any free port. */
  readonly port: number
  /** The built renderer (out/renderer). */
  readonly rendererFolder: string
  /** A token works once; whenever one was used, the address with the next one comes here. */
  readonly onNewAddress?: (address: string) => void
}

export interface Server {
  /** With a one-time token: `http://127.0.0.1:PORT/?token=...`. */
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

export type StartServer = (options: ServerOptions) => Promise<Server>
