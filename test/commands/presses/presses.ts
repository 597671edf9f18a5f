import type { ChannelId, PersonId } from '../../../src/core/chat.ts'
import type { PaperId } from '../../../src/core/paper.ts'

/** What the world of a test has, by which buttons and forms name it. */
export type Things = {
  channel: ChannelId
  person: PersonId
  /** `<date> <team>` of an agenda. */
  agenda: string
  key: string
}

export const PAPER: PaperId = 'arxiv:2603.00000'
export const OTHER: PaperId = 'arxiv:2603.00001'
export const [CHANGE, FOLLOW, NOTE] = ['change-1', 'follow-1', 'note-1']

/** A value and what it is answered. */
type Press = [value: string | ((things: Things) => string), said: RegExp]

const NO_PAPER: Press = ['arxiv:0000.00000', /not here any more/]
const TOO_LATE: Press = ['2020-01-01 slack:T9 arxiv:2603.00000', /begun, or is over/]
const onAgenda =
  (paper: PaperId, other = '') =>
  ({ agenda }: Things) =>
    `${agenda} ${paper} ${other}`.trim()

/** Every button: as it is meant, and as it goes wrong. */
export const presses: Record<string, Press[]> = {
  abstract: [[PAPER, /Abstract.*Paper 2603/s], NO_PAPER],
  wrong: [[PAPER, /What is wrong with it/], NO_PAPER],
  similar: [[PAPER, /Paper 2603\.00001|Nothing here is like it/], NO_PAPER],
  why: [[PAPER, /Listed by Hugging Face/], NO_PAPER],
  question: [[PAPER, /Your question/], NO_PAPER],
  // On Discord asking is off; what a word stands for is asked in test/commands/reading/ask.test.ts.
  answer: [[`gone ${PAPER}`, /too long ago|whose managers have said/]],
  'share-answer': [[`gone ${PAPER}`, /too long ago/]],
  save: [[PAPER, /Saved: “Paper/], NO_PAPER],
  unsave: [[PAPER, /Removed from your list/], NO_PAPER],
  cite: [
    [PAPER, /reference manager/],
    ['saved', /nothing on that list/],
    ['the', /No paper here is called/],
  ],
  bring: [[PAPER, /works in the thread of a digest/], NO_PAPER],
  present: [[onAgenda(OTHER), /You present it/], TOO_LATE],
  decline: [[onAgenda(PAPER), /somebody else is asked/], [onAgenda(OTHER), /Somebody else was asked/], TOO_LATE],
  'accept-swap': [[onAgenda(PAPER, OTHER), /talks have changed/], TOO_LATE],
  'refuse-swap': [[onAgenda(PAPER, OTHER), /talks have changed/], TOO_LATE],
  swap: [[onAgenda(PAPER), /No other paper has votes|Another paper is/], TOO_LATE],
  drop: [[onAgenda(PAPER), /Off the agenda/], [onAgenda('arxiv:2603.00003'), /not on the agenda any more/], TOO_LATE],
  offer: [[PAPER, /You offered to present/], NO_PAPER],
  unoffer: [[PAPER, /Taken back/], NO_PAPER],
  done: [[PAPER, /What came out of it/], NO_PAPER],
  add: [
    [PAPER, /It was posted here on/],
    ['nonsense', /is no link to a paper/],
  ],
  'remove-note': [
    [NOTE, /Removed: the note is gone/],
    ['gone', /not here any more/],
  ],
  unfollow: [
    [FOLLOW, /no longer followed/],
    ['gone', /not followed any more/],
  ],
  watch: [[PAPER, /A direct message tells you/], NO_PAPER],
  forget: [['me', /Forgotten/]],
  remember: [['me', /count again/]],
  more: [
    ['help:0:', /This channel/],
    ['search:5:paper', /“paper”/],
    [`search:5:${'words of a pasted abstract '.repeat(90)}`, /“words of a pasted/],
    ['saved:0:', /saved nothing yet/],
    ['nonsense', /That list is over/],
  ],
  ask: [
    ['help', /most 👍 this week/],
    ['', /Papers · /],
    ['settings', /Settings of papers/],
    [({ channel }) => `in ${channel} settings`, /Settings of papers/],
    ['in slack:T9/C9 settings', /another workspace or server/],
  ],
  share: [['0:paper', /“paper”: 4 of|Shared with the channel/]],
  outside: [
    ['quokkas', /Hugging Face finds 0 papers/],
    ['author:nobody', /no word in this search|Hugging Face finds/],
  ],
  home: [['', /Today/]],
  'settings-form': [
    [({ channel }) => `when ${channel}`, /Time zone/],
    [({ channel }) => `when ${channel} Asia/Tokyo`, /Time zone/],
    [({ channel }) => `what ${channel}`, /Papers a day/],
    [({ channel }) => `style ${channel}`, /Layout/],
    [({ channel }) => `people ${channel}`, /Who may change this/],
    [({ channel }) => `meetings ${channel}`, /Weekday/],
    ['when slack:T9/C9', /not subscribed/],
    ['nonsense', /not subscribed/],
  ],
  'settings-again': [
    [CHANGE, /Papers a day/],
    ['gone', /not known any more/],
  ],
  'settings-save': [
    [CHANGE, /Saved: Papers a day 3 \(was 2\)/],
    ['gone', /not known any more/],
  ],
  'settings-undo': [
    [CHANGE, /changed again since/],
    ['gone', /not known here any more/],
  ],
  elsewhere: [
    ['subscribe', /Channel/],
    ['settings', /Channel/],
  ],
  'withdraw-reader': [
    [({ channel }) => `${channel} email:ada@example.org`, /Withdrawn: ada.* no longer reads/],
    [({ channel }) => `${channel} email:ben@example.org`, /withdrawn already/],
    ['', /for people who manage|managers/],
  ],
  'withdraw-key': [
    [({ key }) => key, /Withdrawn/],
    ['gone', /withdrawn already/],
  ],
}

