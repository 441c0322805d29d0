/** Resolves when a picture can be drawn without waiting; where it can't be had, too: whoever shows it will tell. */
export async function decodeImage(url: string): Promise<void> {
  const image = new Image()
  image.src = url
  await image.decode().catch(() => undefined)
}
