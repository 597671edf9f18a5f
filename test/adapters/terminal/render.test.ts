import { expect, it } from 'vitest'
import { renderMessage } from '../../../adapters/terminal/render.ts'
import { notice } from '../../../src/core/message.ts'

it('shows where a button leads, and no button that cannot be pressed there', () => {
  const buttons = [
    { label: 'Open the archive', url: 'https://papers.example/archive?t=x' },
    { label: 'Save', action: 'save', value: '1' },
  ]
  expect(renderMessage({ ...notice('Here.'), buttons }, { width: 80, color: false, links: false, brief: false })).toBe(
    'Here.\nOpen the archive: https://papers.example/archive?t=x',
  )
})
