import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../src/sources/http/charset.ts'

const url = new URL('https://example.org/feed')
const read = (body: Buffer, contentType = 'text/xml') => decodeText({ url, body, contentType })
const xml = (title: string, label?: string) =>
  `<?xml version="1.0"${label === undefined ? '' : ` encoding="${label}"`}?><rss><title>${title}</title></rss>`
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('the bytes of an answer', () => {
  for (const [name, body, contentType] of [
    ['UTF-8 without a label', Buffer.from(xml('Größe'))],
    ['UTF-8 that its header calls Latin-1', Buffer.from(xml('Größe')), 'text/xml; charset=ISO-8859-1'],
    ['UTF-8 that its declaration calls Latin-1', Buffer.from(xml('Größe', 'ISO-8859-1'))],
    ['UTF-8 with a label that nobody knows', Buffer.from(xml('Größe', 'no-such')), 'text/xml; charset="x-none"'],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${xml('Größe')}`), 'text/xml; charset=windows-1252'],
    ['UTF-8 that its declaration calls UTF-16', Buffer.from(xml('Größe', 'utf-16'))],
    ['Latin-9 by a spaced declaration', Buffer.from(xml('Größe', 'x').replace('="x"', ' = "iso-8859-15"'), 'latin1')],
    ['Latin-1 by its declaration', Buffer.from(xml('Größe', 'ISO-8859-1'), 'latin1')],
    ['Latin-1 by its header', Buffer.from(xml('Größe'), 'latin1'), 'text/xml; charset=iso-8859-1'],
    ['Latin-1 without a label', Buffer.from(xml('Größe'), 'latin1')],
    ['Latin-1 that calls itself UTF-8', Buffer.from(xml('Größe', 'UTF-8'), 'latin1'), 'text/xml; charset=utf-8'],
    ['UTF-16 with a byte order mark', Buffer.from(`\uFEFF${xml('Größe', 'UTF-16')}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(xml('Größe', 'UTF-16'), 'utf16le')],
    ['UTF-16, the other way round', swapped(xml('Größe', 'UTF-16')), 'text/xml; charset=utf-16'],
  ] as [string, Buffer, string?][])
    it(`are read when they are ${name}`, async () => {
      expect(await read(body, contentType)).toContain('<title>Größe</title>')
    })

  it('are read in the encodings of other alphabets', async () => {
    // GBK: 潮汐
    const [start = '', end = ''] = xml('|', 'GB2312').split('|')
    const chinese = Buffer.concat([Buffer.from(start), Buffer.from([0xb3, 0xb1, 0xcf, 0xab]), Buffer.from(end)])
    expect(await read(chinese)).toContain('<title>潮汐</title>')
    expect(await read(Buffer.from('\x1b$B3$\x1b(B'), 'text/xml; charset=iso-2022-jp')).toBe('海')
  })

  it('keep what can be read of UTF-8 that lost a byte', async () => {
    const whole = Buffer.from(xml('Größe der Flüsse in Köln'))
    const cut = Buffer.concat([whole.subarray(0, -30), whole.subarray(-29)])
    expect(await read(cut)).toContain('Größe')
    expect(await read(Buffer.concat([whole, Buffer.from([0xc3])]))).toContain('Größe der Flüsse in Köln')
  })

  for (const [name, tail] of [
    ['nothing', ''],
    ['a comment', '\r\n<!-- cached -->'],
    ['zeros', '\0\0\0'],
    ['what begins like another file', '\x1f\x8b\x08'],
  ] as const)
    it(`are read when they are compressed and ${name} stands after that`, async () => {
      const body = Buffer.concat([gzipSync(xml('Größe')), Buffer.from(tail, 'latin1')])
      expect(await read(body, 'application/gzip')).toBe(xml('Größe'))
    })

  it('are no text when they only begin like a compressed file, or hold more than anybody reads', async () => {
    expect(await read(Buffer.from([0x1f, 0x8b, 8, 31]))).not.toContain('<')
    expect((await read(gzipSync(Buffer.alloc(20_000_000, 'a')))).length).toBeLessThan(1_000_000)
  })
})
