/** A colour token as a canvas takes it, in the theme that holds where the element is. */
export function colourOf(element: HTMLElement, token: `--${string}`): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
