import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { openSocket, type SocketConfig } from '../../../adapters/shared/network/socket.ts'
import { log } from '../../fakes/day.ts'
import { freePort, listen } from '../../fakes/listen.ts'
import { until } from '../../wait.ts'

const open = (url: string, given: Partial<SocketConfig> = {}) =>
  openSocket({
    label: 'Plaza',
    url: url.replace('http', 'ws'),
    log,
    ping: { type: 'ping' },
    hear: async () => {},
    ...given,
  })

async function startPlatform(onMessage: (socket: WebSocket, text: string) => void = () => {}) {
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.on('message', (text) => onMessage(socket, String(text))))
  const { url, close } = await listen(server)
  return {
    url,
    sockets: sockets.clients,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      await close()
    },
  }
}

it('hears one message after the other, in order, and goes on after one that it does not understand', async () => {
  const platform = await startPlatform()
  const heard: string[] = []
  const connection = await open(platform.url, {
    async hear(text) {
      if (text === 'odd') throw new Error('What is that?')
      await sleep(text === 'added' ? 30 : 0)
      heard.push(text)
    },
  })
  for (const text of ['added', 'odd', 'removed']) for (const socket of platform.sockets) socket.send(text)
  await until(() => heard.length === 2)
  expect(heard).toEqual(['added', 'removed'])
  connection.close()
  await connection.closed
  await platform.close()
})

it('is open once the platform has taken the greeting, and fails where it does not', async () => {
  const platform = await startPlatform((socket, text) => socket.send(text === '{"token":"good"}' ? 'hello' : 'no'))
  const greeting = (token: string) =>
    open(platform.url, {
      greet: ({ send }) => send({ token }),
      hear: async (text, { ready, end }) => (text === 'hello' ? ready() : end('refuses the connection')),
    })
  const connection = await greeting('good')
  connection.close()
  await expect(greeting('bad')).rejects.toThrow('Plaza refuses the connection')
  await platform.close()
})

it('gives up where nothing answers, and where nothing listens', async () => {
  const held: Socket[] = []
  const silent: Server = createTcpServer((socket) => void held.push(socket)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as { port: number }
  await expect(open(`ws://127.0.0.1:${port}`, { handshakeMs: 50 })).rejects.toThrow('takes no connection in time')
  for (const socket of held) socket.destroy()
  silent.close()
  await expect(open(`ws://127.0.0.1:${await freePort()}`)).rejects.toThrow('takes no connection')
})

it('ends a connection that fell silent, and keeps one that answers', async () => {
  let answers = true
  let pings = 0
  const platform = await startPlatform((socket) => {
    pings += 1
    if (answers) socket.send('{"type":"pong"}')
  })
  let isOpen = true
  const connection = await open(platform.url, { pingMs: 50 })
  const closed = connection.closed.then(() => {
    isOpen = false
  })
  await until(() => pings > 4)
  expect(isOpen).toBe(true)
  answers = false
  await closed
  await platform.close()
})
