/** So long after the key without an event of the clipboard, the browser denies it to this page. */
const patience = 200;

interface ClipboardUser {
  /** What is to be copied. */
  text(): string;
  copied(): void;
  paste(text: string): void;
  /** The page gets nothing of the clipboard. */
  denied(): void;
}

/** Copies and pastes by the browser's own events, which need no permission; where none comes, says so. */
export class GridClipboard {
  readonly #user: ClipboardUser;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(user: ClipboardUser) {
    this.#user = user;
  }

  /** A key has been pressed that makes the browser copy or paste. */
  expect({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): void {
    if (!(ctrlKey || metaKey) || altKey || shiftKey || !['c', 'v'].includes(key.toLowerCase())) return;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#user.denied(), patience);
  }

  readonly onCopy = (event: ClipboardEvent): void => {
    clearTimeout(this.#waiting);
    const text = this.#user.text();
    if (text === '') return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    this.#user.copied();
  };

  readonly onPaste = (event: ClipboardEvent): void => {
    clearTimeout(this.#waiting);
    event.preventDefault();
    this.#user.paste(event.clipboardData?.getData('text/plain') ?? '');
  };
}
