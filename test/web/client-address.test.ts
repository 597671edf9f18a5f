import { describe, expect, it } from 'vitest'
import { clientOf } from '../../src/web/client-address.ts'

type Headers = Record<string, string>
const asks = (peer: string, headers: Headers = {}) =>
  clientOf({ socket: { remoteAddress: peer }, headers } as unknown as Parameters<typeof clientOf>[0])
/** Who asks by a proxy inside. */
const forwarded = (header: string) => asks('::ffff:172.17.0.1', { 'x-forwarded-for': header })

describe('who asks', () => {
  it('is one address, however a proxy writes it', () => {
    for (const header of [
      '8.8.8.8',
      '8.8.8.8:20001',
      '8.8.8.8:20002',
      '"8.8.8.8:20003"',
      '::ffff:8.8.8.8',
      '::FFFF:808:808',
      '[::ffff:8.8.8.8]:443',
      '8.8.8.8, ',
      '8.8.8.8,,',
      '10.0.0.5:4711, 8.8.8.8:1',
      'unknown, 127.0.0.1, 8.8.8.8',
      // Two proxies, one behind the other.
      '1.1.1.1, 8.8.8.8, 10.0.0.3:8080, [fd00::3]:1',
    ])
      expect([header, forwarded(header)]).toEqual([header, { key: '8.8.8.8', inside: false }])
  })

  it('is counted per /64 where it has IPv6', () => {
    for (const header of [
      '2001:db8:1:2::1',
      '2001:DB8:1:2:ffff:ffff:ffff:ffff',
      '[2001:db8:1:2::3]:4711',
      '"[2001:db8:1:2::3]"',
      '[2001:0db8:0001:0002::]',
    ])
      expect([header, forwarded(header)]).toEqual([header, { key: '2001:db8:1:2', inside: false }])
    expect(asks('2001:db8:1:3::1').key).toBe('2001:db8:1:3')
    expect(asks('2001:db8::1').key).toBe('2001:db8:0:0')
    expect(asks('::2:3:4:5:6:7:8').key).toBe('0:2:3:4')
  })

  it('is inside when a neighbour asks, for itself or for another inside', () => {
    for (const peer of ['127.0.0.1', '::1', '::ffff:10.0.0.5', '192.168.1.9', 'fd00::1', 'fe80::1%eth0'])
      expect([peer, asks(peer).inside]).toEqual([peer, true])
    for (const header of ['10.0.0.5:4711', '[fd00::1]:4711', '::ffff:10.0.0.5', '10.0.0.9, 10.0.0.5, '])
      expect([header, forwarded(header).inside]).toEqual([header, true])
  })

  it('is a stranger when nobody, nonsense or an address outside is named', () => {
    for (const header of [
      '',
      ' ',
      ',',
      'localhost',
      'unknown',
      '_hidden',
      '0x7f.1',
      '10.5',
      '10.0.0.5.',
      '[10.0.0.5',
      '127.0.0.1;',
    ])
      expect([header, forwarded(header).inside]).toEqual([header, false])
    for (const name of ['x-real-ip', 'forwarded', 'via'])
      expect(asks('127.0.0.1', { [name]: '10.0.0.5' }).inside).toBe(false)
    // Special addresses that strangers have: 6to4, Teredo, NAT64, and none at all.
    for (const peer of ['2002:808:808::1', '2001::1', '64:ff9b::808:808', '0.0.0.0', '192.0.2.1', ''])
      expect([peer, asks(peer, { 'x-forwarded-for': '10.0.0.5' }).inside]).toEqual([peer, false])
  })
})
