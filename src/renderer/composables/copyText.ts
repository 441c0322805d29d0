/** Puts a text on the clipboard, also where a page may not write to it but a person may copy what is selected. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Not allowed here, as in the window, which gives its page no permissions.
    copySelected(text)
  }
}

function copySelected(text: string): void {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  // Inside an open dialog, which keeps the focus to itself.
  const place = document.activeElement?.closest('[role="dialog"]') ?? document.body
  place.append(area)
  area.select()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what came after it needs the permission
  document.execCommand('copy')
  area.remove()
}
