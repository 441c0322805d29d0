/** What comes with the port on which the app's hidden window lends its graphics card: to its preload script, then its page. */
export const cardPortMessage = 'pixelloom:card-port'
