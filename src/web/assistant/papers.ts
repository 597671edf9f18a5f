import { z } from 'zod'
import { readNamedPaper } from '../../core/identifiers/paper-id.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { loadPaperHistories, NO_HISTORY } from '../../library/paper-history.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import { resolveNamedPapers } from '../../papers/resolve-ids.ts'
import type { ChannelView } from '../archive/session.ts'
import { AssistantError } from './tool.ts'

const MAX_AUTHORS = 10

export const paperName = z.string().max(500).describe('an arXiv identifier, a DOI, or a link to the paper')

export async function paperNamed(session: ChannelView, name: string): Promise<Paper> {
  const paper = (await papersNamed(session, [name])).get(name)
  if (!paper) throw new AssistantError(unknownPaper(name))
  return paper
}

/** The papers that these texts name, by text. */
export async function papersNamed({ store }: ChannelView, names: string[]): Promise<Map<string, Paper>> {
  const named = names.flatMap((name) => {
    const read = readNamedPaper(name)
    return read ? [{ name, ...read }] : []
  })
  const papers = await resolveNamedPapers(store.db, named)
  return new Map(named.flatMap(({ name, id }) => (papers.has(id) ? [[name, papers.get(id) as Paper]] : [])))
}

export const unknownPaper = (name: string): string =>
  `No paper here is called “${name}”. search_papers finds identifiers; an arXiv identifier, a DOI or a link works.`

export const paperRecord = z.object({
  id: z.string().describe('what other tools take as `paper`'),
  title: z.string(),
  authors: z.array(z.string()).describe('at most ten'),
  published: z.string().nullable().describe('YYYY, YYYY-MM or YYYY-MM-DD'),
  url: z.string(),
  upvotes: z.number().nullable().describe('on Hugging Face, as last seen'),
  team_votes: z.number().describe('people of this team who want to discuss it'),
  standing: z.string().nullable().describe('“retracted” or “withdrawn”: its claims no longer stand'),
})

/** In the order of `ids`; what is not stored is left out. */
export async function paperRecords({ store, reader }: ChannelView, ids: PaperId[]) {
  const [papers, popularity] = [await findPapers(store.db, ids), await popularityOf(store.db, ids)]
  const histories = await loadPaperHistories(store, ids, reader)
  return ids.flatMap((id): z.output<typeof paperRecord>[] => {
    const paper = papers.get(id)
    if (!paper) return []
    return [
      {
        id,
        title: paper.title,
        authors: paper.authors.slice(0, MAX_AUTHORS),
        published: paper.publishedAt,
        url: paper.links.abstract,
        upvotes: (popularity.get(id) ?? NO_POPULARITY).upvotes,
        team_votes: (histories.get(id) ?? NO_HISTORY).votes,
        standing: paper.facts.standing ?? null,
      },
    ]
  })
}
