/** What a process that a test or the demo starts is given of ours: no secret, no setting; and where what the ones before it compiled is kept. */
export function childEnvironment(): Record<string, string> {
  const given = ['PATH', 'SystemRoot', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(given.filter((one): one is [string, string] => one[1] !== undefined));
}
