import { nextTick, ref } from 'vue'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fakeApp } from '../testing/fixtures'
import { keepDraft } from './draft'
import { useTrainForm } from './trainForm'
import { useTraining } from './training'
import { useWorkbench } from './workbench'

describe('what is begun in a window', () => {
  beforeEach(() => void fakeApp())

  /** The page is loaded anew: all stores begin again. */
  const reload = () => void setActivePinia(createPinia())

  it('is a training form as it was filled in, a name of one’s own among it', async () => {
    const form = useTrainForm()
    form.data = '/pictures/clouds'
    await nextTick()
    form.named = true
    form.name = 'my sky'
    form.pick('size', 16)
    form.edit('steps', '77')
    form.flip = 'yes'
    const asked = form.request
    await nextTick()
    reload()
    const again = useTrainForm()
    await nextTick()
    expect(again.request).toEqual(asked)
    expect([again.effort, again.name]).toEqual(['own', 'my sky'])
  })

  it('is also that a new training was being set up, though others are there', async () => {
    const training = useTraining()
    training.selectedId = 'one'
    await nextTick()
    training.selectedId = undefined
    await nextTick()
    reload()
    await useTraining().recover()
    expect(useTraining().selectedId).toBeUndefined()
  })

  it('is the tool in hand and the seed that was typed', async () => {
    const workbench = useWorkbench()
    Object.assign(workbench, { tool: 'lasso', seed: '12', moreOpen: true })
    await nextTick()
    reload()
    expect(useWorkbench()).toMatchObject({ tool: 'lasso', seed: '12', moreOpen: true })
  })

  it('is left where it is no longer what it should be', () => {
    const read = ref(1)
    for (const damaged of ['{"a', '"one"', 'null']) {
      sessionStorage.setItem('pixelloom.draft.number', damaged)
      keepDraft(
        'number',
        z.number(),
        () => read.value,
        (kept) => (read.value = kept),
      )
    }
    expect(read.value).toBe(1)
  })
})
