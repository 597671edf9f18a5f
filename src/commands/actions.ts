import { forWhom, isAllowedThere } from '../access/verb-access.ts'
import type { Action, Reply, Submission } from '../core/chat.ts'
import { overCap, spends } from './caps.ts'
import { unfollowAction } from './personal/follow.ts'
import { forgetAction, rememberAction } from './personal/privacy.ts'
import { save, showSaved, unsave } from './personal/saved.ts'
import { withdrawKeyAction } from './personal/web.ts'
import { citeAction } from './reading/cite.ts'
import { home } from './reading/home.ts'
import { abstract, similar, whyAction } from './reading/paper-buttons.ts'
import { searchPageReply, shareSearch } from './reading/search.ts'
import { searchHuggingFaceAction } from './reading/search-hugging-face.ts'
import { wrong, wrongSubmitted } from './reading/wrong.ts'
import { pickChannelAction, pickChannelSubmitted } from './settings/pick-channel.ts'
import { saveSettingsAction, settingsSubmitted, undoSettingsAction } from './settings/settings.ts'
import { addAction } from './team/add.ts'
import { meetingSubmitted } from './team/agenda.ts'
import { declineAction, dropAction, presentAction, swapAction } from './team/agenda-buttons.ts'
import { bring } from './team/bring.ts'
import { doneAction, verdictSubmitted } from './team/done.ts'
import { noteSubmitted, removeNoteAction } from './team/notes.ts'
import { unofferAction } from './team/present.ts'
import { type ActionVerb, type CommandContext, type FormVerb, reply } from './verb.ts'

/** The next page of whatever the cursor says: `search:<offset>:<query>`, `saved:<offset>:`. */
const more: ActionVerb = {
  name: 'more',
  access: 'anyone',
  async run(context, asked) {
    const { value, person } = asked
    const [, of = '', offset = '0', rest = ''] = /^(\w+):(\d+):([\s\S]*)$/.exec(value) ?? []
    if (of === 'saved') return showSaved(context, person, Number(offset))
    if (of === 'search') return { message: await searchPageReply(context, asked, rest, Number(offset)), to: 'asker' }
    return reply('That list is over. Please ask again.')
  },
}

/** The one table of what buttons and menus do, on every platform. */
export const actions: ActionVerb[] = [
  abstract,
  wrong,
  similar,
  whyAction,
  save,
  unsave,
  citeAction,
  bring,
  presentAction,
  declineAction,
  swapAction,
  dropAction,
  unofferAction,
  doneAction,
  addAction,
  removeNoteAction,
  unfollowAction,
  forgetAction,
  rememberAction,
  more,
  shareSearch,
  searchHuggingFaceAction,
  home,
  saveSettingsAction,
  undoSettingsAction,
  pickChannelAction,
  withdrawKeyAction,
]

export function createActions(context: CommandContext): (action: Action) => Promise<Reply | null> {
  return async (asked) => {
    const verb = actions.find(({ name }) => name === asked.action)
    // A button of an older version may still hang on an old post.
    if (!verb) return reply('That button is from an older Paperboy and does nothing any more.')
    if (!(await isAllowedThere(context, verb.access, asked))) return reply(`That is for ${forWhom[verb.access]}.`)
    const over = await overCap(context, spends[`button ${verb.name}`], asked)
    return over === null ? verb.run(context, asked) : reply(over)
  }
}

/** The one table of forms that come back. */
export const forms: FormVerb[] = [
  settingsSubmitted,
  pickChannelSubmitted,
  meetingSubmitted,
  verdictSubmitted,
  noteSubmitted,
  wrongSubmitted,
]

export function createForms(
  context: CommandContext,
): (submission: Submission) => Promise<Reply | { errors: Record<string, string> }> {
  return async (submission) => {
    const [, name, about = ''] = /^([\w-]+):?([\s\S]*)$/.exec(submission.form) ?? []
    const form = forms.find((one) => one.name === name)
    if (!form) return reply('Nothing here asks for that form.')
    if (!(await isAllowedThere(context, form.access, submission))) return reply(`That is for ${forWhom[form.access]}.`)
    const over = await overCap(context, spends[`form ${form.name}`], submission)
    return over === null ? form.submit(context, submission, about) : reply(over)
  }
}
