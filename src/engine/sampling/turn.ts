/**
 * Lets the event loop turn, so that messages (cancel, pause) are heard between two pieces of work. A
 * timer, since Node hands on many messages of a port before it looks at anything else; and it is in
 * every host.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
}
