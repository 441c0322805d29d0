/** Where things are on the server; images are at the contract's `imagePath`. */
export const apiPath = '/api/'
export const eventsPath = '/events'
