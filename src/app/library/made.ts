import { join } from 'node:path'
import { z } from 'zod'
import type { Storage } from '../../engine/host'
import { isPlainAddress } from '../files/inside'
import type { MadePicture } from '../../shared/contract/library'

/** What a job's recipe says of the photo that it completes (see jobs/recipe.ts). */
const recipeSchema = z.object({
  id: z.string(),
  kind: z.literal('complete'),
  createdAt: z.number(),
  photoId: z.string().optional(),
  specification: z.object({ image: z.string() }),
})
type Recipe = z.infer<typeof recipeSchema>

/** Names of finished completions, `beach-1.png`, but not of what the model saw of it, `beach-1-seen-1.png`. */
const finished = /(?<!-seen)-(\d+)\.png$/

/** Finds the finished completions of a photo in the folders of jobs, those of earlier runs of the app too. */
export function createMadePictures(
  storage: Storage,
  jobsFolder: string,
): (photoId: string, path: string | undefined) => Promise<MadePicture[]> {
  const recipes = new Map<string, Recipe | undefined>()

  async function recipeOf(jobId: string): Promise<Recipe | undefined> {
    if (recipes.has(jobId)) return recipes.get(jobId)
    const recipe = await readRecipe(storage, join(jobsFolder, jobId, 'job.json'))
    recipes.set(jobId, recipe)
    return recipe
  }

  return async (photoId, path) => {
    if ((await storage.kind(jobsFolder)) !== 'folder') return []
    const pictures: MadePicture[] = []
    for (const jobId of await storage.list(jobsFolder)) {
      const recipe = await recipeOf(jobId)
      if (!recipe) continue
      // Before recipes named the photo they named only its file.
      const mine =
        recipe.photoId === undefined ? recipe.specification.image === path : recipe.photoId === photoId
      if (!mine) continue
      for (const name of await storage.list(join(jobsFolder, jobId))) {
        const number = finished.exec(name)?.[1]
        if (number === undefined) continue
        const { createdAt } = recipe
        const address = `jobs/${jobId}/${name}`
        if (isPlainAddress(address)) pictures.push({ jobId, variant: Number(number) - 1, createdAt, address })
      }
    }
    return pictures.sort((a, b) => b.createdAt - a.createdAt || a.variant - b.variant)
  }
}

/** Undefined for a job of another kind, and for what is no recipe. */
async function readRecipe(storage: Storage, path: string): Promise<Recipe | undefined> {
  if ((await storage.kind(path)) !== 'file') return undefined
  try {
    return recipeSchema.safeParse(JSON.parse(new TextDecoder().decode(await storage.read(path)))).data
  } catch {
    return undefined
  }
}
