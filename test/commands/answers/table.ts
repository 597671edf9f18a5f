import { sql } from 'kysely'
import type { Reply } from '../../../src/core/chat.ts'
import type { Card, Message } from '../../../src/core/message.ts'
import type { Db } from '../../../src/db/db.ts'
import type { Store } from '../../../src/db/open.ts'

/** One way to ask: `channel` and `person` are words of the table, `ask` does it on the platform. */
export type Cell = { place: string; person: string; ask(text: string): Promise<Reply> }

const LONGEST = 420
const CARDS = 3

/** What is said to many verbs alike is told once, on top. */
const MANY = 5

/** What each text is answered in one cell, each time of the same database. */
export async function answersIn(store: Store, texts: string[], { ask }: Cell): Promise<Map<string, string>> {
  const tables = await keepTables(store)
  const answers = new Map<string, string>()
  for (const text of texts) {
    const reply = await ask(text)
    answers.set(text, [describeReply(reply), ...(await plannedMessages(store))].join(' ▸ '))
    await tables.restore()
  }
  return answers
}

/** Every text asked in every cell, each time of the same database; equal answers stand in one line. */
export async function answerTable(store: Store, texts: string[], cells: Cell[]): Promise<string> {
  const tables = await keepTables(store)
  const places = [...new Set(cells.map(({ place }) => place))]
  const rows: { text: string; where: string; answer: string }[] = []
  for (const text of texts) {
    const answers = new Map<string, Cell[]>()
    for (const cell of cells) {
      const reply = await cell.ask(text)
      const answer = [describeReply(reply), ...(await plannedMessages(store))].join(' ▸ ')
      await tables.restore()
      answers.set(answer, [...(answers.get(answer) ?? []), cell])
    }
    for (const [answer, asked] of answers) rows.push({ text, where: whereOf(asked, cells, places), answer })
  }
  const alike = Map.groupBy(rows, ({ text, where, answer }) => `${where}: ${withoutVerb(text, answer)}`)
  const isCommon = (row: (typeof rows)[number]) =>
    (alike.get(`${row.where}: ${withoutVerb(row.text, row.answer)}`)?.length ?? 0) >= MANY
  const common = [...alike].filter(([, same]) => same.length >= MANY)
  const verbsOf = (same: typeof rows) => [...new Set(same.map(({ text }) => text.split(' ')[0] || '(none)'))].join(' ')
  return [
    'Alike for many',
    ...common.map(([line, same]) => `  ${line} ◂ ${verbsOf(same)}`),
    ...texts.flatMap((text) => {
      const own = rows.filter((row) => row.text === text && !isCommon(row))
      const lines = own.map(({ where, answer }) => `${where}: ${answer}`)
      const asked = `/papers ${text}`.trim()
      return lines.length === 1 ? [`${asked} ◂ ${lines}`] : [asked, ...lines.map((line) => `  ${line}`)]
    }),
    '',
  ].join('\n')
}

const withoutVerb = (text: string, answer: string): string => {
  const [verb = ''] = text.split(' ')
  return verb === ''
    ? answer
    : answer.replaceAll(`\`${verb}\``, '`VERB`').replaceAll(`search ${verb}\``, 'search VERB`')
}

/** Who asked where, in as few words as possible. */
function whereOf(asked: Cell[], all: Cell[], places: string[]): string {
  if (asked.length === all.length) return 'everywhere'
  const byPeople = new Map<string, string[]>()
  for (const place of places) {
    const people = asked.filter((cell) => cell.place === place).map(({ person }) => person)
    const everybody = all.filter((cell) => cell.place === place).length
    if (people.length === 0) continue
    const who = people.length === everybody ? '' : people.join(' ')
    byPeople.set(who, [...(byPeople.get(who) ?? []), place])
  }
  return [...byPeople].map(([who, where]) => `${where.join(', ')}${who === '' ? '' : ` (${who})`}`).join('; ')
}

function describeReply(reply: Reply): string {
  if ('form' in reply) return `[form ${reply.form.title}: ${reply.form.fields.map(({ label }) => label).join(' | ')}]`
  const { message, to } = reply
  return `${to === 'asker' ? '' : `(${to}) `}${describeMessage(message)}`
}

function describeMessage({ heading, cards, note, buttons, page }: Message): string {
  const shown = cards.slice(0, CARDS).map(describeCard)
  const labels = [...buttons.map(({ label }) => `[${label}]`), ...(page?.cursor ? ['[more]'] : [])]
  const parts = [heading, ...shown, cards.length > CARDS ? `+${cards.length - CARDS}` : null, note, labels.join('')]
  const words = parts.filter((part) => part !== null && part !== '').join(' / ')
  return steady(words.replaceAll('\n', ' ⏎ ')).slice(0, LONGEST)
}

function describeCard({ rank, title, facts, lines, buttons }: Card): string {
  const words = [title.map(({ text }) => text).join(''), ...facts, ...lines.map((line) => line.slice(0, 40))]
  const labels = buttons.map(({ label }) => `[${label}]`).join('')
  return `${rank === null ? '' : `${rank}. `}${words.filter(Boolean).join(' · ')}${labels}`
}

/** Codes and keys are new each time. */
const steady = (words: string): string => words.replaceAll(/\b[A-Z2-9]{4}-[A-Z2-9]{4}\b/g, 'CODE')

/** What is said to others because of it. */
async function plannedMessages({ db }: Store): Promise<string[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['place', 'subject'])
    .where('state', 'in', ['planned', 'ready'])
    .orderBy('seq')
    .execute()
  return rows.map(({ place, subject }) => {
    const said = JSON.parse(subject)
    const what = said.kind === 'said' ? describeMessage(said.message) : `a post of ${said.paper}`
    return `${/\/[DU]|^discord:\d+$/.test(String(place)) ? 'by direct message' : 'to the channel'}: ${what}`
  })
}

const PAPERS =
  /^(papers|paper_|aliases|sightings|abbreviations|vector|vocabulary|meta|history|kysely)|_(data|idx|docsize|config|content)$/

/** Keeps what the database holds now, but for papers and their indexes. */
export async function keepTables({ db, write }: Store): Promise<{ restore(): Promise<void> }> {
  const run = (text: string, on: Db = db) => sql.raw(text).execute(on)
  const changes = async () => ((await run('select total_changes() as n')).rows as { n: number }[])[0]?.n
  await run('pragma foreign_keys = off')
  await run('pragma synchronous = off')
  const { rows } = await run("select name from sqlite_master where type = 'table' and sql not like '%virtual%'")
  const names = (rows as { name: string }[]).map(({ name }) => name).filter((name) => !PAPERS.test(name))
  for (const name of names) await run(`create temp table "kept_${name}" as select * from main."${name}"`)
  let before = await changes()
  return {
    async restore() {
      if ((await changes()) === before) return
      await write(async (on) => {
        for (const name of names) {
          await run(`delete from main."${name}"`, on)
          await run(`insert into main."${name}" select * from temp."kept_${name}"`, on)
        }
      })
      before = await changes()
    },
  }
}
