import { WindlassError } from "../../lifecycle/kit/errors";

/** Longest address that is asked for, in characters. */
const MAX_LENGTH = 2048;

/** Whether a host, as `URL.hostname` writes it, is this machine itself. */
export function isLoopbackHost(host: string): boolean {
    return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * An address that may be asked: https, or plain http on the loopback, without credentials.
 *
 * @param key - what configured the address, for messages
 */
export function requireWebAddress(text: string, key?: string): URL {
    const fail = (rule: string, remedy = "Use an https:// address"): never => {
        throw new WindlassError({ key, value: text, rule, remedy });
    };
    if (text.length > MAX_LENGTH) fail(`must not be longer than ${MAX_LENGTH} characters`);
    if (!URL.canParse(text)) return fail("must be a URL");
    const url = new URL(text);
    if (url.username !== "" || url.password !== "") {
        // A value with a password must not be repeated in a message.
        throw new WindlassError({
            key,
            value: `${url.protocol}//…@${url.host}`,
            rule: "must not contain credentials",
            remedy: "Take the user and the password out of the address",
        });
    }
    if (url.protocol === "http:" && isLoopbackHost(url.hostname)) return url;
    if (url.protocol !== "https:") fail("must be https, or http on the loopback");
    return url;
}

/**
 * Where a redirect leads. It may not leave https, nor lead from another machine to this one.
 *
 * @param location - the header `Location`
 */
export function redirectTarget(from: URL, location: string | null): URL {
    if (!location || !URL.canParse(location, from.href)) {
        throw new WindlassError({ value: from.href, rule: "redirects to something that is no address" });
    }
    const to = new URL(location, from);
    const insecure = to.protocol !== "https:" && !(to.protocol === "http:" && isLoopbackHost(to.hostname));
    if (insecure || (isLoopbackHost(to.hostname) && !isLoopbackHost(from.hostname))) {
        throw new WindlassError({
            value: from.href,
            rule: `redirects to ${to.protocol}//${to.host}, which is not followed`,
            remedy: "Check the address, or the mirror behind it",
        });
    }
    return requireWebAddress(to.href);
}

/** An address below a base: each part becomes one path segment or several, and cannot climb out of the base. */
export function addressBelow(base: URL, ...parts: readonly string[]): URL {
    const segments = parts.flatMap((part) => part.split("/"));
    if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
        throw new WindlassError({ value: parts.join("/"), rule: "is not a path below an address" });
    }
    const url = new URL(base);
    url.search = "";
    url.hash = "";
    url.pathname = `${base.pathname.replace(/\/+$/, "")}/${segments.map(encodeURIComponent).join("/")}`;
    return url;
}