type Submitted = [values: Record<string, string>, said: RegExp, about?: string]

/** Every form, filled in right and wrong; `about` follows its name. */
export const submissions: Record<string, { about: string | ((things: Things) => string); filled: Submitted[] }> = {
  settings: {
    about: ({ channel }) => channel,
    filled: [
      [{ time: '08:30', zone: 'Lisbon' }, /Saved: Time 08:30/],
      [{ papers: '3' }, /With these rules/],
      [{ time: '09:00' }, /Nothing was changed/],
      [{ time: '25:00' }, /“25:00” is not a time/],
      [{ papers: '99' }, /from 1 to 20\. Did you mean 20/],
      [{ include: '"tool use" OR' }, /missing beside OR/],
      [{ language: 'de' }, /German needs a model/],
      [{ links: 'on' }, /hears no messages/],
      [{ zone: 'x'.repeat(3_001) }, /3,000 characters at most/],
      [{ time: '08:30' }, /not subscribed/, 'slack:T9/C9'],
    ],
  },
  elsewhere: {
    about: 'settings',
    filled: [
      [{ channel: '' }, /Choose a channel/],
      [
        { channel: '200000000000009999 nowhere' },
        /for people who manage that channel|That channel.*not subscribed.*in slack:T1\/200000000000009999 subscribe/,
      ],
      [{ channel: 'C404' }, /Choose a channel/, 'nonsense'],
    ],
  },
  meeting: {
    about: '',
    filled: [
      [{ day: 'fri', time: '16:00' }, /The reading group meets here; next: .*16:00/],
      [{ day: 'someday' }, /“someday” is not a weekday/],
      [{ hours: '18:00-09:00' }, /ends before it begins/],
    ],
  },
  verdict: {
    about: PAPER,
    filled: [
      [{ verdict: 'Worth building on.' }, /Discussed: “Paper 2603\.00000”\. Worth building on/],
      [{ verdict: '' }, /Discussed: “Paper/],
      [{ verdict: 'x' }, /not here any more/, 'arxiv:0000.00000'],
    ],
  },
  note: {
    about: NOTE,
    filled: [
      [{ paper: '2603.00000' }, /Kept with Paper 2603\.00000/],
      [{ paper: 'the' }, /No paper here is called/],
      [{ paper: '' }, /No paper here is called/],
      [{ paper: '2603.00000' }, /too long ago/, 'gone'],
    ],
  },
  question: {
    about: PAPER,
    filled: [
      [{ question: 'Which quokkas?' }, /Nothing in it answers that|whose managers have said/],
      [{ question: ' ' }, /type a question|whose managers have said/],
      [{ question: 'x' }, /not here any more|whose managers have said/, 'arxiv:0000.00000'],
    ],
  },
  wrong: {
    about: PAPER,
    filled: [
      [{ reason: 'The number is another one.' }, /The summary is hidden/],
      [{ reason: ' ' }, /say in a few words/],
      [{ reason: 'x' }, /not shown here any more/, 'arxiv:0000.00000'],
    ],
  },
}
