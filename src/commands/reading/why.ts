import { notice } from '../../core/message.ts'
import type { Paper } from '../../core/paper.ts'
import { historyFacts, historyLines, loadPaperHistory, readerOf } from '../../library/paper-history.ts'
import { explain } from '../../library/why.ts'
import { reply, show } from '../replies.ts'
import { type ActionVerb, type Asker, anyWords, type CommandContext, type Verb } from '../verb.ts'
import { onNamedPaper, onPaper } from './find-paper.ts'

export const why: Verb = {
  name: 'why',
  usage: 'why TITLE|LINK',
  does: 'why it was posted, or not',
  access: 'anyone',
  parse: anyWords,
  run: onNamedPaper(async (context, paper, asked) => reply(await explainTo(context, paper, asked))),
}

export const whyAction: ActionVerb = {
  name: 'why',
  access: 'anyone',
  run: onPaper(async (context, paper, asked) =>
    show({ ...notice(await explainTo(context, paper, asked)), heading: 'Why' }, 'window'),
  ),
}

/** Where a paper came from, and what became of it here and in the asker's team. */
async function explainTo(context: CommandContext, paper: Paper, asked: Asker): Promise<string> {
  const { store } = context
  const reader = readerOf(context, asked)
  const history = await loadPaperHistory(store, paper.id, reader)
  const facts = await historyFacts(store, history, reader)
  return [
    ...(await explain(store, paper, asked.channel)),
    ...(facts.length > 0 ? [`In your team: ${facts.join(', ')}.`] : []),
    ...historyLines(history),
  ].join('\n')
}
