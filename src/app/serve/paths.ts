/** Where things are on the server; images are at the contract's `imagePath`, cards at shared/remoteGpu's. */
export const apiPath = '/api/'
export const eventsPath = '/events'
