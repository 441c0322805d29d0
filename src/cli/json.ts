/**
 * What `--json` prints. What sentences are made of is for windows, which say them in other languages; scripts have
 * codes and subjects.
 */
export function asJson(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => (key === 'because' ? undefined : part))
}
