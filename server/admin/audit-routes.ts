import type { RequestHandler, Response } from 'express';
import type { AuditPage } from '../../shared/admin-api.ts';
import { AuditExportRequest, AuditQuery, AuditVerifyRequest } from '../../shared/admin-schemas.ts';
import { AppError } from '../app-error.ts';
import { parseHead } from '../audit/chain.ts';
import { csvHeader, csvLine } from '../audit/csv.ts';
import { beginExport, exportPage, type ExportedRecord } from '../audit/export-records.ts';
import type { AuditTrail } from '../audit/ports.ts';
import { searchRecords } from '../audit/search-records.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { initiatorOf } from './initiator.ts';

const formats = {
  csv: { type: 'text/csv; charset=utf-8', head: `${csvHeader}\r\n`, line: csvLine, end: '\r\n' },
  jsonl: { type: 'application/jsonl; charset=utf-8', head: '', line: JSON.stringify, end: '\n' },
} as const;

export function auditRoutes({
  audit,
}: {
  audit: AuditTrail;
}): Pick<Handlers, 'searchAudit' | 'verifyAudit' | 'exportAudit'> {
  let isVerifying = false;

  const search: RequestHandler = async (request, response) => {
    const { cursor, from, to, ...query } = parsed(AuditQuery, request.query);
    const before = cursor === undefined ? undefined : Number(cursor);
    const { records, next } = await searchRecords(audit, { ...query, before, ...spanOf({ from, to }) });
    const page: AuditPage = { records: records.map(viewOf), ...(next !== undefined && { nextCursor: String(next) }) };
    response.json(page);
  };

  const verify: RequestHandler = async (request, response) => {
    const { head } = parsed(AuditVerifyRequest, request.body ?? {});
    // The whole chain is read and calculated anew: one after the other is enough.
    if (isVerifying) {
      const wait = 'The audit chain is being verified at this moment. Wait for that, and try again.';
      throw new AppError('too-many-requests', wait, { retryAfterSeconds: 10 });
    }
    isVerifying = true;
    try {
      response.json(await verifyChain(audit, head === undefined ? undefined : parseHead(head)));
    } finally {
      isVerifying = false;
    }
  };

  const exportAll: RequestHandler = async (request, response) => {
    const { format, ...times } = parsed(AuditExportRequest, request.body);
    const span = spanOf(times);
    const upTo = (await beginExport(audit, format, span, initiatorOf(response))).seq;
    const { type, head, line, end } = formats[format];
    response
      .status(200)
      .set('Content-Type', type)
      .set('Content-Disposition', `attachment; filename="skilldesk-audit-${upTo}.${format}"`);
    await written(response, head);
    for (let after: number | undefined = 0; after !== undefined && !response.destroyed;) {
      const page = await exportPage(audit, { after, upTo, ...span });
      await written(response, page.records.map((record) => line(record) + end).join(''));
      after = page.after;
    }
    response.end();
  };

  return { searchAudit: search, verifyAudit: verify, exportAudit: exportAll };
}

/** At the pace of who reads it. */
async function written(response: Response, text: string): Promise<void> {
  if (text === '' || response.destroyed || response.write(text)) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.once('drain', go).once('close', go);
  });
}

function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  return {
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(to !== undefined && { to: Date.parse(to) }),
  };
}

const viewOf = ({ seq, mac, at, action, actor, body, people }: ExportedRecord) => ({
  ...{ seq, mac, at, action, actor, body, people },
});
