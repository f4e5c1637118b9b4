const running =
  typeof document !== 'undefined' && document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : undefined;

/** Where this bundle came from; only readable while it is being evaluated. */
export const scriptUrl: string | undefined = running?.src;

/** A page whose security policy lets in scripts one by one has let in this one, and what lies beside it. */
const nonce = running?.nonce;

/** Resolves when the script has run. */
export function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    if (nonce) script.nonce = nonce;
    script.onload = () => {
      script.remove();
      resolve();
    };
    script.onerror = () => {
      script.remove();
      reject(new Error(`${url} could not be loaded.`));
    };
    document.head.append(script);
  });
}
