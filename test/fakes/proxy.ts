import { request as ask, createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { listen } from './listen.ts'

export type FakeProxy = {
  url: string
  /** What it was asked for: `CONNECT host:443`, or `GET host:80`. */
  asked: string[]
  close(): Promise<void>
}

/**
 * The only way out of a network, which knows names that nobody else does: where each host is, as `host:port`. Strict:
 * it refuses other hosts, and whoever does not name its user and password.
 */
export async function startFakeProxy(hosts: Record<string, string>, user = 'paper:b%40y'): Promise<FakeProxy> {
  const asked: string[] = []
  const expected = `Basic ${Buffer.from(decodeURIComponent(user)).toString('base64')}`
  const refusal = (host: string, authorization: string | undefined) => {
    if (authorization !== expected) return 407
    return hosts[host] === undefined ? 403 : null
  }
  const socketTo = (host: string): Socket => {
    const { hostname, port } = new URL(hosts[host] ?? '')
    return connect(Number(port), hostname)
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '')
    const host = `${url.hostname}:${url.port || 80}`
    asked.push(`${request.method} ${host}`)
    const { 'proxy-authorization': authorization, ...headers } = request.headers
    const refused = refusal(host, authorization)
    if (refused) return response.writeHead(refused).end()
    const onward = ask(
      new URL(url.pathname + url.search, hosts[host]),
      { method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  const pipe = (from: Socket, to: Socket) => {
    from.pipe(to).pipe(from)
    for (const end of [from, to]) end.on('error', () => [from, to].map((one) => one.destroy()))
  }
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    asked.push(`CONNECT ${url}`)
    const refused = refusal(url, headers['proxy-authorization'])
    if (refused) return socket.end(`HTTP/1.1 ${refused} Refused\r\n\r\n`)
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    pipe(socket, socketTo(url))
  })
  server.on('upgrade', ({ url = '', headers, method }, socket: Socket, head: Buffer) => {
    const { host, hostname, port, pathname, search } = new URL(url)
    asked.push(`${method} ${hostname}:${port || 80}`)
    const { 'proxy-authorization': authorization, ...others } = headers
    if (refusal(`${hostname}:${port || 80}`, authorization)) return socket.destroy()
    const onward = socketTo(`${hostname}:${port || 80}`)
    const lines = Object.entries({ ...others, host }).map(([name, value]) => `${name}: ${value}`)
    onward.write(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    onward.write(head)
    pipe(socket, onward)
  })
  const { url, close } = await listen(server)
  return { url: url.replace('://', `://${user}@`), asked, close }
}
