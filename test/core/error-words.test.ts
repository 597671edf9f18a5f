import { expect, it } from 'vitest'
import { codesOf, describeError, describeWithRemedy } from '../../src/core/error-words.ts'

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })

it('says what an error says and why, once', () => {
  const wrapped = new Error('The model failed.', { cause: new TypeError('fetch failed', { cause: refused }) })
  expect(describeError(wrapped)).toBe('The model failed: fetch failed: connect ECONNREFUSED 127.0.0.1:1.')
  const told = new Error('It could not be reached (connect ECONNREFUSED 127.0.0.1:1).', { cause: wrapped })
  const asked = new Error('A request failed: fetch failed', { cause: wrapped.cause })
  expect(describeError(asked)).toBe('A request failed: fetch failed: connect ECONNREFUSED 127.0.0.1:1')
  expect(describeError(told)).toBe(told.message)
  expect(describeError(new Error('No. Is it right?', { cause: refused }))).toBe(
    'No. Is it right? (connect ECONNREFUSED 127.0.0.1:1)',
  )
  expect(describeError('a text')).toBe('a text')
})

it('names each address of a host where none answers', () => {
  const both = new AggregateError([refused, new Error('connect ECONNREFUSED ::1:1')])
  expect(describeError(new Error('no database', { cause: both }))).toBe(
    'no database: connect ECONNREFUSED 127.0.0.1:1, connect ECONNREFUSED ::1:1',
  )
})

it('shows no secret that a cause quotes, and ends where causes go round', () => {
  const round = new Error('no', { cause: new Error('the key sk-12345678 is wrong') })
  round.cause = Object.assign(new Error('the key sk-12345678 is wrong'), { cause: round })
  expect(describeError(round)).toBe('no: the key [secret] is wrong')
})

it('adds a remedy by code, and keeps the words', () => {
  const failure = new Error('Could not open it.', { cause: refused })
  expect(codesOf(failure)).toEqual(['ECONNREFUSED'])
  expect(describeWithRemedy(failure, { ECONNREFUSED: 'start it' })).toBe(
    'Could not open it: connect ECONNREFUSED 127.0.0.1:1; start it',
  )
  expect(describeWithRemedy(new Error('timeout'), { timeout: 'wait' })).toBe('timeout')
})
