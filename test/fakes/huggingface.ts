import type { HuggingFaceItem } from '../fixtures/huggingface.ts'
import { type FakeAnswer, type FakeServer, type Fault, startFakeServer } from './http.ts'

export type FakeHuggingFaceOptions = {
  days: Record<string, HuggingFaceItem[]>
  faults?: Fault[]
  /** Whether pages of the API count from 0 or from 1; nobody documents it. */
  firstPage?: 0 | 1
  /** The most items that the API gives at once, whatever `limit` says. */
  cap?: number
}

/** huggingface.co as far as Daily Papers go: `/api/daily_papers` by date, week or month, its search, `/api/papers/<id>`, and `/papers/date/<day>`. Strict about queries. */
export async function startFakeHuggingFace(options: FakeHuggingFaceOptions): Promise<FakeServer> {
  return startFakeServer((url, headers) => {
    if (!/^Paperboy\//.test(headers['user-agent'] ?? '')) return { status: 403, body: 'who is asking?' }
    if (url.pathname === '/api/daily_papers') return listing(url.searchParams, options)
    if (url.pathname === '/api/papers/search') return matches(url.searchParams, options)
    const id = /^\/api\/papers\/([\d.]+)$/.exec(url.pathname)?.[1]
    const known = Object.values(options.days).flatMap((items) => items.find(({ paper }) => paper.id === id) ?? [])
    if (id && known[0]) return json(200, known[0].paper)
    const day = /^\/papers\/date\/(\d{4}-\d{2}-\d{2})$/.exec(url.pathname)?.[1]
    return day ? page(day, options.days) : { status: 404, body: 'Not found' }
  }, options.faults)
}

const ALLOWED: Record<string, RegExp> = {
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  month: /^\d{4}-(0[1-9]|1[0-2])$/,
  limit: /^([1-9]\d?|100)$/,
  p: /^\d+$/,
}

function listing(query: URLSearchParams, { days, firstPage = 0, cap = 100 }: FakeHuggingFaceOptions): FakeAnswer {
  const wrong = [...query].find(([name, value]) => !ALLOWED[name]?.test(value))
  if (wrong) return json(400, { error: `Invalid ${wrong[0]}` })
  const date = query.get('date')
  const month = query.get('month')
  const today = new Date().toISOString().slice(0, 10)
  if (date && date > today) return json(400, { error: 'date is in the future' })
  const items = Object.entries(days).flatMap(([day, list]) =>
    day === date || (month && day.startsWith(month)) ? list : [],
  )
  const size = Math.min(Number(query.get('limit') ?? 50), cap)
  const from = Math.max(0, Number(query.get('p') ?? firstPage) - firstPage) * size
  return json(200, items.slice(from, from + size))
}

/** Finds by words of the title. */
function matches(query: URLSearchParams, { days }: FakeHuggingFaceOptions): FakeAnswer {
  const words = query.get('q')?.trim().toLowerCase().split(/\s+/) ?? []
  if (query.size !== 1 || words.length === 0 || words[0] === '') return json(400, { error: 'Invalid q' })
  const items = Object.values(days).flat()
  return json(
    200,
    items.filter(({ paper }) => words.every((word) => paper.title?.toLowerCase().includes(word))),
  )
}

const json = (status: number, body: unknown): FakeAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ratelimit: '"api";r=499;t=300' },
  body: JSON.stringify(body),
})

function page(day: string, days: Record<string, HuggingFaceItem[]>): FakeAnswer {
  const items = days[day]
  if (items) return { headers: { 'content-type': 'text/html; charset=utf-8' }, body: dailyPage(day, items) }
  const before = Object.keys(days)
    .filter((known) => known < day)
    .toSorted()
    .at(-1)
  return { status: 307, headers: { location: before ? `/papers/date/${before}` : '/papers' } }
}

/** The page of one day: the listing as JSON inside an attribute, and the cards that people see. */
export function dailyPage(day: string, items: HuggingFaceItem[], { embedded = true } = {}): string {
  const props = { canSubmit: false, dateString: day, periodType: 'day', dailyPapers: items }
  const hydrater = embedded ? `data-target="DailyPapers" data-props="${attribute(JSON.stringify(props))}"` : ''
  return `<!doctype html><html class=""><head><meta charset="utf-8"><title>Daily Papers - Hugging Face</title></head>
<body class="flex flex-col min-h-dvh bg-white DailyPapersPage"><main>
<div class="SVELTE_HYDRATER contents" data-target="MainHeader" data-props="{&quot;isWide&quot;:false}"></div>
<div class="SVELTE_HYDRATER contents" ${hydrater}><section>${items.map(card).join('\n')}</section></div></main></body></html>`
}

const card = ({ paper, numComments }: HuggingFaceItem): string => `
<article class="relative flex flex-col overflow-hidden rounded-xl border">
  <a href="/papers/${paper.id}" class="shadow-alternate-sm peer relative block"><img src="https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/${paper.id}.png" alt=""></a>
  <div class="pointer-events-none text-xs leading-none">Submitted by <img alt="" src="/avatars/none.svg"> somebody</div>
  <div class="from-gray-50-to-white"><a href="/login?next=%2Fpapers%2F${paper.id}"><div class="shadow-alternate"><input disabled type="checkbox"><div class="leading-none">${paper.upvotes || '-'}</div></div></a>
    <h3 class="mb-1"><a href="/papers/${paper.id}" class="line-clamp-3">${attribute(paper.title ?? '')}</a></h3>
    <ul><li title="somebody"></li></ul>
    <a href="/papers/${paper.id}#community" class="text-md"><svg></svg>
      ${numComments}
    </a></div>
</article>`

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
