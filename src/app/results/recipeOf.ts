import type { Storage } from '../../engine/host'
import { jpegText } from '../../engine/pixels/jpegText'
import { pngText } from '../../engine/pixels/pngText'
import { webpText } from '../../engine/pixels/webpText'
import { completionRecipeIn, recipeKeyword, type CompletionRecipe } from '../../shared/recipe'
import { hashOfFile } from '../files/hashes'
import type { Library } from '../library/library'

/** The recipe that a picture's file carries, whichever of our formats it is; undefined where it has none. */
export async function readRecipe(storage: Storage, path: string): Promise<CompletionRecipe | undefined> {
  const bytes = await storage.read(path)
  return completionRecipeIn(pngText(bytes, recipeKeyword) ?? webpText(bytes) ?? jpegText(bytes))
}

/** The photo that a recipe was made from, by what is in its file, wherever that lies now; undefined: not here. */
export async function findPhoto(
  library: Library,
  { photo: wanted }: CompletionRecipe,
): Promise<string | undefined> {
  const alike = (await library.list()).filter(
    ({ width, height, missing }) => !missing && width === wanted.width && height === wanted.height,
  )
  // One of the same name is it nearly always.
  alike.sort((a, b) => Number(b.name === wanted.name) - Number(a.name === wanted.name))
  for (const { id } of alike) {
    // It may have gone since it was last looked at.
    const located = await library.locate(id).catch(() => undefined)
    if (located && (await hashOfFile(located.path)) === wanted.sha256) return id
  }
  return undefined
}
