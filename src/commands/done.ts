import { type Reply, teamOf } from '../chat.ts'
import { localDate } from '../digest/schedule.ts'
import type { Paper } from '../paper.ts'
import { closeDiscussion, discussionsOf, saveVerdict } from '../store/discussions.ts'
import { findPaper } from '../store/papers.ts'
import { onPaper } from './paper.ts'
import { type ActionVerb, type CommandContext, type FormVerb, say, type Verb } from './verb.ts'
import { findMeant } from './why.ts'

const LONGEST_VERDICT = 500

export const done: Verb = {
  name: 'done',
  usage: 'done TITLE',
  does: 'it was discussed; asks for one line of verdict',
  access: 'manager',
  parse: (rest) => (rest === '' ? null : [rest]),
  async run(context, asked, [text = '']) {
    const paper = await findMeant(context, text, asked)
    if (!paper) return say(`No paper here is called “${text}”. Its link or arXiv identifier finds it surely.`)
    return askVerdict(context, teamOf(asked.channel), paper)
  },
}

export const doneAction: ActionVerb = {
  name: 'done',
  access: 'manager',
  run: onPaper((context, paper, { channel }) => askVerdict(context, teamOf(channel), paper)),
}

export const verdictSubmitted: FormVerb = {
  name: 'verdict',
  access: 'manager',
  async submit({ store, defaults, now }, { channel, values }, about) {
    const paper = await findPaper(store.db, about as Paper['id'])
    if (!paper) return say('That paper is not here any more.')
    const verdict = values.verdict?.trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_VERDICT) || null
    const team = teamOf(channel)
    await store.write(async (db) => {
      await closeDiscussion(db, { team, paper: paper.id, date: localDate(defaults.timezone, now()), now: now() })
      await saveVerdict(db, team, paper.id, verdict)
    })
    return say(`Discussed: ${paper.title}.${verdict === null ? '' : ` ${verdict}`}`)
  },
}

async function askVerdict({ store }: CommandContext, team: string, paper: Paper): Promise<Reply> {
  const [before] = await discussionsOf(store.db, [team], [paper.id])
  return {
    form: {
      id: `verdict:${paper.id}`,
      title: 'Discussed',
      submit: 'Save',
      fields: [
        {
          name: 'verdict',
          label: 'What came out of it, in one line',
          hint: `${paper.title.slice(0, 90)}. Empty marks it discussed and says nothing.`,
          value: before?.verdict ?? '',
          options: null,
        },
      ],
    },
  }
}
