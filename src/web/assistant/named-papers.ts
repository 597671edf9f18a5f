import { z } from 'zod'
import { readNamedPaper } from '../../core/identifiers/paper-id.ts'
import type { Paper } from '../../core/paper.ts'
import { resolveNamedPapers } from '../../papers/resolve-ids.ts'
import type { ChannelView } from '../archive/session.ts'
import { AssistantError } from './tool.ts'

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
