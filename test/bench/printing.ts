export function print(...cells: (string | number)[]): void {
  const [what, ...rest] = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell))
  process.stdout.write(`${(what ?? '').padEnd(48)} ${rest.map((cell) => cell.padStart(11)).join(' ')}\n`)
}
