import { platformOf, type Reply, teamOf } from '../../core/chat.ts'
import { type Message, notice } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { latestPapers } from '../../digest/stored-digests.ts'
import { count } from '../../digest/write/texts.ts'
import { readerOf } from '../../library/paper-history.ts'
import { savedPapers } from '../../library/saved.ts'
import { findNextAgenda } from '../../meetings/agenda/view.ts'
import { freshKey, planMessage } from '../../outbox/plan-deliveries.ts'
import { renderBibtex } from '../../papers/citations/bibtex.ts'
import { citationFormats } from '../../papers/citations/citations.ts'
import { findPapers } from '../../papers/papers.ts'
import { reply, START } from '../replies.ts'
import { type Asker, anyWords, type CommandContext, type RunAction, type Verb } from '../verb.ts'
import { onNamedPaper } from './find-paper.ts'
import { searchAs, searchPageReply } from './search.ts'
import { topMessage } from './today.ts'

const MAX_PAPERS = 500

type Listed = { papers: PaperId[]; name: string }
/** `about` is what follows the list's name. `name` says in a file's name what it holds. */
type ReadList = (context: CommandContext, asked: Asker, about: string[]) => Promise<Listed>

const lists: { pattern: RegExp; read: ReadList }[] = [
  {
    pattern: /^saved$/i,
    read: async ({ store }, { person }) => ({
      papers: (await savedPapers(store.db, person, 0, MAX_PAPERS)).papers,
      name: 'saved',
    }),
  },
  {
    pattern: /^today$/i,
    async read({ store: { db } }, { channel }) {
      const latest = await latestPapers(db, channel)
      return { papers: latest?.papers ?? [], name: `papers-${latest?.date}` }
    },
  },
  {
    pattern: /^top(?: (week|month))?$/i,
    async read(context, { channel }, [given = '']) {
      const span = given.toLowerCase() || 'week'
      return { papers: papersIn(await topMessage(context, channel, span)), name: `top-${span}` }
    },
  },
  {
    pattern: /^agenda$/i,
    async read(context, { channel }) {
      const next = await findNextAgenda(context, teamOf(channel), context.now())
      return { papers: next?.items.map(({ paper }) => paper) ?? [], name: `agenda-${next?.meeting.date}` }
    },
  },
  {
    // The button below a page of a search: what that page lists.
    pattern: /^page (\d+) (\S[\s\S]*)$/i,
    async read(context, asked, [offset, query = '']) {
      const page = await searchPageReply(context, asked, query, Number(offset))
      return { papers: papersIn(page.message), name: `search-${query}` }
    },
  },
  {
    pattern: /^search (\S[\s\S]*)$/i,
    async read(context, asked, [query = '']) {
      const within = { offset: 0, limit: MAX_PAPERS }
      const { hits, total, partial, close } = await searchAs(context, readerOf(context, asked), query, within)
      // Those that have all of it, where there are such.
      const whole = total - partial - close
      return { papers: hits.slice(0, whole || hits.length).map(({ paper }) => paper.id), name: `search-${query}` }
    },
  },
]

const papersIn = ({ cards }: Message): PaperId[] => cards.flatMap(({ paper }) => paper ?? [])

export const cite: Verb = {
  name: 'cite',
  usage: 'cite TITLE|LIST',
  does: 'for your reference manager; lists: saved, today, top, agenda',
  cap: 'cite',
  parse: anyWords,
  choice: 'cite',
  run: (context, asked, [what = '']) => citePapers(context, asked, what),
}

/** Its value is what somebody would type. */
export const citeAction: RunAction = (context, { channel, person, value }) =>
  citePapers(context, { channel, person }, value)

async function citePapers(context: CommandContext, asked: Asker, what: string): Promise<Reply> {
  for (const { pattern, read } of lists) {
    const [whole, ...about] = pattern.exec(what) ?? []
    if (whole === undefined) continue
    const { papers: ids, name } = await read(context, asked, about)
    const found = await findPapers(context.store.db, ids)
    const papers = ids.flatMap((id) => found.get(id) ?? [])
    return papers.length === 0
      ? reply(`There is nothing on that list: \`${what.slice(0, 100)}\`.`, ...START)
      : send({ papers, name })
  }
  return onNamedPaper('cite', (_, paper) => send({ papers: [paper], name: paper.title }))(context, asked, [what])

  /** By direct message: an answer that only the asker sees can hold no files. */
  async function send({ papers, name }: { papers: Paper[]; name: string }): Promise<Reply> {
    const { store, adapters, now, deliver } = context
    const { person } = asked
    const takesFiles = adapters.get(platformOf(person))?.features.includes('files') ?? false
    if (!takesFiles) return reply(renderBibtex(papers))
    const stem = fileStem(name)
    const files = citationFormats.map(({ extension, type, render }) => ({
      name: `${stem}.${extension}`,
      type,
      text: render(papers),
    }))
    const [at, message] = [now(), notice(`To cite: ${count(papers.length, 'paper')}, ${stem}.`)]
    await planMessage(store.db, { key: freshKey(`cite:${person}`), to: { person }, message, files, now: at })
    await deliver()
    const formats = citationFormats.map(({ label }) => label).join(', ')
    const what = `${count(papers.length, 'paper')} for your reference manager`
    return reply(`${what}, on the way by direct message: ${stem} (${formats}).`)
  }
}

/** In the letters that every system takes: `search-offline-rl`. */
const fileStem = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60) || 'papers'
