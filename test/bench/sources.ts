import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'cheerio'
import { parseDay } from '../../src/sources/huggingface/api.ts'
import { parsePage } from '../../src/sources/huggingface/page.ts'
import { dailyPage } from '../fakes/huggingface.ts'
import { type HuggingFaceItem, items } from '../fixtures/huggingface.ts'
import { type Bench, beside, corpus, median, timed } from './bench.ts'

const DAY = '2026-03-31'
const FULL_DAY = '2025-09-30'
const BAR = 20

export const parsing: Bench[] = [
  {
    what: `the HTML page of a day, 50 cards, warm (${corpus ? 'recorded' : 'invented'})`,
    bar: `≤ ${BAR} ms`,
    async run() {
      const page = dailyPage(DAY, fiftyItems())
      return inTime(await measure(async () => (await parsePage(page, DAY)).sightings.length), await readPlainly(page))
    },
  },
  {
    what: `the JSON of a day, 50 papers, warm (${corpus ? 'recorded' : 'invented'})`,
    bar: `≤ ${BAR} ms`,
    async run() {
      const text = JSON.stringify(fiftyItems())
      const plain = await timed(30, () => JSON.parse(text))
      return inTime(
        await measure(async () => (await parseDay(JSON.parse(text), DAY)).sightings.length),
        plain,
        'JSON.parse',
      )
    },
  },
  {
    what: 'the recorded page of 2024-08-01, 13 cards, warm',
    bar: `≤ ${BAR} ms`,
    async run() {
      if (!corpus) return { skipped: 'needs CORPUS/hf/pages' }
      const page = readFileSync(join(corpus, 'hf/pages/2024-08-01.html'), 'utf8')
      const took = await measure(async () => (await parsePage(page, '2024-08-01')).sightings.length, 13)
      return inTime(took, await readPlainly(page))
    },
  },
]

function fiftyItems(): HuggingFaceItem[] {
  if (!corpus) return items(50, { paper: { summary: 'We study $O(n^2)$ agents and \\textbf{skills}. '.repeat(25) } })
  return JSON.parse(readFileSync(join(corpus, `hf/days/${FULL_DAY}.json`), 'utf8'))
}

async function measure(parse: () => Promise<number>, expected = 50): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 30; round += 1) {
    const started = performance.now()
    const found = await parse()
    times.push(performance.now() - started)
    if (found !== expected) throw new Error(`${found} papers were found, not ${expected}.`)
  }
  return median(times.slice(10))
}

const readPlainly = (page: string) => timed(30, () => load(page))

const inTime = (milliseconds: number, plain: number, neighbour = 'cheerio alone') => ({
  measured: beside(milliseconds, neighbour, plain),
  met: milliseconds <= BAR,
})
