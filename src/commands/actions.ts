import { type Action, type ChannelId, type Reply, type Submission, teamOf } from '../core/chat.ts'
import { spends } from './caps.ts'
import { guard } from './guard.ts'
import { helpMessage } from './help.ts'
import { unfollowAction, watch } from './personal/follow.ts'
import { withdrawReaderAction } from './personal/invited-readers.ts'
import { forgetAction, rememberAction } from './personal/privacy.ts'
import { save, showSaved, unsave } from './personal/saved.ts'
import { withdrawKeyAction } from './personal/web.ts'
import { answerAction, questionAction, questionSubmitted, shareAnswer } from './reading/ask.ts'
import { citeAction } from './reading/cite.ts'
import { home } from './reading/home.ts'
import { abstract, similar } from './reading/paper-buttons.ts'
import { searchPageReply, shareSearch } from './reading/search.ts'
import { searchHuggingFaceAction } from './reading/search-hugging-face.ts'
import { whyAction } from './reading/why.ts'
import { wrong, wrongSubmitted } from './reading/wrong.ts'
import { reply, show } from './replies.ts'
import { pickChannelAction, pickChannelSubmitted } from './settings/pick-channel.ts'
import { settingsActions, settingsSubmitted } from './settings/settings.ts'
import { createCommands, verbs } from './table.ts'
import { addAction } from './team/add.ts'
import { meetingSubmitted } from './team/agenda.ts'
import { agendaActions } from './team/agenda-buttons.ts'
import { bring } from './team/bring.ts'
import { doneAction, verdictSubmitted } from './team/done.ts'
import { noteSubmitted, removeNoteAction } from './team/notes.ts'
import { offerAction, unofferAction } from './team/present.ts'
import type { ActionVerb, CommandContext, FormVerb } from './verb.ts'

/** The next page of a list, by its cursor: `search:<offset>:<query>`, `saved:<offset>:`, `help:0:`. */
const more: ActionVerb = {
  name: 'more',
  access: 'anyone',
  async run(context, asked) {
    const [, list = '', offset = '0', query = ''] = /^(\w+):(\d+):([\s\S]*)$/.exec(asked.value) ?? []
    if (list === 'help') return show(await helpMessage(context, asked, verbs, { whole: true }))
    if (list === 'saved') return showSaved(context, asked.person, Number(offset))
    if (list === 'search') return show((await searchPageReply(context, asked, query, Number(offset))).message)
    return reply('That list is over. Please ask again.')
  },
}

/**
 * What somebody would type after `/papers`, perhaps in another channel (`in <channel> …`); refused and counted as if
 * they had.
 */
const ask: ActionVerb = {
  name: 'ask',
  access: 'anyone',
  async run(context, { channel, person, value }) {
    const [, elsewhere, text = value] = /^in (\w+:\S+) ([\s\S]*)$/.exec(value) ?? []
    const place = (elsewhere ?? channel) as ChannelId
    if (teamOf(place) !== teamOf(channel)) return reply('That is about another workspace or server: ask there.')
    return createCommands(context)({ channel: place, person, text })
  },
}

/** What buttons and menus do, on every platform. */
export const actions: ActionVerb[] = [
  abstract,
  wrong,
  similar,
  whyAction,
  questionAction,
  answerAction,
  shareAnswer,
  save,
  unsave,
  citeAction,
  bring,
  ...agendaActions,
  offerAction,
  unofferAction,
  doneAction,
  addAction,
  removeNoteAction,
  unfollowAction,
  watch,
  forgetAction,
  rememberAction,
  more,
  ask,
  shareSearch,
  searchHuggingFaceAction,
  home,
  ...settingsActions,
  pickChannelAction,
  withdrawKeyAction,
  withdrawReaderAction,
]

export const createActions =
  (context: CommandContext) =>
  async (asked: Action): Promise<Reply | null> => {
    const verb = actions.find(({ name }) => name === asked.action)
    // A button of an older version may still hang on an old post.
    if (!verb) return reply('That button is from an older Paperboy and does nothing any more.')
    const { access, name } = verb
    return (await guard(context, asked, { access, cap: spends[`button ${name}`] })) ?? verb.run(context, asked)
  }

/** What submitted forms do. */
export const forms: FormVerb[] = [
  settingsSubmitted,
  pickChannelSubmitted,
  meetingSubmitted,
  verdictSubmitted,
  noteSubmitted,
  wrongSubmitted,
  questionSubmitted,
]

export const createForms =
  (context: CommandContext) =>
  async (submission: Submission): Promise<Reply | { errors: Record<string, string> }> => {
    const [, id, about = ''] = /^([\w-]+):?([\s\S]*)$/.exec(submission.form) ?? []
    const form = forms.find(({ name }) => name === id)
    if (!form) return reply('Nothing here asks for that form.')
    const { access, name } = form
    const refused = await guard(context, submission, { access, cap: spends[`form ${name}`] })
    return refused ?? form.submit(context, submission, about)
  }
