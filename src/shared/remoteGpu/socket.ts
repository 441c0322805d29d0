/** Where a page of `serve` lends its graphics card: a WebSocket, `/card?page=<name>`, for each engine that has it. */
export const cardPath = '/card'
export const pageParameter = 'page'
/** How a socket is closed whose page lends nothing, since another one does. */
export const takenCode = 4001
