import { notice } from '../../core/message.ts'
import { count, lineCard } from '../../digest/write/texts.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import { searchHuggingFace, wordsForHuggingFace } from '../../search/hugging-face.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { keepSourceError, SourceError } from '../../sources/source-error.ts'
import { type ActionVerb, reply } from '../verb.ts'

const SHOWN = 10

/** Hugging Face’s own search, whose papers stay here to be found. */
export const searchHuggingFaceAction: ActionVerb = {
  name: 'outside',
  access: 'anyone',
  async run({ store, fetchMatches, signal }, { value }) {
    const words = wordsForHuggingFace(parseQuery(value))
    if (words === '') return reply('There is no word in this search that Hugging Face could look for.')
    const there = { label: 'Open Hugging Face', url: `https://huggingface.co/papers?q=${encodeURIComponent(words)}` }
    const found = await searchHuggingFace(store, fetchMatches, words, signal).catch(keepSourceError)
    if (found instanceof SourceError)
      return { message: { ...notice(`${found.message} Its own page may answer.`), buttons: [there] }, to: 'asker' }
    const ids = found.papers.slice(0, SHOWN)
    const [papers, popularity] = [await findPapers(store.db, ids), await popularityOf(store.db, ids)]
    const cards = ids.flatMap((id, index) => {
      const paper = papers.get(id)
      return paper ? [lineCard(paper, popularity.get(id) ?? NO_POPULARITY, index + 1)] : []
    })
    const kept = found.newPapers > 0 ? `, ${found.newPapers.toLocaleString('en')} of them new here` : ''
    return {
      message: {
        ...notice(''),
        kind: 'results',
        heading: `Hugging Face finds ${count(found.papers.length, 'paper')} for “${words}”${kept}`,
        cards,
        note: null,
        buttons: [there],
      },
      to: 'asker',
    }
  },
}
