import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMessage } from '../../../adapters/slack/render.ts'
import { type Card, type Mention, type Message, notice } from '../../../src/core/message.ts'
import { headingMessage, lineCard, listMessage, paperMessage } from '../../../src/digest/write/texts.ts'
import { liveMarkup, refusalOfBlocks } from '../../fakes/slack/blocks.ts'
import { aPaper } from '../../fixtures/papers.ts'

const attention = { upvotes: 34, comments: 1, days: [] }
const summary = { lines: ['What it is.', 'How.', 'Recall rises by 12.5%.'], by: 'extract' as const, model: null }
const paper = aPaper('2603.00001', { title: 'Tidemark: Retrieval with a Memory' })
const empty: Message = { kind: 'results', heading: null, cards: [], note: null, buttons: [], page: null }

describe('a paper on Slack', () => {
  const { text, blocks } = renderMessage(paperMessage(paper, attention, summary))

  it('shows the linked title, who wrote it, the points, the links and two buttons', () => {
    expect(blocks.map(({ type }) => type)).toEqual(['rich_text', 'context', 'rich_text', 'rich_text', 'actions'])
    expect(blocks[0]).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'link', url: 'https://arxiv.org/abs/2603.00001', text: paper.title, style: { bold: true } },
          ],
        },
      ],
    })
    expect(JSON.stringify(blocks[1])).toContain('Ada Example, Ben Sample · 34 upvotes · 1 comment')
  })

  it('reads well alone: title, upvotes in words, first line', () => {
    expect(text).toBe('Tidemark: Retrieval with a Memory. 34 upvotes, 1 comment. What it is.')
  })

  it('has its own picture, which can be left out', () => {
    const picture = { url: 'https://example.org/a.png', alt: 'Figure 1: Tides.' }
    const { cards, ...message } = paperMessage(paper, attention, summary)
    const pictured = { ...message, cards: cards.map((card) => ({ ...card, picture })) }
    expect(renderMessage(pictured).blocks[2]).toMatchObject({
      text: { text: 'What it is.' },
      accessory: { type: 'image', image_url: 'https://example.org/a.png', alt_text: 'Figure 1: Tides.' },
    })
    expect(JSON.stringify(renderMessage(pictured, { pictures: false }))).not.toContain('image')
  })
})

describe('somebody mentioned on Slack', () => {
  const mention = { label: 'Presented by', person: 'slack:T1/U7' as const, rings: true }
  const shown = (given: Partial<Mention>, namesAll = false) =>
    JSON.stringify(
      renderMessage(
        { ...empty, cards: [{ ...lineCard(paper, attention, 1), mention: { ...mention, ...given } }] },
        { namesAll },
      ).blocks,
    )

  it('is named where that rings them, and in a changed message, which rings nobody', () => {
    expect(shown({})).toContain('{"type":"text","text":"Presented by "},{"type":"user","user_id":"U7"}')
    expect(shown({ rings: false })).not.toContain('U7')
    expect(shown({ rings: false }, true)).toContain('U7')
  })

  it('is left out when they are of another platform', () => {
    expect(shown({ person: 'discord:300000000000000001' })).not.toContain('Presented by')
  })
})

describe('a list on Slack', () => {
  const button = { label: 'Bring one up', action: 'bring', value: paper.id }

  it('has one menu for the button that its entries share', () => {
    const cards = [1, 2, 3].map((rank) => ({ ...lineCard(paper, attention, rank), buttons: [button] }))
    const { blocks } = renderMessage(listMessage(cards, 3))
    expect(blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [{ type: 'static_select', action_id: 'bring', placeholder: { text: 'Bring one up' } }],
    })
    expect(refusalOfBlocks(blocks)).toBeNull()
  })

  it('that is too long for a message says how many it leaves out', () => {
    const cards = Array.from({ length: 200 }, (_, rank) =>
      lineCard({ ...paper, title: 'x'.repeat(190) }, attention, rank),
    )
    const { blocks } = renderMessage(listMessage(cards, 200))
    expect(refusalOfBlocks(blocks)).toBeNull()
    expect(JSON.stringify(blocks.at(-1))).toMatch(/… and 1\d\d more/)
  })
})

