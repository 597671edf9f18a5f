import { describe } from 'vitest'
import { createEmailAdapter } from '../../../adapters/email/index.ts'
import { adapterContract } from '../../contracts/adapter.ts'
import { type Letter, startFakeSmtp } from '../../fakes/smtp.ts'

describe('mail', () => {
  adapterContract(async () => {
    const smtp = await startFakeSmtp()
    const linksFor = (address: string) => ({
      settings: `https://p.example/s/${address}`,
      unsubscribe: 'https://p.example/u',
    })
    const to = (address: string) => smtp.letters.filter((letter) => letter.to.includes(address))
    return {
      adapter: createEmailAdapter({
        url: smtp.url,
        from: { name: 'Paperboy', address: 'papers@lab.example' },
        linksFor,
      }),
      channel: 'email:ada@lab.example',
      shown: () => to('ada@lab.example').map(wordsOf),
      rung: null,
      handles: {
        threads: {
          replies: ({ id }) => smtp.letters.filter(({ raw }) => raw.includes(`In-Reply-To: ${id}`)).map(wordsOf),
        },
        rights: { admin: null, member: 'email:ada@lab.example', guest: null, outsider: 'email:eve@lab.example' },
        network: {
          failNext: (how) =>
            void smtp.faults.push(how === 'busy' ? { at: 'RCPT', code: 450 } : { at: 'DATA', code: 'drop' }),
          goDown: null,
          refuseToken: null,
        },
        direct: { person: 'email:bob@lab.example', received: () => to('bob@lab.example').map(wordsOf), isDirect: null },
        files: { shared: () => smtp.letters.flatMap(filesOf) },
      },
      close: smtp.close,
    }
  })
})

type Part = { head: string; body: string }

const partsOf = ({ raw }: Letter): Part[] =>
  raw.split(/\r\n--[^\r\n]+\r\n/).map((part) => {
    const end = part.indexOf('\r\n\r\n')
    return { head: part.slice(0, end), body: part.slice(end + 4) }
  })

function textOf({ head, body }: Part): string {
  if (/^Content-Transfer-Encoding: base64/im.test(head)) return Buffer.from(body, 'base64').toString()
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

const wordsOf = (letter: Letter): string =>
  partsOf(letter)
    .filter(({ head }) => head.includes('text/plain'))
    .map(textOf)
    .join('\n')

const filesOf = (letter: Letter) =>
  partsOf(letter).flatMap((part) => {
    const name = /^Content-Disposition: attachment; filename=(.*)$/im.exec(part.head)?.[1]?.trim()
    return name === undefined ? [] : [{ name, text: textOf(part) }]
  })
