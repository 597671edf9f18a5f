import { noSettings, type Setup, sendsOnly, USUAL_TRAITS } from '../../src/core/setup.ts'

export const terminal: Setup = {
  ...noSettings,
  platform: 'terminal',
  label: 'the terminal',
  traits: USUAL_TRAITS,
  async connect(_settings, { terminal: { input, quiet } }) {
    const { TERMINAL_CHANNEL, createTerminalAdapter } = await import('./index.ts')
    const adapter = createTerminalAdapter({ input, output: process.stdout, quiet })
    const local = { channel: { id: TERMINAL_CHANNEL, name: 'terminal' }, show: adapter.print }
    return { ...sendsOnly, adapter, platform: 'terminal', examine: async () => [], local }
  },
}
