import { stemsOf } from '../../papers/index/tokenize.ts'
import { readShortName } from '../../papers/names/initials.ts'
import { type SearchEngine, textAlone } from '../engines/engine.ts'
import { sequence } from './expression.ts'

/** Papers with that family name whose authors are looked at. */
const READ = 200

/** The names that “J. Dean” or “Dean, J” stands for, as the stored papers write them, in stems. */
export async function authorsMeant(engine: SearchEngine, text: string): Promise<string[][]> {
  const short = readShortName(text)
  if (!short) return []
  const frequencies = { papers: READ, counts: new Map() }
  const { best } = await engine.find(textAlone(sequence(short.family, 'people')), frequencies, READ)
  if (best.length === 0) return []
  const rows = await engine.db.selectFrom('papers').select('authors').where('seq', 'in', best).execute()
  const names = rows.flatMap(({ authors }): string[] => JSON.parse(authors))
  return [...new Set(names.filter(short.isOf))].map(stemsOf)
}
