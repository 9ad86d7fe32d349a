import type { Fault } from "../kit/fields";

/**
 * Hosts Istio switches off in December 2026, and what replaces them. The 1.30 charts still default to the last.
 * Source: istio.io, "Istio is changing where its images and charts are hosted".
 */
const retired: readonly (readonly [prefix: RegExp, replacement: string])[] = [
    [
        /^(?:\w+:\/\/)?istio-release\.storage\.googleapis\.com(?:[/:]|$)/i,
        "Use oci://ghcr.io/istio/release/charts or https://blob.istio.io/istio-release/charts",
    ],
    [
        /^(?:\w+:\/\/)?storage\.googleapis\.com\/istio-release(?:[/:]|$)/i,
        "Use oci://ghcr.io/istio/release/charts or https://blob.istio.io/istio-release/charts",
    ],
    [/^(?:\w+:\/\/)?gcr\.io\/istio-release(?:[/:]|$)/i, "Use docker.io/istio"],
    [
        /^(?:\w+:\/\/)?registry\.istio\.io(?:[/:]|$)/i,
        "Use docker.io/istio for images and oci://ghcr.io/istio/release/charts for charts",
    ],
];

/** Refuses an address on one of the hosts that go away. */
export function retiredHostFault(address: string): Fault | undefined {
    for (const [prefix, remedy] of retired) {
        if (prefix.test(address))
            return { rule: "is on a host that Istio switches off in December 2026", remedy };
    }
    return undefined;
}

/** Refuses a URL that does not parse, carries credentials, or asks for plain HTTP beyond the loopback. */
export function urlFault(text: string, anyHttp: boolean): Fault | undefined {
    let parsed: URL;
    try {
        parsed = new URL(text);
    } catch {
        return { rule: "must be a URL" };
    }
    if (parsed.hostname === "") return { rule: "must be a URL with a host" };
    const user = parsed.protocol === "ssh:" ? "" : parsed.username;
    if (user !== "" || parsed.password !== "") {
        return { rule: "must not contain credentials", remedy: "Put them into a Secret and give its name" };
    }
    if (text.endsWith("/")) return { rule: "must not end with a slash", remedy: "Delete it" };
    if (parsed.protocol === "http:" && !anyHttp && !isLoopback(parsed.hostname)) {
        return { rule: "must not be plain HTTP except on the loopback", remedy: "Use https:// or oci://" };
    }
    return undefined;
}

function isLoopback(host: string): boolean {
    return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
