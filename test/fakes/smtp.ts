import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter as it came over the wire. */
export type Letter = { to: string[]; raw: string }

export type SmtpFault = { at: 'RCPT' | 'DATA'; code: number } | { at: 'DATA'; code: 'drop' }

/** A mail server that keeps what it takes; each fault happens once. With a password, it wants the login `paperboy`. */
export async function startFakeSmtp({ password = null }: { password?: string | null } = {}) {
  const letters: Letter[] = []
  const faults: SmtpFault[] = []
  const faultAt = (at: SmtpFault['at']) => {
    const index = faults.findIndex((fault) => fault.at === at)
    return index < 0 ? undefined : faults.splice(index, 1)[0]
  }
  const refusal = (responseCode: number) => Object.assign(new Error('Not here'), { responseCode })
  const server = new SMTPServer({
    authOptional: password === null,
    allowInsecureAuth: true,
    onAuth({ username, password: given }, _, callback) {
      if (username === 'paperboy' && given === password) callback(null, { user: username })
      else callback(Object.assign(new Error('Wrong password'), { responseCode: 535 }))
    },
    disabledCommands: ['STARTTLS'],
    onRcptTo(_, __, callback) {
      const fault = faultAt('RCPT')
      callback(typeof fault?.code === 'number' ? refusal(fault.code) : null)
    },
    onData(stream, session, callback) {
      let raw = ''
      stream.on('data', (chunk) => {
        raw += chunk
      })
      stream.on('end', () => {
        const fault = faultAt('DATA')
        if (typeof fault?.code === 'number') return callback(refusal(fault.code))
        letters.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw })
        // Accepted, and the answer never arrives.
        if (fault) for (const connection of server.connections) connection.close()
        else callback()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    archive: null,
    faults,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
