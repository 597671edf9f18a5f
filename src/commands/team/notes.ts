import { randomUUID } from 'node:crypto'
import { forgottenOf } from '../../access/forgotten.ts'
import { forWhom } from '../../access/who-may.ts'
import { findChannel } from '../../channels/channels.ts'
import { type Keeping, type PersonId, type Reply, teamOf } from '../../core/chat.ts'
import { linkedPapers } from '../../core/identifiers/linked-papers.ts'
import { type Button, type Card, lineOf } from '../../core/message.ts'
import type { Paper } from '../../core/paper.ts'
import { localDate, shortDay } from '../../core/schedule.ts'
import { assignNote, findNote, keepNote, type Note, removeNote } from '../../library/notes.ts'
import { findSubjectOf } from '../../outbox/posts.ts'
import { findPaper } from '../../papers/papers.ts'
import { resolveNamedPapers } from '../../papers/resolve-ids.ts'
import { guard } from '../caps.ts'
import { describeUnknown, resolvePaper } from '../reading/find-paper.ts'
import { askOne, reply } from '../replies.ts'
import type { Asker, CommandContext, RunAction, SubmitForm } from '../verb.ts'

const MAX_LENGTH = 4_000
const MAX_CARDS = 10

/** “Keep as note” on a message: keeps it with the paper it is about; asks which one where that is not clear. */
export async function keepMessageAsNote(context: CommandContext, keeping: Keeping): Promise<Reply> {
  const { store, now } = context
  const { channel, person, post, author } = keeping
  const access = 'manager-on-open-platforms'
  const refusal = `Keeping notes is for ${forWhom[access]}.`
  const refused = await guard(context, keeping, { access, cap: 'keep', refusal })
  if (refused) return refused
  if (context.isTeamless(channel)) return reply('Notes are kept in a channel of your server: each has its own team.')
  const text = keeping.text.trim().slice(0, MAX_LENGTH)
  if (text === '') return reply('There is no text in this message to keep.')
  if (await findSubjectOf(store.db, post)) return reply('That is a post of Paperboy’s, which is kept anyway.')
  const paper = await findPaperOfMessage(context, keeping)
  const id = randomUUID()
  const isForgotten = author !== null && (await forgottenOf(store.db, [author])).has(author)
  const note = await keepNote(store.db, {
    id,
    team: teamOf(channel),
    paper: paper?.id ?? null,
    text,
    author: isForgotten ? null : author,
    keeper: person,
    channel,
    post,
    keptAt: now(),
  })
  if (note.paper === null) return paper ? assignPaper(context, note, paper) : askForPaper(note)
  const kept = await findPaper(store.db, note.paper)
  return keptReply(note, kept, note.id === id ? 'Kept' : 'It was kept before')
}

export const noteSubmitted: SubmitForm = async (context, { channel, person, values }, id) => {
  const note = await findNote(context.store.db, id)
  const isTheirs = note?.team === teamOf(channel) && (await mayAssign(context, note, person))
  if (!isTheirs) return reply('That was too long ago. Please choose “Keep as note” again.')
  const words = values.paper?.trim() ?? ''
  const found = words === '' ? [] : await resolvePaper(context, words, { channel, person })
  if (!Array.isArray(found)) return assignPaper(context, note, found)
  const several = found.slice(0, 3).map(({ title }) => `“${title.slice(0, 60)}”`)
  return { errors: { paper: found.length > 0 ? `Which one: ${several.join(', ')}?` : describeUnknown(words) } }
}

export const removeNoteAction: RunAction = async (context, { channel, person, value }) => {
  const note = await findNote(context.store.db, value)
  if (!note || note.team !== teamOf(channel)) return reply('That note is not here any more.')
  if (!(await mayRemove(context, note, person)))
    return reply('Its author, who kept it, and people who manage the channel can remove it.')
  await removeNote(context.store.db, note.id)
  return reply('Removed: the note is gone. The message itself stays where it was written.')
}

/** Each note with a button for those who may remove it. */
export const noteCards = (context: CommandContext, notes: Note[], { person }: Asker): Promise<Card[]> =>
  Promise.all(
    notes.slice(0, MAX_CARDS).map(async (note) => {
      const channel = await findChannel(context.store.db, note.channel)
      const zone = channel?.settings.timezone ?? context.defaults.timezone
      const localDay = (at: number) => localDate(zone, at)
      const day = shortDay(localDay(note.keptAt), localDay(context.now()))
      return {
        ...lineOf('Note'),
        facts: [...(note.author === person ? ['yours'] : []), ...(channel ? [`#${channel.name}`] : []), day],
        lines: note.text.split('\n').filter((line) => line.trim() !== ''),
        buttons: (await mayRemove(context, note, person)) ? [removeButton(note)] : [],
      }
    }),
  )

const mayRemove = async ({ mayManage }: CommandContext, note: Note, person: PersonId): Promise<boolean> =>
  person === note.author || person === note.keeper || (await mayManage(note.channel, person))

/** The person who kept it, and those who see where it was written. */
const mayAssign = async ({ maySee }: CommandContext, note: Note, person: PersonId): Promise<boolean> =>
  person === note.keeper || (await maySee(note.channel, person))

/** The paper of the post it stands below, else one it links to. */
async function findPaperOfMessage({ store }: CommandContext, { thread, text }: Keeping): Promise<Paper | null> {
  const subject = thread ? await findSubjectOf(store.db, thread) : null
  const below = subject && 'paper' in subject ? [{ id: subject.paper, link: null }] : []
  const known = await resolveNamedPapers(store.db, [...below, ...linkedPapers(text)])
  return [...known.values()][0] ?? null
}

async function assignPaper({ store }: CommandContext, note: Note, paper: Paper): Promise<Reply> {
  await assignNote(store.db, note.id, paper.id)
  return keptReply(note, paper, 'Kept')
}

const askForPaper = ({ id, text }: Note): Reply =>
  askOne(
    { id: `note:${id}`, title: 'Keep as note', submit: 'Keep' },
    {
      name: 'paper',
      label: 'With which paper?',
      hint: `Its title, link or arXiv identifier. The note: “${text.slice(0, 60).replaceAll(/\s+/g, ' ')}…”`,
    },
  )

const keptReply = (note: Note, paper: Paper | null, done: string): Reply =>
  reply(
    `${done} with ${paper?.title ?? 'its paper'}, for your team. Its author sees it there and can remove it.`,
    ...(paper ? [{ label: 'Show', action: 'abstract', value: paper.id }] : []),
    removeButton(note),
  )

const removeButton = ({ id }: Note): Button => ({ label: 'Remove note', action: 'remove-note', value: id })
