/**
 * Loaded before `server/main.ts`, which is as it always is: the machine's clock goes wrong by so many milliseconds, from the start or from
 * SIGUSR2 on, and is right again after another one.
 */
const wrongBy = Number(process.env['SKILLDESK_BENCH_CLOCK_WRONG_BY']);
let isWrong = process.env['SKILLDESK_BENCH_CLOCK_WRONG_FROM'] === 'start';
process.on('SIGUSR2', () => {
  isWrong = !isWrong;
});

const RightDate = Date;
const now = () => RightDate.now() + (isWrong ? wrongBy : 0);

globalThis.Date = new Proxy(RightDate, {
  construct: (target, args: unknown[]) =>
    args.length === 0 ? new target(now()) : (Reflect.construct(target, args) as Date),
  get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
});
