import { expect, it } from 'vitest'
import { failure } from '../shared/errors'
import { asJson } from './json'

it('prints codes, words and subjects, not what other languages are made of', () => {
  const error = failure('files.missing', { path: '/a' }, '/a').toValue()
  const left = { path: 'a.png', reason: 'is empty.', because: { id: 'images.empty', values: {} } }
  expect(asJson({ error, skipped: [left], seconds: 1 })).toBe(
    '{"error":{"code":"not-found","message":"There is nothing at /a. Check the path.","subject":"/a"},' +
      '"skipped":[{"path":"a.png","reason":"is empty."}],"seconds":1}',
  )
})
