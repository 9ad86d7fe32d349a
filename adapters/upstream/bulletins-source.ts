import { compareText } from "../../lifecycle/kit/compare-text";
import type { HttpClient } from "../http/http-source";
import { inParallel } from "../http/in-parallel";
import { NetworkError } from "../http/network-error";
import { addressBelow } from "../http/web-address";
import { type PublishedBulletin, parseBulletinPage } from "../../lifecycle/versions/bulletin-page";

const ID = /^ISTIO-SECURITY-(\d{4})-(\d{3})$/;
/** Pages that may be missing in a row before a year is over: a number is reserved before its bulletin is published. */
const GAP = 2;
/** Bulletins of one year at most; 2026 had 6 by August. */
const MAX_A_YEAR = 100;
const MAX_PAGE = 512 * 1024;

/** Pages that are asked for at once: quick enough for 60 of them, and no burden on anybody. */
const AT_ONCE = 6;

/**
 * Every security bulletin of istio.io: those that are known, read anew because pages are changed, and those that followed.
 * Numbers are dense in a year, so the next one is asked for until there is none; that needs no API and no quota.
 *
 * @param docs - raw files of the istio.io repository
 * @param known - ids of the catalog
 * @param year - the current one
 * @throws NetworkError when a known bulletin is gone: then this is no whole list
 */
export async function fetchBulletins(
    client: HttpClient,
    docs: URL,
    known: readonly string[],
    year: number,
): Promise<readonly PublishedBulletin[]> {
    const found: PublishedBulletin[] = [];
    await inParallel(known, AT_ONCE, async (id) => {
        const bulletin = await fetchBulletin(client, docs, id);
        if (!bulletin) {
            throw new NetworkError({
                value: id,
                rule: "is in the catalog, but its page is gone",
                remedy: "Check WINDLASS_ISTIO_DOCS; if it was withdrawn, delete it from catalog/bulletins.json",
            });
        }
        found.push(bulletin);
    });
    const parsed = known.map((id) => ID.exec(id)).filter((match) => match !== null);
    const newest =
        parsed.map((match) => Number(match[1])).reduce((left, right) => Math.max(left, right), 0) || year;
    for (let each = newest; each <= Math.min(year, newest + 20); each++) {
        const numbers = parsed.filter((match) => Number(match[1]) === each).map((match) => Number(match[2]));
        found.push(...(await probeYear(client, docs, each, Math.max(0, ...numbers))));
    }
    return found.sort((left, right) => compareText(left.id, right.id));
}

async function probeYear(
    client: HttpClient,
    docs: URL,
    year: number,
    last: number,
): Promise<PublishedBulletin[]> {
    const found: PublishedBulletin[] = [];
    for (let number = last + 1, missing = 0; missing < GAP && number <= MAX_A_YEAR; number++) {
        const id = `ISTIO-SECURITY-${year}-${String(number).padStart(3, "0")}`;
        const bulletin = await fetchBulletin(client, docs, id);
        missing = bulletin ? 0 : missing + 1;
        if (bulletin) found.push(bulletin);
    }
    return found;
}

async function fetchBulletin(
    client: HttpClient,
    docs: URL,
    id: string,
): Promise<PublishedBulletin | undefined> {
    const address = addressBelow(docs, "content/en/news/security", id.toLowerCase(), "index.md");
    const { status, body } = await client.request(address, { maxSize: MAX_PAGE });
    if (status === 404 || status === 410) return undefined;
    if (status !== 200) throw new NetworkError({ value: address.href, rule: `answered ${status}` });
    return parseBulletinPage(id, body.toString("utf8"));
}
