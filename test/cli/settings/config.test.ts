import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSigner } from '../../../src/access/signed-links.ts'
import { ConfigError, readConfig } from '../../../src/cli/settings/config.ts'
import { secretsAmong, settingsOf } from '../../../src/cli/settings/shape.ts'
import { platforms } from '../../../src/main.ts'

const settings = settingsOf(platforms)
const nowhere = join(tmpdir(), 'no-such.env')

function problemsOf(environment: Record<string, string>): string {
  try {
    readConfig(platforms, environment, nowhere)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

function envFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'paperboy-')), '.env')
  writeFileSync(file, text)
  return file
}

describe('settings', () => {
  it('need nothing to be set', () => {
    const config = readConfig(platforms, {}, nowhere)
    expect(config).toMatchObject({ DATABASE_URL: 'file:data/paperboy.db', POST_AT: '09:00', PAPERS_PER_DAY: 5 })
  })

  it('name every problem at once, by variable', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'abc', SLACK_APP_TOKEN: 'xapp-1', POST_AT: '9', TIMEZONE: 'Mars/Base' })).toBe(
      [
        'Check your .env:',
        '✖ TIMEZONE=Mars/Base is not a time zone such as Europe/Berlin.',
        '✖ POST_AT=9 must look like 09:00. Did you mean 09:00?',
        '✖ SLACK_BOT_TOKEN must start with xoxb-.',
      ].join('\n'),
    )
  })

  it('say which ones go together', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1' })).toContain(
      '✖ SLACK_APP_TOKEN is missing: it goes with SLACK_BOT_TOKEN',
    )
    expect(problemsOf({ DISCORD_CHANNELS: '1' })).toContain('✖ DISCORD_TOKEN is missing')
  })

  it('name the teams that may install the bot', () => {
    expect(readConfig(platforms, { ALLOWED_TEAMS: 'slack:T1, discord:12' }, nowhere).ALLOWED_TEAMS).toEqual([
      'slack:T1',
      'discord:12',
    ])
    expect(problemsOf({ ALLOWED_TEAMS: 'Acme' })).toContain('ALLOWED_TEAMS=Acme must look like slack:T1,discord:1')
  })

  it('take an empty variable as one that is not set', () => {
    expect(readConfig(platforms, { PAPERS_PER_DAY: '', PORT: ' ' }, nowhere)).toMatchObject({ PAPERS_PER_DAY: 5 })
  })

  it('let the environment win over the file', () => {
    expect(readConfig(platforms, { POST_AT: '08:00' }, envFile('POST_AT=10:00\nPAPERS_PER_DAY=3')).POST_AT).toBe(
      '08:00',
    )
  })

  it('point out an unknown name in the file, with its nearest match', () => {
    expect(readConfig(platforms, {}, envFile('PAPER_PER_DAY=3\nFOO_BAR_BAZ=1')).warnings).toEqual([
      '.env names FOO_BAR_BAZ, which Paperboy does not know.',
      '.env names PAPER_PER_DAY, which Paperboy does not know; did you mean PAPERS_PER_DAY?',
    ])
  })

  it('say so when nobody chose a time zone and the system is in UTC', () => {
    expect(readConfig(platforms, {}, nowhere).timezoneIsGuessed).toBe(true)
    expect(readConfig(platforms, { TIMEZONE: 'UTC' }, nowhere).timezoneIsGuessed).toBe(false)
  })

  it('fall back to UTC, and say so, where TZ leaves the machine without a zone', () => {
    const read = 'const { readConfig: r } = await import(process.argv[1]); console.log(r([], {}, "none").timezone)'
    const args = ['--input-type=module', '-e', read, join(import.meta.dirname, '../../../src/cli/settings/config.ts')]
    const zoneOf = (TZ: string) => execFileSync(process.execPath, args, { env: { TZ }, encoding: 'utf8' }).trim()
    const zones = ['', 'Mars/Base', 'UTC-5', 'GMT+3', 'Europe/Berlin', ':Europe/Berlin']
    expect(zones.map(zoneOf)).toEqual(['UTC', 'UTC', 'UTC', 'UTC', 'Europe/Berlin', 'Europe/Berlin'])
  })

  it.each([
    ['TIMEZONE', 'Berlin', 'Europe/Berlin'],
    ['TIMEZONE', 'europe/berln', 'Europe/Berlin'],
    ['TIMEZONE', 'new york', 'America/New_York'],
    ['TIMEZONE', 'Kolkata', 'Asia/Kolkata'],
    ['TIMEZONE', 'UTC-5', '-05:00'],
    ['TIMEZONE', 'PST', 'America/Los_Angeles'],
    ['TIMEZONE', 'Europe/Paris  # lab', 'Europe/Paris'],
    ['POST_AT', '9:30 pm', '21:30'],
    ['POST_AT', '0815', '08:15'],
    ['POST_DAYS', 'Monday to Friday', 'mon-fri'],
    ['POST_DAYS', 'mon; wed', 'mon,wed'],
    ['PAPERS_PER_DAY', '50', '20'],
    ['PAPERS_PER_DAY', '2.5', '3'],
    ['LLM_DAILY_TOKENS', '200k', '200000'],
    ['LLM_DAILY_TOKENS', '1,000', '1000'],
    ['SUMMARY_LANGUAGE', 'German', 'de'],
    ['SUMMARY_LANGUAGE', 'pt_BR', 'pt-br'],
    ['PAPERBOY_WEB', 'onn', 'on'],
    ['LOG_LEVEL', 'warning', 'warn'],
    ['PAPERBOY_ROLES', 'delivr', 'deliver'],
    ['ARXIV_CATEGORIES', 'cs.CL;cs.LG', 'cs.CL,cs.LG'],
    ['HF_URL', 'huggingface.co', 'https://huggingface.co'],
    ['FEEDS', 'localhost:8080/rss', 'http://localhost:8080/rss'],
    ['SLACK_API_URL', 'https://slack.example/api', 'https://slack.example/api/'],
    ['DISCORD_API_URL', 'https://proxy.example', 'https://proxy.example/api'],
    ['MAIL_FROM', 'Papers, Lab <papers@lab.example>', null],
  ])('say of %s=%s what was probably meant', (name, value, meant) => {
    const problems = problemsOf({ [name]: value })
    if (meant === null) return expect(problems).toBe('')
    expect(problems).toContain(`✖ ${name}=${value.replace('  ', ' ')}`.slice(0, 20))
    expect(problems).toContain(` Did you mean ${meant}?`)
    expect(
      problemsOf({ [name]: meant })
        .split('\n')
        .filter((line) => line.includes(`${name}=`)),
    ).toEqual([])
  })

  it('suggest nothing where nothing is near', () => {
    const wrong = { TIMEZONE: 'BST', POST_AT: 'noon', PAPERBOY_WEB: 'none', PORT: 'http', MAIL_FROM: 'Paperboy' }
    const problems = problemsOf(wrong)
    for (const [name, value] of Object.entries(wrong)) expect(problems).toContain(`✖ ${name}=${value} `)
    expect(problems).not.toContain('Did you mean')
  })

  it('name the one item of a list that is wrong', () => {
    const problems = problemsOf({ FEEDS: 'https://a.example/rss, b.example/rss', ARXIV_CATEGORIES: 'cs.CL,7' })
    expect(problems.split('\n').slice(1)).toEqual([
      '✖ ARXIV_CATEGORIES=7 must look like cs.CL,cs.LG.',
      '✖ FEEDS=b.example/rss must be an http:// or https:// address. Did you mean https://b.example/rss?',
    ])
  })

  it('name what is unknown in the file in the same run as what is wrong', () => {
    const read = () => readConfig(platforms, { POST_AT: '9' }, envFile('PAPER_PER_DAY=3\npost_days=daily'))
    expect(read).toThrow(
      /✖ POST_AT=9 .*\n! .*PAPER_PER_DAY.*did you mean PAPERS_PER_DAY\?\n! .*post_days.*did you mean POST_DAYS\?$/,
    )
  })

  it('never repeat a secret in a complaint', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'my-secret-token', SLACK_APP_TOKEN: 'other-secret' })).not.toContain('secret')
    expect(problemsOf({ FEEDS: 'ftp://me:s@cret@lab.example/rss', HF_URL: 'me:s@cret@lab.example' })).not.toContain(
      'cret',
    )
  })

  it.each(['DATABASE_URL', 'SMTP_URL', 'OPENAI_BASE_URL', 'HEARTBEAT_URL', 'FEEDS'])(
    'say of a %% in the password of %s how it is written, and not the password',
    (name) => {
      const scheme = { DATABASE_URL: 'postgres', SMTP_URL: 'smtp' }[name] ?? 'https'
      const complaint = problemsOf({ [name]: `${scheme}://paper:100%pure@lab.example/x` })
      expect(complaint).toMatch(new RegExp(`✖ ${name}.* has a % that begins no code: .* % is written %25`))
      expect(complaint).not.toContain('pure')
      expect(problemsOf({ [name]: `${scheme}://paper:100%25pure@lab.example/x` })).not.toContain('%25')
    },
  )

  it('say of an address of PostgreSQL that is cut short by its password what must be encoded', () => {
    for (const password of ['pa#ss', 'pa/ss', '12/34', '12#34'])
      expect(problemsOf({ DATABASE_URL: `postgres://me:${password}@host/name` })).toMatch(
        /DATABASE_URL must look .*; encode .* in a password/,
      )
    expect(problemsOf({ DATABASE_URL: 'postgres:///paperboy?host=/run/postgresql&user=me@lab' })).toBe('')
  })

  it('are addresses without the slash at their end, and mail addresses as DNS has them', () => {
    const config = readConfig(
      platforms,
      {
        PAPERBOY_URL: 'https://lab.example/papers/',
        HF_URL: 'https://hf.example//',
        MAIL_FROM: 'Paperboy <papers@bücher.example>',
        CONTACT: 'you@bücher.example',
      },
      nowhere,
    )
    expect(config).toMatchObject({
      PAPERBOY_URL: 'https://lab.example/papers',
      HF_URL: 'https://hf.example',
      MAIL_FROM: { name: 'Paperboy', address: 'papers@xn--bcher-kva.example' },
      CONTACT: 'you@xn--bcher-kva.example',
    })
    expect(problemsOf({ PAPERBOY_URL: 'https://lab.example/?a=1' })).toContain(
      'PAPERBOY_URL=https://lab.example/?a=1 must',
    )
  })

  it('are all in .env.example, in the same order', () => {
    const example = readFileSync(join(import.meta.dirname, '../../../.env.example'), 'utf8')
    const named = [...example.matchAll(/^#([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
    expect(named).toEqual(Object.keys(settings.shape))
  })

  it('ask for what the archive needs when it is on, and for nothing when it is off', () => {
    expect(problemsOf({ PAPERBOY_WEB: 'off' })).toBe('')
    const problems = problemsOf({ PAPERBOY_WEB: 'on', PORT: '3000' })
    expect(problems).toMatch(/✖ PAPERBOY_URL is missing.*\n✖ PAPERBOY_SECRET is missing.*$/)
  })

  it('are all in docs/settings.md, in the same order and with their defaults', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/settings.md'), 'utf8')
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (.*?) ?\|/gm)].map(([, name = '', shown = '']) => ({
      name,
      shown,
    }))
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(settings.shape))
    const defaults = Object.entries(settings.parse({})).filter(([, value]) =>
      ['string', 'number'].includes(typeof value),
    )
    for (const [name, value] of defaults)
      expect(rows.find((row) => row.name === name)).toEqual({ name, shown: `\`${value}\`` })
  })
})

