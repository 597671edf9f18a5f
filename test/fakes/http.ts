import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { Http } from '../../src/sources/http/http.ts'
import { SourceError } from '../../src/sources/source-error.ts'
import { listen } from './listen.ts'

export type FakeAnswer = { status?: number; headers?: Record<string, string>; body?: string | Buffer }

/** What goes wrong: an answer in place of the real one, or a connection that stalls, or one that is cut half-way. */
export type Fault = FakeAnswer & {
  /** Which requests, by path and query; all of them when absent. */
  on?: RegExp
  /** How often; always when absent. */
  times?: number
  breaks?: 'stall' | 'cut'
}

type FakeRequest = { path: string; headers: IncomingHttpHeaders; at: number }

export type FakeServer = { url: string; requests: FakeRequest[]; faults: Fault[]; close(): Promise<void> }

/** A real HTTP server on a free port, with validators like the large ones, and with trouble on request. */
export async function startFakeServer(
  answer: (url: URL, headers: IncomingHttpHeaders) => FakeAnswer,
  given: Fault[] = [],
): Promise<FakeServer> {
  const requests: FakeRequest[] = []
  const faults = given.map((fault) => ({ ...fault }))
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    requests.push({ path, headers: request.headers, at: Date.now() })
    const fault = faults.find(({ on, times }) => (on?.test(path) ?? true) && times !== 0)
    if (fault?.times) fault.times -= 1
    if (fault?.breaks === 'stall') return
    if (fault) send(response, fault, fault.breaks === 'cut')
    else send(response, conditionally(answer(new URL(path, 'http://fake'), request.headers), request.headers), false)
  })
  return { ...(await listen(server)), requests, faults }
}

function conditionally(answer: FakeAnswer, asked: IncomingHttpHeaders): FakeAnswer {
  if ((answer.status ?? 200) !== 200) return answer
  const hash = createHash('sha1').update(answer.body ?? '')
  const etag = `W/"${hash.digest('base64url')}"`
  if (asked['if-none-match'] === etag) return { status: 304, headers: { etag } }
  return { ...answer, headers: { etag, ...answer.headers } }
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '' }: FakeAnswer, cut: boolean): void {
  if (!cut) {
    response.writeHead(status, headers).end(body)
    return
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) + 1_000 })
  response.write(body, () => response.destroy())
}

/** Of a test that asks nothing of the network. */
export const noHttp: Http = {
  get: (url) => Promise.reject(new SourceError(`Nothing is asked of ${url} here.`, 'refused')),
}
