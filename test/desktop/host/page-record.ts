export interface CspViolation {
  directive: string;
  blocked: string;
}

/** What went wrong in a document, for tests to look at. */
export class PageRecord {
  readonly cspViolations: CspViolation[] = [];
  readonly pageErrors: string[] = [];

  /** Begins to record this document. */
  listen(): void {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      this.cspViolations.push({ directive: effectiveDirective, blocked: blockedURI });
    });
    addEventListener('error', ({ message }) => this.pageErrors.push(message));
    addEventListener('unhandledrejection', ({ reason }) => this.pageErrors.push(String(reason)));
  }
}
