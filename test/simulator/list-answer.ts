import type { Request } from 'express';
import { rsqlTest, searchTest } from './rsql-filter.ts';
import { invalid } from './webex-error.ts';
import type { Json } from './json-object.ts';
import type { World } from './world.ts';

export interface Listing {
  /** Full documents, arrays included. */
  documents: Json[];
  /** Left out of lists, as Webex does. */
  arrayFields: readonly string[];
  filterFields: readonly string[];
  searchColumns: readonly string[];
}

/** Query parameters of a request; the last one of a name counts. */
export function queryOf(request: Pick<Request, 'originalUrl'>): Record<string, string> {
  return Object.fromEntries(new URL(request.originalUrl, 'http://simulator').searchParams);
}

function wholeNumber(text: string | undefined, fallback: number, least: number, name: string): number {
  if (text === undefined || text === '') return fallback;
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) throw invalid(`Invalid value '${text}' for parameter ${name}`);
  return number;
}

function selected(world: World, request: Pick<Request, 'originalUrl'>, listing: Listing): Json[] {
  const { filter, search } = queryOf(request);
  let documents = listing.documents;
  if (filter !== undefined && filter !== '') {
    const raw = request.originalUrl.includes('"');
    if (raw || (filter.includes('"') && world.switches.encodedQuotesInFilter === 'refused')) {
      throw invalid('Invalid filter: the value must not be quoted');
    }
    documents = documents.filter(rsqlTest(filter, listing.filterFields));
  }
  return search === undefined || search === ''
    ? documents
    : documents.filter(searchTest(search, listing.searchColumns));
}

function withoutArrays(document: Json, { arrayFields }: Listing): Json {
  return Object.fromEntries(Object.entries(document).filter(([field]) => !arrayFields.includes(field)));
}

function withAttributes(document: Json, attributes: readonly string[]): Json {
  return Object.fromEntries(Object.entries(document).filter(([field]) => attributes.includes(field)));
}

function shaped(
  request: Pick<Request, 'originalUrl'>,
  listing: Listing,
  documents: Json[],
  arrays: 'omitted' | 'present',
): Json[] {
  const { attributes, singleObjectResponse } = queryOf(request);
  if (singleObjectResponse === 'true') {
    if (documents.length !== 1) throw invalid('singleObjectResponse is supported for a single record only');
    return documents;
  }
  const rows = arrays === 'present' ? documents : documents.map((document) => withoutArrays(document, listing));
  if (attributes === undefined || attributes === '') return rows;
  const wanted = attributes.split(',').map((attribute) => attribute.trim());
  const array = wanted.find((attribute) => listing.arrayFields.includes(attribute));
  if (array !== undefined) throw invalid(`Attribute '${array}' is not supported`);
  return rows.map((row) => withAttributes(row, wanted));
}

/** One page in the envelope of v2 and v3 lists: relative links, none where there is no such page. */
export function pageAnswer(world: World, request: Pick<Request, 'originalUrl'>, rows: Json[]) {
  const url = new URL(request.originalUrl, 'http://simulator');
  const query = queryOf(request);
  const page = wholeNumber(query['page'], 0, 0, 'page');
  const pageSize = Math.min(wholeNumber(query['pageSize'], 100, 1, 'pageSize'), world.switches.maxPageSize);
  const totalPages = Math.ceil(rows.length / pageSize);
  const link = (to: number): string => {
    const parameters = new URLSearchParams(url.searchParams);
    parameters.set('page', String(to));
    parameters.set('pageSize', String(pageSize));
    return `${url.pathname}?${parameters.toString()}`;
  };
  return {
    meta: {
      orgid: world.organization.id,
      page,
      pageSize,
      totalPages,
      totalRecords: rows.length,
      links: {
        self: link(page),
        ...(totalPages > 0 ? { first: link(0), last: link(totalPages - 1) } : {}),
        ...(page + 1 < totalPages ? { next: link(page + 1) } : {}),
        ...(page > 0 && page <= totalPages ? { prev: link(page - 1) } : {}),
      },
    },
    data: rows.slice(page * pageSize, (page + 1) * pageSize),
  };
}

/** A v2 or v3 list. */
export function listAnswer(world: World, request: Pick<Request, 'originalUrl'>, listing: Listing) {
  const documents = selected(world, request, listing);
  return pageAnswer(world, request, shaped(request, listing, documents, world.switches.listArrays));
}

/** A deprecated v1 list: a bare array, filtered by id at most. */
export function bareList(world: World, request: Pick<Request, 'originalUrl'>, listing: Listing): Json[] {
  const plain = { ...listing, filterFields: ['id'], searchColumns: [] };
  const documents = selected(world, request, plain);
  return pageAnswer(world, request, shaped(request, plain, documents, 'omitted')).data;
}
