import { notice } from '../../core/message.ts'
import { lineCards } from '../../digest/write/line-cards.ts'
import { count } from '../../digest/write/texts.ts'
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
    const cards = await lineCards(store.db, found.papers.slice(0, SHOWN))
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
