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
        '✖ must be a time zone such as Europe/Berlin → at TIMEZONE',
        '✖ must look like 09:00                      → at POST_AT',
        '✖ must start with xoxb-                     → at SLACK_BOT_TOKEN',
      ].join('\n'),
    )
  })

  it('say which ones go together', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1' })).toContain('goes with SLACK_BOT_TOKEN')
    expect(problemsOf({ DISCORD_CHANNELS: '1' })).toContain('at DISCORD_TOKEN')
  })

  it('name the teams that may install the bot', () => {
    expect(readConfig(platforms, { ALLOWED_TEAMS: 'slack:T1, discord:12' }, nowhere).ALLOWED_TEAMS).toEqual([
      'slack:T1',
      'discord:12',
    ])
    expect(problemsOf({ ALLOWED_TEAMS: 'Acme' })).toContain('must look like slack:T1,discord:1')
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
    expect(['', 'Mars/Base', 'Europe/Berlin'].map(zoneOf)).toEqual(['UTC', 'UTC', 'Europe/Berlin'])
  })

  it('never repeat a secret in a complaint', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'my-secret-token', SLACK_APP_TOKEN: 'other-secret' })).not.toContain('secret')
  })

  it('are all in .env.example, in the same order', () => {
    const example = readFileSync(join(import.meta.dirname, '../../../.env.example'), 'utf8')
    const named = [...example.matchAll(/^#([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
    expect(named).toEqual(Object.keys(settings.shape))
  })

  it('ask for what the archive needs when it is on, and for nothing when it is off', () => {
    expect(problemsOf({ PAPERBOY_WEB: 'off' })).toBe('')
    const problems = problemsOf({ PAPERBOY_WEB: 'on', PORT: '3000' })
    expect(problems).toMatch(/at PAPERBOY_URL\n.*at PAPERBOY_SECRET$/)
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
      expect(problemsOf({ [`${name}_FILE`]: file(`${value ?? 'x'}\r\n`) }), name).not.toContain(`at ${name}_FILE`)
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
    expect(problems).toMatch(/names \S+none, which does not exist +→ at HF_TOKEN_FILE/)
    expect(problems).toMatch(/which is empty +→ at SLACK_BOT_TOKEN_FILE/)
    expect(problems).toMatch(/which is a folder +→ at DISCORD_TOKEN_FILE/)
    expect(problems).toMatch(/is one too many: OPENAI_API_KEY is set as well +→ at OPENAI_API_KEY_FILE/)
    expect(problems).not.toContain('sk-x')
  })

  it('is exchanged by naming the new one before the old one, and neither appears in a log', () => {
    const [fresh, old] = ['n'.repeat(16), 'o'.repeat(16)]
    const config = readConfig(platforms, { PAPERBOY_SECRET: `${fresh}, ${old}` }, nowhere)
    expect(config.PAPERBOY_SECRET).toEqual([fresh, old])
    expect(config.secrets).toEqual([fresh, old])
    expect(problemsOf({ PAPERBOY_SECRET: `${fresh},short` })).toContain('at least 16 characters')
    expect(problemsOf({ PAPERBOY_SECRET: ',' })).toContain('at least 16 characters')
  })

  it('that is old still opens the links it signed, and signs no new ones', () => {
    const link = createSigner('old').sign('visit', 'ada', null)
    const rotated = createSigner('new', 'old')
    expect(rotated.read('visit', link, 0)).toBe('ada')
    expect(createSigner('new').read('visit', link, 0)).toBeNull()
    expect(createSigner('new').read('visit', rotated.sign('visit', 'ada', null), 0)).toBe('ada')
  })
})
