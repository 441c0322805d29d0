import { expect, it } from 'vitest'
import { fakeApp, model } from '../testing/fixtures'
import { droppedModels } from './droppedModels'

interface Thing {
  readonly file?: File
  readonly folder?: { readonly name: string; readonly files: Readonly<Record<string, string>> }
}

/** What a browser hands over for these files and folders. */
function dropOf(...things: Thing[]): DataTransfer {
  const items = things.map(({ file, folder }) => ({
    kind: 'file',
    getAsFile: () => file ?? null,
    webkitGetAsEntry: () => (folder ? entryOf(folder) : { isDirectory: false }),
  }))
  return { items } as unknown as DataTransfer
}

function entryOf({ name, files }: NonNullable<Thing['folder']>) {
  type Found = (entry: { file: (take: (file: File) => void) => void }) => void
  const getFile = (wanted: string, _options: object, found: Found, missing: () => void): void => {
    const text = files[wanted]
    if (text === undefined) missing()
    else found({ file: (take) => take(new File([text], wanted)) })
  }
  return { isDirectory: true, name, getFile }
}

const packed = { file: new File(['x'], 'birds.pixelloom') }
const photo = { file: new File(['x'], 'photo.png') }

it('takes packed models anywhere, and anything among the models', () => {
  fakeApp()
  expect(droppedModels(dropOf(packed), false)).toBeDefined()
  expect(droppedModels(dropOf(photo), false)).toBeUndefined()
  expect(droppedModels(dropOf(packed, photo), false)).toBeUndefined()
  expect(droppedModels(dropOf(photo), true)).toBeDefined()
  expect(droppedModels(dropOf(), true)).toBeUndefined()
})

it('sends the files of a model folder under its name, and says what is none', async () => {
  const connection = fakeApp({ 'models.importFiles': () => model('birds') })
  const files = { 'model.json': '{}', 'weights.safetensors': 'w', 'holiday.jpg': 'h' }
  await droppedModels(dropOf({ folder: { name: 'My birds', files } }), true)?.()
  const [sent] = connection.inputs('models.importFiles')
  expect([sent?.name, sent?.files.map(({ name }) => name)]).toEqual([
    'My birds',
    ['model.json', 'weights.safetensors'],
  ])
  await expect(droppedModels(dropOf(photo), true)?.()).rejects.toThrow('There is no model')
})
