import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Payload, renderAnswer, renderMessage } from '../../../adapters/discord/render.ts'
import type { PersonId } from '../../../src/core/chat.ts'
import { type Card, type Message, plain } from '../../../src/core/message.ts'
import { readMarkdown } from '../../fakes/discord/markdown.ts'
import { refuseMessage } from '../../fakes/discord/payload.ts'

const card: Card = {
  paper: 'arxiv:2603.10001',
  size: 'full',
  rank: null,
  title: plain('Sparse Retrievers Learn to Listen'),
  url: 'https://arxiv.org/abs/2603.10001',
  byline: 'Ada Example, Grace Sample + 8',
  facts: ['34 upvotes', '1 comment'],
  lines: ['A retriever that asks before it answers.', 'Trained on 3.5 % of the data.'],
  excerpt: null,
  mention: null,
  links: [{ label: 'PDF', url: 'https://arxiv.org/pdf/2603.10001' }],
  picture: null,
  buttons: [
    { label: 'Abstract', action: 'abstract', value: 'arxiv:2603.10001' },
    { label: 'Save', action: 'save', value: 'arxiv:2603.10001' },
  ],
}
const message: Message = { kind: 'paper', heading: null, cards: [card], note: null, buttons: [], page: null }
const id = 'abcdefghijklmnopqrstuvwx'

it('shows a paper as one card with its title linked, the facts small, and links beside the buttons', () => {
  const payload = accepted(renderMessage(message, id))
  expect(textOf(payload)).toBe(
    [
      '### [Sparse Retrievers Learn to Listen](https://arxiv.org/abs/2603.10001)',
      '-# Ada Example, Grace Sample \\+ 8 · 34 upvotes · 1 comment',
      '- A retriever that asks before it answers.',
      '- Trained on 3.5 % of the data.',
    ].join('\n'),
  )
  const [container] = payload.components
  const row = container.components[1]
  expect(row && 'components' in row && row.components.map((button) => ('label' in button ? button.label : ''))).toEqual(
    ['PDF', 'Abstract', 'Save'],
  )
})

it('lights up no phone for a paper, but does for a heading', () => {
  const silent = 1 << 12
  expect(renderMessage(message, id).flags & silent).toBe(silent)
  expect(
    renderMessage({ ...message, kind: 'heading', heading: 'Papers · Tuesday 31 March', cards: [] }, id).flags & silent,
  ).toBe(0)
})

it('keeps a picture small beside the text', () => {
  const payload = accepted(
    renderMessage(
      {
        ...message,
        cards: [{ ...card, picture: { url: 'https://cdn.example.org/figure.png', alt: 'Figure 1: Tides.' } }],
      },
      id,
    ),
  )
  expect(payload.components[0].components[0]).toMatchObject({
    accessory: { media: { url: 'https://cdn.example.org/figure.png' }, description: 'Figure 1: Tides.' },
  })
})

it('turns the buttons of listed papers into one menu of titles', () => {
  const cards = [1, 2, 3].map(
    (rank): Card => ({
      ...card,
      size: 'line',
      rank,
      buttons: [{ label: 'Bring one up', action: 'bring', value: `arxiv:2603.1000${rank}` }],
    }),
  )
  const payload = accepted(renderMessage({ ...message, kind: 'list', heading: '3 more', cards }, id))
  expect(payload.components[0].components.at(-1)).toMatchObject({
    components: [
      {
        placeholder: 'Bring one up',
        options: [{ label: '1. Sparse Retrievers Learn to Listen', value: 'bring:arxiv:2603.10001' }, {}, {}],
      },
    ],
  })
})

it('shows what a search matched in bold, and a command in a note as code', () => {
  const strong = {
    ...card,
    size: 'line' as const,
    rank: 1,
    title: [
      { text: 'Deep ', strong: false },
      { text: 'skill', strong: true },
      { text: 'ful', strong: true },
    ],
  }
  const payload = accepted(
    renderMessage(
      { ...message, kind: 'results', cards: [strong], note: 'Try `/papers follow "offline rl" author:lecun`.' },
      null,
    ),
  )
  expect(textOf(payload)).toContain('[Deep **skillful**]')
  expect(textOf(payload)).toContain('`/papers follow "offline rl" author:lecun`')
})

it('splits an answer of fifty papers over several messages and loses none', () => {
  const cards = Array.from(
    { length: 50 },
    (_, index): Card => ({ ...card, size: 'line', rank: index + 1, title: plain(`Paper ${index + 1} `.repeat(9)) }),
  )
  const payloads = renderAnswer({ ...message, kind: 'list', heading: 'Papers', cards, note: 'Next post: Wed 09:00' })
  const text = payloads.map((payload) => textOf(accepted(payload))).join('\n')
  for (const { rank } of cards) expect(text).toContain(`${rank}\\. `)
  expect(text.match(/Next post/g)).toHaveLength(1)
})

it('gives no way out of a title: hostile text pings nobody, links nowhere else, breaks no markup', () => {
  fc.assert(
    fc.property(hostile, hostile, (title, line) => {
      const payload = accepted(
        renderMessage({ ...message, cards: [{ ...card, title: plain(title), lines: [line] }] }, id),
      )
      const seen = readMarkdown(textOf(payload))
      expect(seen.live).toEqual([])
      expect(seen.links.map(({ url }) => url)).toEqual(['https://arxiv.org/abs/2603.10001'])
      expect(seen.text).toContain(visible(title).replaceAll('[', '(').replaceAll(']', ')').slice(0, 40))
      expect(seen.text).toContain(visible(line).slice(0, 40))
    }),
    { numRuns: 300 },
  )
})

