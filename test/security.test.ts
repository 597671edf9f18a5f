import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** What SECURITY.md promises, and the test that would fail if it were not so: its file, and words of its title. */
const promises: [promise: string, file: string, title: string][] = [
  [
    'see votes by name elsewhere, notes of channels',
    'commands/team/notes',
    'is shown to nobody who cannot see that channel',
  ],
  ['anything of another team |', 'commands/isolation', 'nothing of one team is told to another'],
  [
    'whoever holds a link of the archive (seven days)',
    'web/archive/archive',
    'closes after seven days, and when the bot is taken out',
  ],
  ['(until it is withdrawn)', 'web/feeds/feeds', 'a key that is withdrawn opens nothing'],
  ["see who voted or wrote, another channel's posts", 'web/archive/archive', 'no name of a person or a channel'],
  [
    'each change is announced there and can be undone',
    'commands/slack',
    'are announced in the channel, and undone there',
  ],
  ['link it alone', 'commands/team/team', 'is linked with another one by admins alone'],
  ["change another team's agenda", 'commands/team/team', 'has no say in the agenda of one that it is linked with'],
  [
    'ping somebody, spoof a link, break the markup',
    'adapters/discord/render',
    'hostile text pings nobody, links nowhere else',
  ],
  ['steer the model', 'summaries/model/summarizer', 'in the abstract as its text'],
  ['an address inside your network', 'sources/feed/feed', 'leads nobody to another host in our own network'],
  ["forge or replay Slack's requests", 'adapters/slack/http', 'turns away what is forged, stale'],
  ['read `/readyz` or `/metrics`', 'web/site', 'tells nobody outside of the private network'],
  ['use up more than a few requests a second', 'web/site', 'limits whoever floods it, and nobody else'],
  ['and a replay is refused', 'adapters/slack/http', 'handles a replayed request once'],
  [
    'Text from upstream is escaped by each adapter',
    'adapters/slack/render',
    'Slack takes the message, and nobody is pinged',
  ],
  [
    'what it claims is checked against the abstract',
    'summaries/model/summarizer',
    'falls back to the abstract after a second invention',
  ],
  [
    'the name, each redirect and the resolved address',
    'sources/http/private-network',
    'reaches no private address that a name',
  ],
  ['8 MB, three redirects', 'sources/http/http', 'gives up on an upstream that sends it in circles'],
  ['no script, nothing from elsewhere', 'web/site', 'lets no page load anything from elsewhere'],
  ['what is refused is counted in `/metrics`', 'web/site', 'requests that were refused'],
  ['a hundred in all', 'web/email', 'a hundred mailboxes are asked a day'],
  ['`X-Forwarded-For` is believed from a neighbour', 'web/site', 'whatever they write into a header'],
  ['is readable by its own user alone', 'program/owner-only', 'lets no other user of the machine read the database'],
  [
    'A refusal of any kind closes the page',
    'web/archive/archive',
    'closes at once to whoever does not see the channel any more',
  ],
  ['stays for ten minutes', 'web/archive/archive', 'stays open for ten minutes while the platform is out'],
  ['Tokens of workspaces are encrypted at rest', 'contracts/store/installations', 'nobody reads it in the database'],
  ['can be exchanged', 'contracts/store/installations', 'seals tokens anew when the secret was exchanged'],
  ['A secret may stand in a file', 'cli/settings/config', 'may stand in a file'],
  ['No token, response URL or password appears in a log', 'core/log', 'never shows a secret of the settings'],
  ['| questions about papers', 'commands/reading/ask', 'writes down nothing of a question that one person asked'],
  ['| texts of papers that somebody asked', 'texts/paper-text', 'what was not used for longest makes room'],
  ['A PDF is read in a process of its own', 'sources/pdf/pdf', 'may write no file and start nothing'],
  ['Dependencies have exact versions', 'supply-chain', 'is pinned: actions by commit, images by digest'],
  ['none that runs has an install script', 'supply-chain', 'runs no script of a package that the bot needs'],
  ['The image runs as nobody', 'supply-chain', 'runs as nobody, with a read-only root'],
  ['after all tests passed on three systems', 'supply-chain', 'run what .ci/run runs on Linux, Windows and macOS'],
  ['a list of its parts (SBOM)', 'supply-chain', 'is built for two kinds of processor'],
  ['Nothing else: no telemetry', 'cli/settings/destinations', 'no other code opens a connection'],
  ['| until the bot is removed from the workspace', 'ops/lifecycle', 'that stays away is forgotten after thirty days'],
  ['| the words of a message that was sent', 'privacy/delete-old', 'forgets what a post said after ninety days'],
  [
    '| a message that could not be sent',
    'contracts/store/retention',
    'leaves what still waits, and deletes what nobody revived',
  ],
  ['| what a button with a long text', 'contracts/store/retention', 'keeps what buttons stand for a week'],
  ['| which pasted links were answered', 'contracts/store/retention', 'forgets which links were answered'],
  ['| saved papers, follows, offers', 'commands/personal/forgotten', 'in any column of the database'],
  [
    'a Discord server is left; also at the next start',
    'adapters/discord/receive',
    'leaves a server that it may not serve',
  ],
  ['| tokens of installed workspaces, encrypted', 'adapters/slack/oauth', 'goes at once when the app is removed'],
  ['| messages of people', 'contracts/store/notes', 'forgets a note that was removed'],
  ['| copies before an upgrade', 'db/upgrade', 'keeps the last three copies'],
  ['only after its mailbox said yes', 'web/head-of-group', 'is invited by a manager, confirms'],
  ["| which address a channel's managers let in", 'web/head-of-group', 'is withdrawn, and both doors close'],
  ["| a reader's mail address", 'web/email', 'forgets the address of a reader who left'],
  [
    'wherever it stands in the database',
    'commands/personal/forgotten',
    'leaves nothing of a person who asks to be forgotten',
  ],
]

/** What promises nothing that a program could break. */
const WITHOUT = [
  'anyone with the tokens',
  'papers and what sources say',
  'searches | not at all',
  'backups | as long',
  'who made the bot say what',
]

const security = readFileSync('SECURITY.md', 'utf8').replaceAll(/\s+/g, ' ')

describe('a promise of SECURITY.md', () => {
  it.each(promises)('has a test: %s', (promise, file, title) => {
    expect(security).toContain(promise)
    const path = [`test/${file}.test.ts`, `test/${file}.ts`].find((one) => isThere(one)) ?? ''
    expect(readFileSync(path, 'utf8'), path).toContain(title)
  })

  it('is not made without one: each line of who can do what, what stands between and what is kept', () => {
    const lines = readFileSync('SECURITY.md', 'utf8').split(/\n(?=[-|#] ?)/)
    const from = (heading: string) => lines.findIndex((line) => line.startsWith(`## ${heading}`))
    const checked = [
      ...lines.slice(from('Who can do what') + 3, from('What leaves the machine')),
      ...lines.slice(from('What is stored') + 3),
    ]
      .filter((line) => /^[-|] /.test(line) && !line.startsWith('| ---'))
      // The table of caps, which the test of the caps compares word by word.
      .filter((line) => !/\| \d+ \| \d+ \|\s*$|one channel, an hour/.test(line))
    expect(checked.length).toBeGreaterThan(20)
    const known = [...promises.map(([promise]) => promise), ...WITHOUT]
    const bare = checked
      .map((line) => line.replaceAll(/\s+/g, ' '))
      .filter((line) => !known.some((one) => line.includes(one)))
    expect(bare).toEqual([])
  })
})

function isThere(path: string): boolean {
  try {
    return readFileSync(path).length > 0
  } catch {
    return false
  }
}
