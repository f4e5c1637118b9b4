import type { DesktopOptions, WidgetOptions } from './desktop-config.ts';
import type { DesktopServices } from './desktop-services.ts';
import type { DesktopStore } from './desktop-store.ts';
import type { PageRecord } from './page-record.ts';

/** What a widget is made of, whichever way it is hosted. */
export interface WidgetParts {
  widget: WidgetOptions;
  store: DesktopStore;
  services: DesktopServices;
  record: PageRecord;
  options: DesktopOptions;
}

/** One way to host a widget: opened before its place enters the document, closed after it has left, as often as wanted. */
export interface WidgetHosting {
  open(): Promise<unknown>;
  close(): void;
  /** The widget's element, when this document can reach it. */
  element(): HTMLElement | null;
}