it('mentions nobody and nothing inside an aligned note either', () => {
  const note =
    'a  table of <#123456789012345678> </papers:123456789012345678> <:smile:123456789012345678> @everyone ```'
  const payload = accepted(renderMessage({ ...message, cards: [], note }, id))
  expect(readMarkdown(textOf(payload)).text).toContain('<#123456789012345678>')
})

it('names somebody mentioned, and rings those alone who are to be rung', () => {
  const named = (person: PersonId, rings: boolean) =>
    renderMessage({ ...message, cards: [{ ...card, mention: { label: 'Presented by', person, rings } }] }, id)
  const rung = named('discord:300000000000000001', true)
  expect(textOf(rung)).toContain('-# Presented by <@300000000000000001>')
  expect(rung.allowed_mentions).toEqual({ parse: [], users: ['300000000000000001'] })
  expect(refuseMessage(rung)).toBeNull()
  const quiet = named('discord:300000000000000001', false)
  expect(textOf(quiet)).toContain('<@300000000000000001>')
  expect(quiet.allowed_mentions).toEqual({ parse: [] })
  expect(textOf(named('slack:T1/U1', true))).not.toContain('Presented by')
})

it('fits into Discord’s limits whatever a message holds', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      accepted(renderMessage(message, id))
      for (const payload of renderAnswer(message)) accepted(payload)
    }),
    { numRuns: 40 },
  )
})

it('drops an address that is no web address, and the name in front of an @', () => {
  const url = (address: string) =>
    readMarkdown(textOf(renderMessage({ ...message, cards: [{ ...card, url: address }] }, id))).links
  expect(url('javascript:alert(1)')).toEqual([])
  expect(url('https://arxiv.org@evil.example/x')).toEqual([
    { label: 'Sparse Retrievers Learn to Listen', url: 'https://evil.example/x' },
  ])
  expect(url('https://a.example/x) [y](https://b.example')).toHaveLength(1)
})

const pieces = [
  '@everyone',
  '@here',
  '<@123456789012345678>',
  '<@&123456789012345678>',
  '<#123456789012345678>',
  '</papers:123456789012345678>',
  '<:smile:123456789012345678>',
  '<t:1700000000:R>',
  '](https://evil.example)',
  '[arxiv.org](https://evil.example)',
  'https://evil.example/x',
  '<https://evil.example>',
  '**',
  '__',
  '~~',
  '||',
  '`',
  '```',
  '# ',
  '-# ',
  '> ',
  '>>> ',
  '- ',
  '1. ',
  '\\',
  '\n',
  ' ',
  'word',
  '中文',
  '👩🏽‍🔬',
  '*',
  '_',
  '$x_i$',
]
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }).map((all) => `x${all.join('')}`),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).map((text) => `x${text}`),
)
const longText = fc.oneof(
  hostile,
  hostile.map((text) => text.repeat(40)),
)
const anyButton = fc.oneof(
  fc.record({ label: longText, action: fc.constantFrom('save', 'more'), value: longText }),
  fc.record({ label: longText, url: fc.oneof(fc.webUrl(), longText) }),
)
const anyCard: fc.Arbitrary<Card> = fc.record({
  paper: fc.constant(null),
  size: fc.constantFrom('full' as const, 'line' as const),
  rank: fc.option(fc.nat(5_000)),
  title: fc.array(fc.record({ text: fc.oneof(longText, fc.constant('')), strong: fc.boolean() }), { maxLength: 4 }),
  url: fc.option(fc.oneof(fc.webUrl(), longText)),
  byline: fc.option(longText),
  facts: fc.array(longText, { maxLength: 12 }),
  lines: fc.array(longText, { maxLength: 12 }),
  mention: fc.option(fc.record({ label: longText, person: fc.constant('slack:T1/U1' as const), rings: fc.boolean() })),
  excerpt: fc.option(fc.array(fc.record({ text: longText, strong: fc.boolean() }), { maxLength: 4 })),
  links: fc.array(fc.record({ label: longText, url: fc.oneof(fc.webUrl(), longText) }), { maxLength: 12 }),
  picture: fc.option(fc.record({ url: fc.oneof(fc.webUrl(), longText), alt: fc.oneof(longText, fc.constant('')) })),
  buttons: fc.array(anyButton, { maxLength: 8 }),
})
const anyMessage: fc.Arbitrary<Message> = fc.record({
  kind: fc.constantFrom('heading', 'paper', 'list', 'results', 'agenda', 'alert', 'notice'),
  heading: fc.option(longText),
  cards: fc.array(anyCard, { maxLength: 50 }),
  note: fc.option(longText),
  buttons: fc.array(anyButton, { maxLength: 30 }),
  page: fc.option(fc.record({ from: fc.nat(), to: fc.nat(), total: fc.nat(), cursor: fc.option(longText) })),
})

function accepted(payload: Payload): Payload {
  expect(refuseMessage(payload)).toBeNull()
  for (const { live } of textsOf(payload).map(readMarkdown)) expect(live).toEqual([])
  return payload
}

const visible = (text: string): string => text.replaceAll('\u200b', '').replaceAll(/\s+/g, ' ').trim()

const textOf = (payload: Payload): string => textsOf(payload).join('\n')

function textsOf({ components: [container] }: Payload): string[] {
  return container.components.flatMap((part) => {
    if ('content' in part) return [part.content]
    return 'accessory' in part ? part.components.map(({ content }) => content) : []
  })
}