describe('an answer on Slack', () => {
  it('offers more, sharing and a wider search below', () => {
    const { blocks } = renderMessage({
      ...empty,
      buttons: [
        { label: 'Share here', action: 'share', value: 'q' },
        { label: 'Search Hugging Face', url: 'https://huggingface.co/papers?q=skills' },
      ],
      page: { from: 1, to: 5, total: 9, cursor: 'next' },
    })
    expect(blocks.at(-1)).toMatchObject({
      elements: [
        { action_id: 'more', value: 'next' },
        { action_id: 'share' },
        { url: 'https://huggingface.co/papers?q=skills' },
      ],
    })
  })

  it('marks what a search matched, and keeps a title one link', () => {
    const title = [
      { text: 'Skill', strong: true },
      { text: ' libraries', strong: false },
    ]
    const { blocks } = renderMessage({ ...empty, cards: [{ ...lineCard(paper, attention, 1), title, excerpt: title }] })
    expect(JSON.stringify(blocks)).toContain('"text":"Skill libraries"')
    expect(JSON.stringify(blocks)).toContain('"text":"Skill","style":{"italic":true,"bold":true}')
  })

  it('keeps the columns of help in shape, and shows code as code elsewhere', () => {
    expect(JSON.stringify(renderMessage(notice('/papers why  why it was posted')))).toContain('rich_text_preformatted')
    expect(JSON.stringify(renderMessage(notice('Paused until `/papers resume`.')))).toContain('"style":{"code":true}')
  })
})

// Whatever a title says: mentions, broken markup, entities, control characters, halves of emoji.
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 6_000 }),
  fc.constantFrom(
    '<!channel> <!here|here> <@U123> <#C1> <!subteam^S1> <!date^1^{date}|x>',
    '<https://evil.example|arxiv.org> &lt;!channel&gt; &amp;amp;',
    '*_~`>|:smile: ```\u202e @channel @here',
    '',
    ' ',
    '&'.repeat(5_000),
  ),
)
const hostileUrl = fc.oneof(
  hostile,
  fc.webUrl(),
  fc.constantFrom('javascript:alert(1)', 'https://a|b>c<d', `https://a.example/${'x'.repeat(4_000)}`),
)
const spans = fc.array(fc.record({ text: hostile, strong: fc.boolean() }), { maxLength: 4 })
const buttons = fc.array(
  fc.oneof(
    fc.record({ label: hostile.filter(Boolean), action: fc.constantFrom('abstract', 'save', 'bring'), value: hostile }),
    fc.record({ label: hostile.filter(Boolean), url: hostileUrl }),
  ),
  { maxLength: 4 },
)
const card: fc.Arbitrary<Card> = fc.record({
  paper: fc.constant(null),
  size: fc.constantFrom('full', 'line'),
  rank: fc.option(fc.nat()),
  title: spans,
  url: fc.option(hostileUrl),
  byline: fc.option(hostile),
  facts: fc.array(hostile, { maxLength: 3 }),
  lines: fc.array(hostile, { maxLength: 5 }),
  excerpt: fc.option(spans),
  mention: fc.option(
    fc.record({
      label: hostile,
      person: fc.constantFrom('slack:T1/U1', 'discord:1', 'slack:T1/<!here>'),
      rings: fc.boolean(),
    }),
  ),
  links: fc.array(fc.record({ label: hostile, url: hostileUrl }), { maxLength: 4 }),
  picture: fc.option(fc.record({ url: hostileUrl, alt: hostile })),
  buttons,
})
const anyMessage: fc.Arbitrary<Message> = fc.record({
  kind: fc.constantFrom('heading', 'paper', 'list', 'results', 'agenda', 'alert', 'notice'),
  heading: fc.option(hostile),
  cards: fc.array(card, { maxLength: 20 }),
  note: fc.option(hostile),
  buttons,
  page: fc.option(fc.record({ from: fc.nat(), to: fc.nat(), total: fc.nat(), cursor: fc.option(hostile) })),
})

describe('whatever the words say', () => {
  it('Slack takes the message, and nobody is pinged', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { text, blocks } = renderMessage(message)
        expect(refusalOfBlocks(blocks)).toBeNull()
        expect(text.length).toBeGreaterThan(0)
        expect(text.length).toBeLessThan(12_000)
        expect(liveMarkup(text)).toEqual([])
        expect(JSON.stringify(blocks)).not.toContain('"mrkdwn"')
      }),
      { numRuns: 150 },
    )
  })

  it('the first card of a message is never left out', () => {
    fc.assert(
      fc.property(card, (one) => {
        const { blocks } = renderMessage({ ...empty, cards: [one] })
        expect(JSON.stringify(blocks)).not.toContain('… and 1 more"')
      }),
      { numRuns: 100 },
    )
  })

  it('the heading of a digest stays one line', () => {
    const words = { date: '2026-03-31', counts: { found: 3, posted: 3, thread: 0, filtered: 0, held: 0, already: 0 } }
    const { blocks } = renderMessage(
      headingMessage({ ...words, coversSince: null, timezone: 'UTC', notes: [], next: null }),
    )
    expect(blocks[0]).toMatchObject({ type: 'header', text: { text: 'Papers · Tuesday 31 March 2026' } })
  })
})
