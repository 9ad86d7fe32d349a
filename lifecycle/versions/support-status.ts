import type { JsonValue } from "../kit/json";
import { dayStart } from "../kit/day";

/** One row of istio.io's `data/compatibility/supportStatus.yml`, read. */
export interface SupportRow {
    readonly minor: string;
    readonly releaseDate: string;
    readonly eol?: string;
    /** Month or day: `2027-02`, `2026-10-12`. */
    readonly eolExpected?: string;
    /** Lowest first. */
    readonly kubernetes: readonly string[];
}

/** What could be read of the table, and what could not. */
export interface SupportTable {
    readonly rows: readonly SupportRow[];
    /** One sentence for each row that was left out, naming it. */
    readonly problems: readonly string[];
}

/** A date as people write it: a day or a month, certain or expected. */
export interface FreeDate {
    /** `2026-10-12` or `2027-02` */
    readonly text: string;
    readonly expected: boolean;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MINOR = /^\d{1,3}\.\d{1,3}$/;

/**
 * Reads the rows of the support table. A row with anything doubtful in it is left out and named, never guessed at:
 * a minor without a row has no known support, and is refused.
 *
 * The row `master` is skipped. A minor that YAML made a number of is doubtful: 1.20 without quotes reads as 1.2.
 */
export function parseSupportStatus(value: JsonValue): SupportTable {
    if (!Array.isArray(value)) return { rows: [], problems: ["the table is no list of rows"] };
    const rows: SupportRow[] = [];
    const problems: string[] = [];
    for (const [index, row] of (value as readonly JsonValue[]).entries()) {
        const found = parseRow(row, `row ${index + 1}`);
        if (typeof found === "string") problems.push(found);
        else if (found) rows.push(found);
    }
    const seen = new Set<string>();
    const unique = rows.filter(({ minor }) => {
        if (seen.has(minor)) problems.push(`${minor} has two rows`);
        return !seen.has(minor) && seen.add(minor);
    });
    return { rows: unique, problems };
}

function parseRow(row: JsonValue, place: string): SupportRow | string | undefined {
    if (row === null || typeof row !== "object" || Array.isArray(row)) return `${place} is no map`;
    const cells = row as Readonly<Record<string, JsonValue | undefined>>;
    const { version } = cells;
    if (version === "master") return undefined;
    if (typeof version === "number")
        return `${place}: version ${version} is a number without quotes: 1.2 and 1.20 look alike`;
    if (typeof version !== "string" || !MINOR.test(version)) return `${place}: version is no minor`;
    const release =
        typeof cells["releaseDate"] === "string" ? parseFreeDate(cells["releaseDate"]) : undefined;
    if (!release || !dayStart(release.text)) return `${version}: releaseDate is missing or no date`;
    const { eolDate } = cells;
    if (eolDate === undefined || eolDate === null || eolDate === "") return `${version}: eolDate is missing`;
    const end = typeof eolDate === "string" ? parseFreeDate(eolDate) : undefined;
    if (!end) return `${version}: eolDate is no date`;
    const kubernetes = parseMinors(cells["k8sVersions"]);
    if (typeof kubernetes === "string") return `${version}: k8sVersions ${kubernetes}`;
    // A month has no day on which support ends for certain.
    const certain = !end.expected && dayStart(end.text) !== undefined;
    return {
        minor: version,
        releaseDate: release.text,
        ...(certain ? { eol: end.text } : { eolExpected: end.text }),
        kubernetes,
    };
}

function parseMinors(value: JsonValue | undefined): readonly string[] | string {
    if (!Array.isArray(value) || value.length === 0) return "is missing or empty";
    const minors: string[] = [];
    for (const item of value as readonly JsonValue[]) {
        if (typeof item === "number") return `holds ${item}, a number without quotes`;
        if (typeof item !== "string" || !MINOR.test(item)) return "holds something that is no minor";
        minors.push(item);
    }
    return [...new Set(minors)].sort((a, b) => Number(a.split(".")[1]) - Number(b.split(".")[1]));
}

/**
 * Reads a date as the table writes it: `Aug 31, 2026`, `Sept 30, 2025`, `12 Oct 2026 (Expected)`, `~Feb 2027 (Expected)`,
 * `2026-10-12`.
 *
 * @returns undefined for anything else, such as a 31st of June
 */
export function parseFreeDate(written: string): FreeDate | undefined {
    if (written.length > 60) return undefined;
    const match = /^(~)?\s*(.*?)\s*(\(expected\))?$/i.exec(written.trim());
    if (!match) return undefined;
    const text = calendarText(match[2] ?? "");
    if (text === undefined) return undefined;
    return { text, expected: match[1] !== undefined || match[3] !== undefined };
}

function calendarText(text: string): string | undefined {
    if (dayStart(text) !== undefined) return text;
    const american = /^([A-Za-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(text);
    if (american) return validDay(american[3], american[1], american[2]);
    const british = /^(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]+)\.?,? (\d{4})$/.exec(text);
    if (british) return validDay(british[3], british[2], british[1]);
    const month = /^([A-Za-z]+)\.?,? (\d{4})$/.exec(text);
    const number = month && monthNumber(month[1]);
    return month && number ? `${month[2]}-${number}` : undefined;
}

function validDay(year?: string, month?: string, day = ""): string | undefined {
    const number = monthNumber(month);
    const text = `${year}-${number}-${day.padStart(2, "0")}`;
    return number && dayStart(text) !== undefined ? text : undefined;
}

/** Months are written `Sep`, `Sept` and `September`. */
function monthNumber(name = ""): string | undefined {
    const index = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
    return index < 0 || name.length < 3 ? undefined : String(index + 1).padStart(2, "0");
}
