/** `work`, done once for an object as long as the other arguments stay the same. */
export function remembered<Key extends object, More extends readonly unknown[], Answer>(
  work: (key: Key, ...more: More) => Answer,
): (key: Key, ...more: More) => Answer {
  const known = new WeakMap<Key, { more: More; answer: Answer }>();
  return (key, ...more) => {
    const last = known.get(key);
    if (last?.more.every((one, at) => one === more[at])) return last.answer;
    const answer = work(key, ...more);
    known.set(key, { more, answer });
    return answer;
  };
}
