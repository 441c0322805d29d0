import { mount } from '@vue/test-utils'
import { describe, expect, it, onTestFinished } from 'vitest'
import { say } from '../../../shared/reasons'
import type { RuntimeReport } from '../../../shared/runtimes'
import { setLanguage } from '../../i18n'
import { fakeApp } from '../../testing/fixtures'
import RuntimeChoice from './RuntimeChoice.vue'

const runs = (name: RuntimeReport['name'], step: number, image: number): RuntimeReport => ({
  ...{ name, available: true, description: 'It runs.' },
  ...{ trainingMilliseconds: step, drawingMilliseconds: image },
})
const reports: RuntimeReport[] = [
  runs('native', 5.8234, 2.8),
  runs('tensorflow', 1.5, 1400),
  { name: 'webgpu', available: false, description: 'There is no graphics card.' },
  { name: 'wasm', available: true, description: 'It runs.', unmeasured: 'It gave no answer.' },
]

function open(known: RuntimeReport[] | undefined, measuring = false) {
  fakeApp()
  const page = mount(RuntimeChoice, { props: { modelValue: 'auto', reports: known, measuring } })
  const row = (name: string) => page.find(`.runtime:has(input[value="${name}"])`)
  return { page, row }
}

describe('the choice of a runtime', () => {
  it('shows what each takes, or why it was not measured or does not run', () => {
    const { row } = open(reports)
    expect(row('native').find('.figures').text()).toMatch(/^5\.82 ms a step\s*2\.8 ms an image$/)
    expect(row('tensorflow').text()).toContain('1.4 s an image')
    expect(row('webgpu').text()).toContain('There is no graphics card.')
    expect(row('webgpu').find('input').attributes('disabled')).toBeDefined()
    expect(row('wasm').text()).toContain('It gave no answer.')
  })

  it('says why in the words of the window, and in English what was never translated', () => {
    const [native] = reports
    if (!native) throw new Error('no report')
    const why = [
      { name: 'tensorflow', ...say('runtimes.noTensorflow', {}) },
      { name: 'wasm', ...say('runtimes.noAnswer', { seconds: 60 }) },
      { name: 'webgpu', text: 'Of another version.', because: { id: 'runtimes.unknown', values: {} } },
    ] as const
    const told = why.map(({ name, text, because }) => ({
      name,
      available: false,
      description: text,
      because,
    }))
    onTestFinished(() => setLanguage('en'))
    setLanguage('de')
    const { row } = open([native, ...told])
    expect(row('tensorflow').find('.hint').text()).toBe('Es ist noch nicht installiert.')
    expect(row('wasm').find('.hint').text()).toBe('Es hat 60 Sekunden lang nicht geantwortet.')
    expect(row('webgpu').find('.hint').text()).toBe('Of another version.')
    setLanguage('en')
    expect(open(told).row('tensorflow').find('.hint').text()).toBe('It is not installed yet.')
  })

  it('marks those that are taken by themselves', () => {
    const { row } = open(reports)
    expect(row('tensorflow').find('.badge').text()).toBe('Automatic trains with it')
    expect(row('native').find('.badge').text()).toBe('Automatic draws with it')
    expect(row('wasm').find('.badge').exists()).toBe(false)
    expect(open(reports.slice(0, 1)).row('native').find('.badge').text()).toBe('Taken by Automatic')
  })

  it('offers the graphics card of the browser where there is one', async () => {
    expect(open(reports).row('page-card').exists()).toBe(false)
    const { page, row } = open(reports)
    const hint = 'On the graphics card of this browser'
    await page.setProps({ pageCard: { hint, measuring: true } })
    expect(row('page-card').text()).toContain(hint)
    expect(row('page-card').text()).toContain('Measuring …')
    await page.setProps({ pageCard: { hint, measuring: false, report: runs('webgpu', 0.7, 12) } })
    expect(row('page-card').find('.figures').text()).toMatch(/^0\.7 ms a step\s*12 ms an image$/)
    const unmeasured = 'It gave no answer.'
    const silent = { name: 'webgpu', available: true, description: '', unmeasured } as const
    await page.setProps({ pageCard: { hint, measuring: false, report: silent } })
    const hints = row('page-card').findAll('.hint')
    expect(hints.map((one) => one.text())).toEqual([hint, unmeasured])
    await row('page-card').find('input').setValue(true)
    expect(page.emitted('update:modelValue')).toEqual([['page-card']])
  })

  it('can be chosen from before anything is measured', async () => {
    const { page, row } = open(undefined, true)
    expect(page.findAll('.runtime')).toHaveLength(6)
    expect(row('cpu').text()).toContain('Measuring …')
    await row('cpu').find('input').setValue(true)
    expect(page.emitted('update:modelValue')).toEqual([['cpu']])
  })
})
