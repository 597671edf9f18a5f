import { messageOf } from '../../core/message.ts'
import { lineCards } from '../../digest/write/read-papers.ts'
import { count } from '../../digest/write/texts.ts'
import { searchHuggingFace, wordsForHuggingFace } from '../../search/hugging-face.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { keepSourceError, SourceError } from '../../sources/source-error.ts'
import { paperButtons, reply, show } from '../replies.ts'
import type { RunAction } from '../verb.ts'

const SHOWN = 10

/** Hugging Face’s own search; the papers that it finds are stored, so that the search here finds them, too. */
export const searchHuggingFaceAction: RunAction = async ({ store, fetchMatches, signal }, { value }) => {
  const words = wordsForHuggingFace(parseQuery(value))
  if (words === '') return reply('There is no word in this search that Hugging Face could look for.')
  const link = { label: 'Open Hugging Face', url: `https://huggingface.co/papers?q=${encodeURIComponent(words)}` }
  const found = await searchHuggingFace(store, fetchMatches, words, signal).catch(keepSourceError)
  if (found instanceof SourceError) return reply(`${found.message} Its own page may answer.`, link)
  const { papers, newPapers } = found
  const fresh = newPapers > 0 ? `, ${newPapers.toLocaleString('en')} of them new here` : ''
  const heading = `Hugging Face finds ${count(papers.length, 'paper')} for “${words}”${fresh}`
  const lines = await lineCards(store.db, papers.slice(0, SHOWN))
  const cards = lines.map((card) => ({ ...card, buttons: card.paper === null ? [] : paperButtons(card.paper) }))
  return show(messageOf({ kind: 'results', heading, cards, buttons: [link] }))
}
