import { WindlassError } from "../kit/errors";
import { parseYamlDocument } from "../kit/strict-yaml";
import type { JsonValue } from "../kit/json";
import type { BulletinPage } from "./catalog";
import { dayStart } from "../kit/day";

/** What the front matter of one of istio.io's pages says. */
export interface FrontMatter {
    readonly [key: string]: JsonValue | undefined;
}

/** A security bulletin as its page has it. */
export interface PublishedBulletin {
    /** From the name of its folder, never from the page: pages were published under another's title. */
    readonly id: string;
    readonly date: string;
    readonly page: BulletinPage;
}

/** Longest front matter that is read, in characters. */
const MAX_LENGTH = 64 * 1024;
/** Longest text taken from a page, and most of them in a list. */
const MAX_TEXT = 300;
const MAX_LIST = 200;

/**
 * The front matter of a page: YAML between two lines `---` at its start.
 *
 * @param file - name for messages
 * @throws WindlassError when there is none or it is no map
 */
export function parseFrontMatter(text: string, file: string): FrontMatter {
    const match = /^\ufeff?---[ \t]*\r?\n([\s\S]{0,65536}?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
    if (!match) throw new WindlassError({ file, rule: "has no front matter" });
    const { value } = parseYamlDocument(match[1] ?? "", { file, maxSize: MAX_LENGTH });
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
        throw new WindlassError({ file, rule: "has a front matter that is no map" });
    }
    return value as FrontMatter;
}

/**
 * A bulletin from its page. What the fields mean is decided elsewhere; here they are only taken over as they are, and
 * refused where they are not the texts they must be.
 *
 * @param id - `ISTIO-SECURITY-2026-006`
 */
export function parseBulletinPage(id: string, text: string): PublishedBulletin {
    const file = `${id.toLowerCase()}/index.md`;
    const matter = parseFrontMatter(text, file);
    const fail = (key: string, rule: string): never => {
        throw new WindlassError({
            file,
            key,
            value: matter[key],
            rule,
            remedy: "Report it: the bulletin cannot be judged",
        });
    };
    const texts = (key: string): readonly string[] => {
        const value = matter[key] ?? [];
        const items: readonly JsonValue[] = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
        if (items.length > MAX_LIST) return fail(key, `must not have more than ${MAX_LIST} items`);
        return items.map((item) => {
            // `releases: [1.10]` is the number 1.1 to YAML. Said so, it is prose nobody takes for a version.
            const written = typeof item === "string" ? item : `${JSON.stringify(item)} without quotes`;
            return isPlain(written) ? written : fail(key, "must be a list of texts on one line");
        });
    };
    const date = matter["publishdate"];
    const day = typeof date === "string" ? date.slice(0, 10) : "";
    if (dayStart(day) === undefined) fail("publishdate", "must be a day");
    const { cvss: score = "N/A" } = matter;
    const cvss = typeof score === "string" ? score : JSON.stringify(score);
    if (!isPlain(cvss)) fail("cvss", "must be a text on one line");
    return { id, date: day, page: { releases: texts("releases"), cves: texts("cves"), cvss } };
}

function isPlain(text: string): boolean {
    return (
        text.length > 0 &&
        text.length <= MAX_TEXT &&
        !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)
    );
}