describe('a secret', () => {
  const file = (text: string) => {
    const path = envFile('')
    writeFileSync(path, text)
    return path
  }

  it('may stand in a file, as Docker and systemd hand it out, with a line break at its end', () => {
    const documented = readFileSync('docs/settings.md', 'utf8').split('`NAME_FILE`')[1] ?? ''
    for (const name of secretsAmong(platforms)) {
      expect(documented).toContain(`\`${name}\``)
      const value = { DATABASE_URL: 'postgres://u:p@h/n', HF_TOKEN: 'hf_x', SMTP_URL: 'smtp://u:p@h' }[name as string]
      expect(problemsOf({ [`${name}_FILE`]: file(`${value ?? 'x'}\r\n`) }), name).not.toContain(`${name}_FILE`)
    }
    const config = readConfig(
      platforms,
      { HF_TOKEN_FILE: file('hf_from_a_file\n'), DATABASE_URL_FILE: file('file:x.db\n') },
      nowhere,
    )
    expect(config).toMatchObject({ HF_TOKEN: 'hf_from_a_file', DATABASE_URL: 'file:x.db', warnings: [] })
    expect(config.secrets).toEqual(['hf_from_a_file'])
    expect(readConfig(platforms, {}, envFile(`HF_TOKEN_FILE=${file('hf_x')}`))).toMatchObject({
      HF_TOKEN: 'hf_x',
      warnings: [],
    })
  })

  it('says which file is missing, empty or a folder, and when it is given twice', () => {
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-'))
    const problems = problemsOf({
      HF_TOKEN_FILE: join(folder, 'none'),
      SLACK_BOT_TOKEN_FILE: file('\n'),
      DISCORD_TOKEN_FILE: folder,
      OPENAI_API_KEY_FILE: file('sk-x'),
      OPENAI_API_KEY: 'sk-y',
    })
    expect(problems).toMatch(/HF_TOKEN_FILE names \S+none, which does not exist/)
    expect(problems).toMatch(/SLACK_BOT_TOKEN_FILE names .*, which is empty/)
    expect(problems).toMatch(/DISCORD_TOKEN_FILE names .*, which is a folder/)
    expect(problems).toMatch(/OPENAI_API_KEY_FILE is one too many: OPENAI_API_KEY is set as well/)
    expect(problems).not.toContain('sk-x')
  })

  it('is exchanged by naming the new one before the old one, and neither appears in a log', () => {
    const [fresh, old] = ['n'.repeat(16), 'o'.repeat(16)]
    const config = readConfig(platforms, { PAPERBOY_SECRET: `${fresh}, ${old}` }, nowhere)
    expect(config.PAPERBOY_SECRET).toEqual([fresh, old])
    expect(config.secrets).toEqual([fresh, old])
    expect(problemsOf({ PAPERBOY_SECRET: `${fresh},short` })).toContain('at least 16 characters')
    expect(problemsOf({ PAPERBOY_SECRET: ',' })).toMatch(/PAPERBOY_SECRET must have at least 16 characters/)
  })

  it('that is old still opens the links it signed, and signs no new ones', () => {
    const link = createSigner('old').sign('visit', 'ada', null)
    const rotated = createSigner('new', 'old')
    expect(rotated.read('visit', link, 0)).toBe('ada')
    expect(createSigner('new').read('visit', link, 0)).toBeNull()
    expect(createSigner('new').read('visit', rotated.sign('visit', 'ada', null), 0)).toBe('ada')
  })
})
