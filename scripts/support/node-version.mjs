// Kept to what old versions of Node understand: this is what tells their users to update.

/**
 * What to tell someone whose Node the tools don't run on, or undefined where they do.
 * @param {string} version as `process.versions.node` has it
 * @returns {string | undefined}
 */
export function whyNotThisNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const enough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 23
  if (enough) return undefined
  return `Pixelloom needs Node 20.19 or newer (of Node 22, 22.12), and this is ${version}: install a current one from nodejs.org, then run this again.`
}

/** Ends the process with that sentence where this Node is too old. */
export function requireNode() {
  const problem = whyNotThisNode(process.versions.node)
  if (!problem) return
  console.error(problem)
  process.exit(1)
}
