import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers one request that has passed the door. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>
