import { timezoneOf } from '../../channels/channels.ts'
import { paperIdOf } from '../../core/identifiers/paper-id.ts'
import { messageOf } from '../../core/message.ts'
import type { Paper } from '../../core/paper.ts'
import { lineCard } from '../../digest/write/texts.ts'
import { historyFacts, historyLines, loadPaperHistory, readerOf } from '../../library/paper-history.ts'
import { explain } from '../../library/why.ts'
import { NO_POPULARITY } from '../../papers/popularity.ts'
import { paperButtons, show } from '../replies.ts'
import { type ActionVerb, type Asker, anyWords, type CommandContext, type Verb } from '../verb.ts'
import { idsOf, onPaper, resolvePaper, unknownPaper, whichPaper } from './find-paper.ts'

export const why: Verb = {
  name: 'why',
  usage: 'why TITLE|LINK',
  does: 'why it was posted, or not',
  access: 'anyone',
  parse: anyWords,
  choice: 'why',
  // “why transformers fail” is a question about papers.
  async run(context, asked, [text = '']) {
    const found = await resolvePaper(context, text, asked)
    if (!Array.isArray(found)) return showWhy(context, found, asked)
    if (found.length > 0) return show(await whichPaper(context, idsOf(found), 'why'))
    return paperIdOf(text) ? unknownPaper(context, asked, text) : null
  },
}

export const whyAction: ActionVerb = {
  name: 'why',
  access: 'anyone',
  run: onPaper((context, paper, asked) => showWhy(context, paper, asked, 'window')),
}

/** Below the paper itself, with what people do next. */
async function showWhy(context: CommandContext, paper: Paper, asked: Asker, to: 'asker' | 'window' = 'asker') {
  const [, ...lines] = await explainTo(context, paper, asked)
  const card = { ...lineCard(paper, NO_POPULARITY, null), facts: [paper.id], lines }
  const message = messageOf({ kind: 'results', heading: 'Why', cards: [{ ...card, buttons: paperButtons(paper.id) }] })
  return show(message, to)
}

/** Where a paper came from, and what became of it here and in the asker's team. */
async function explainTo(context: CommandContext, paper: Paper, asked: Asker): Promise<string[]> {
  const { store } = context
  const reader = readerOf(context, asked)
  const history = await loadPaperHistory(store, paper.id, reader)
  const facts = await historyFacts(store, history, reader)
  return [
    ...(await explain(store, paper, asked.channel, await timezoneOf(store.db, asked.channel, context.defaults))),
    ...(facts.length > 0 ? [`In your team: ${facts.join(', ')}.`] : []),
    ...historyLines(history),
  ]
}
