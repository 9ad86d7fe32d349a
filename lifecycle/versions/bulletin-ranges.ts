import semver from "semver";

/** Longest entry that is looked at; upstream's longest form has 40 characters. */
const MAX_LENGTH = 200;

const VERSION = String.raw`(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?`;

type Parts = readonly (string | undefined)[];

/** Every form the `releases` of a bulletin has been seen to take, and the range it means. */
const forms: readonly (readonly [form: RegExp, range: (parts: Parts) => string])[] = [
    // "1.30.0 to 1.30.3", and "1.1 to 1.1.6" for the same from a minor's first patch on.
    [new RegExp(`^${VERSION} to ${VERSION}$`), (p) => `>=${version(p)} <=${version(p.slice(3))}`],
    [new RegExp(`^All releases prior to ${VERSION}$`, "i"), (p) => `<${version(p)}`],
    [new RegExp(`^All releases ${VERSION} and later$`, "i"), (p) => `>=${version(p)}`],
    [/^All (\d{1,4})\.(\d{1,4}) patch releases$/i, (p) => `>=${version(p)} <${p[0]}.${Number(p[1]) + 1}.0`],
    // A minor alone means its first release: "1.5" of 2020-004 was fixed in 1.5.1.
    [new RegExp(`^${VERSION}$`), (p) => `=${version(p)}`],
];

/**
 * Ranges that a bulletin's `releases` mean, one for each entry, read literally.
 *
 * The field is free text (istio.io, `content/en/news/security/<id>/index.md`). What is in none of the known forms, or
 * runs backwards, is not guessed at.
 *
 * @returns undefined when any entry cannot be read: then nobody can say which releases are affected
 */
export function parseBulletinReleases(entries: readonly string[]): readonly string[] | undefined {
    const ranges = entries.map(parseEntry);
    if (ranges.length === 0 || ranges.includes(undefined)) return undefined;
    return ranges as readonly string[];
}

function parseEntry(entry: string): string | undefined {
    if (entry.length > MAX_LENGTH) return undefined;
    const text = entry.trim().replace(/ +/g, " ");
    for (const [form, range] of forms) {
        const match = form.exec(text);
        if (!match) continue;
        const found = range(match.slice(1));
        // "1.30.3 to 1.30.0" is a slip of somebody's pen, not an empty set.
        const readable =
            semver.validRange(found) !== null && (found.startsWith("<") || semver.minVersion(found) !== null);
        return readable && !runsBackwards(found) ? found : undefined;
    }
    return undefined;
}

function runsBackwards(range: string): boolean {
    const [low, high] = range.split(" ");
    if (!low?.startsWith(">=") || !high?.startsWith("<=")) return false;
    return semver.gt(low.slice(2), high.slice(2));
}

function version([major, minor, patch]: Parts): string {
    return [major, minor, patch ?? "0"].map(Number).join(".");
}

/**
 * Ranges closed downwards: every older patch of a named minor and every older minor counts as affected.
 *
 * Bulletins name supported minors only; the body of 2026-006 says that older, unsupported releases are affected too.
 *
 * @param ranges - each with an upper bound; one without covers everything and stands alone in the result
 */
export function closeDownwards(ranges: readonly string[]): readonly string[] {
    const tops = new Map<string, Top>();
    for (const text of ranges) {
        for (const comparators of new semver.Range(text).set) {
            const top = topOf(comparators);
            if (!top) return [text];
            const key = `${top.next.major}.${top.next.minor}`;
            const known = tops.get(key);
            if (!known || isAbove(top, known)) tops.set(key, top);
        }
    }
    const sorted = [...tops.values()].sort((a, b) => semver.compare(a.version, b.version));
    return sorted.map((top, index) => {
        const below = sorted[index - 1];
        const upper = `${top.inclusive ? "<=" : "<"}${top.version.version}`;
        return below ? `>=${below.next.version} ${upper}` : upper;
    });
}

/** Upper end of a range, and the first release of the minor after it. */
interface Top {
    readonly version: semver.SemVer;
    readonly inclusive: boolean;
    readonly next: semver.SemVer;
}

function topOf(comparators: readonly semver.Comparator[]): Top | undefined {
    const upper = comparators.find(
        ({ operator }) => operator === "<" || operator === "<=" || operator === "",
    );
    if (!upper || !(upper.semver instanceof semver.SemVer)) return undefined;
    const { semver: version } = upper;
    const inclusive = upper.operator !== "<";
    const wholeMinor = !inclusive && version.patch === 0;
    const next = wholeMinor ? version : new semver.SemVer(`${version.major}.${version.minor + 1}.0`);
    return { version, inclusive, next };
}

function isAbove(a: Top, b: Top): boolean {
    const order = semver.compare(a.version, b.version);
    return order > 0 || (order === 0 && a.inclusive && !b.inclusive);
}
