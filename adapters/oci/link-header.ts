/** Longest header that is read, in characters. */
const MAX_LENGTH = 4096;

/**
 * The next page a `Link` header names (RFC 8288): `<…>; rel="next"`, as an absolute address.
 *
 * @param base - address the answer came from
 */
export function nextLink(header: string | null, base: URL): URL | undefined {
    for (const [, target = "", parameters = ""] of (header ?? "")
        .slice(0, MAX_LENGTH)
        .matchAll(/<([^>]{1,2000})>([^,<]{0,500})/g)) {
        const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
        const relations = (relation?.[1] ?? relation?.[2] ?? "").toLowerCase().split(/\s+/);
        if (relations.includes("next") && URL.canParse(target, base.href)) return new URL(target, base);
    }
    return undefined;
}
