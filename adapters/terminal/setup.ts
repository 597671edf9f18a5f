import { noSettings, type Setup, sendsOnly, USUAL_TRAITS } from '../../src/core/setup.ts'

export const terminal: Setup = {
  ...noSettings,
  platform: 'terminal',
  label: 'the terminal',
  traits: { ...USUAL_TRAITS, isForOne: true },
  async connect(_settings, { terminal: { input, quiet } }) {
    const { TERMINAL_CHANNEL, createTerminalAdapter } = await import('./index.ts')
    const leave = () => void process.kill(process.pid, 'SIGINT')
    const adapter = createTerminalAdapter({ input, output: process.stdout, quiet, leave })
    const { show, status, hold } = adapter
    const local = { channel: { id: TERMINAL_CHANNEL, name: 'terminal' }, show, status, hold }
    return { ...sendsOnly, adapter, platform: 'terminal', examine: async () => [], local }
  },
}
