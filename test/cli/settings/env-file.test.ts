import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/cli/settings/config.ts'
import { readEnvFile } from '../../../src/cli/settings/env-file.ts'
import { platforms } from '../../../src/main.ts'

function envFile(text: string, encoding: BufferEncoding = 'utf8'): string {
  const file = join(mkdtempSync(join(tmpdir(), 'paperboy-')), '.env')
  writeFileSync(file, text, encoding)
  return file
}
const read = (text: string) => readEnvFile(envFile(text)).values
const config = (text: string, environment = {}) => readConfig(platforms, environment, envFile(text))

describe('a .env file', () => {
  it.each([
    ['quotes of three kinds', 'A="x y"\nB=\'x y\'\nC=`x y`', { A: 'x y', B: 'x y', C: 'x y' }],
    ['export, and spaces around =', 'export A=x\n  B = y ', { A: 'x', B: 'y' }],
    ['Windows line breaks', 'A=x\r\nB=y\r\n', { A: 'x', B: 'y' }],
    [
      'a comment after a space',
      'A=Europe/Berlin  # lab\nB="x" # y\nC= # nothing\n# D=1',
      { A: 'Europe/Berlin', B: 'x', C: '' },
    ],
    [
      'a # inside of a value',
      'A=pass#word\nB="#papers,#ml"\nC=papers,#ml',
      { A: 'pass#word', B: '#papers,#ml', C: 'papers,#ml' },
    ],
    ['a key over several lines', 'A="-----BEGIN\nB=x\n-----END"\nC=y', { A: '-----BEGIN\nB=x\n-----END', C: 'y' }],
    ['\\n in double quotes alone', 'A="x\\ny"\nB=\'x\\ny\'\nC=C:\\new', { A: 'x\ny', B: 'x\\ny', C: 'C:\\new' }],
    ['= and quotes inside of a value', 'A=x=y"z"\nB="x"y', { A: 'x=y"z"', B: '"x"y' }],
  ])('may have %s', (_, text, values) => expect(read(text)).toEqual(values))

  it('may come from an editor on Windows, with its mark before the first name', () => {
    for (const encoding of ['utf8', 'utf16le'] as const)
      expect(readConfig(platforms, {}, envFile('\uFEFFPOST_AT=08:30\r\nPAPERS_PER_DAY=3\r\n', encoding))).toMatchObject(
        {
          POST_AT: '08:30',
          PAPERS_PER_DAY: 3,
          warnings: [],
        },
      )
  })

  it.each([
    ['POST_AT=08:30\nSLACK_CHANNELS=#papers,#ml', 2],
    ['SLACK_CHANNELS= #papers', 1],
    ['\n\nSLACK_CHANNELS=papers, #ml', 3],
    ['SLACK_CHANNELS="papers', 1],
  ])('stops the start where a value is cut short, and names the line: %j', (text, line) => {
    expect(() => config(text)).toThrow(new RegExp(`✖ SLACK_CHANNELS on line ${line} of .*(quote it|nothing ends)`))
    // Nobody minds in a line of another program, nor where the environment wins.
    expect(() => config(text.replace('SLACK_CHANNELS', 'OTHER'))).not.toThrow()
    expect(() => config(text, { SLACK_CHANNELS: '' })).not.toThrow()
  })

  it('says which of two lines counts, and which line says nothing', () => {
    const { POST_AT, warnings } = config('POST_AT=08:00\nPOST_DAYS: daily\nPOST_AT=09:30')
    expect(POST_AT).toBe('09:30')
    expect(warnings).toEqual([
      expect.stringMatching(/^Line 2 of .* is not of the form NAME=value/),
      expect.stringMatching(/sets POST_AT on line 1 and on line 3; the last one counts/),
    ])
  })

  it('means the same where `docker run --env-file` leaves the quotes in', () => {
    expect(config('', { TIMEZONE: '"Europe/Berlin"', CONTACT: "'you@lab.example'" })).toMatchObject({
      timezone: 'Europe/Berlin',
      CONTACT: 'you@lab.example',
    })
  })
})
