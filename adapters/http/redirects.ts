import type { Dispatcher, Response } from "undici";

import { WindlassError } from "../../lifecycle/kit/errors";
import { unexpected } from "./http-problems";
import type { HttpRequest } from "./http-request";
import { redirectTarget } from "./web-address";

const MAX_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

export interface FollowArgs {
    readonly url: URL;
    readonly request: HttpRequest;
    readonly dispatcher: Dispatcher;
    readonly signal: AbortSignal;
}

/** An answer, its body unread, and the address at the end of the redirects. */
export interface Followed {
    readonly response: Response;
    readonly at: URL;
}

/**
 * Asks once, and follows redirects, at most five, to where {@link redirectTarget} allows. `Authorization` is told to the
 * origin it was meant for alone, and what is sent is not sent twice (RFC 9110, 15.4: 307 and 308 keep the method).
 *
 * @throws WindlassError when a redirect leads astray
 */
export async function follow({ url, request, dispatcher, signal }: FollowArgs): Promise<Followed> {
    const { fetch } = await import("undici");
    const { method = "GET", body = null, redirects = "follow" } = request;
    const visited = new Set<string>();
    let headers: Record<string, string> = { "user-agent": "windlass", accept: "*/*", ...request.headers };
    for (let at = url; ;) {
        visited.add(at.href);
        const response = await fetch(at, { method, headers, body, redirect: "manual", dispatcher, signal });
        const { status } = response;
        if (redirects === "return" || !REDIRECTS.includes(status)) return { response, at };
        await response.body?.cancel();
        const to = redirectTarget(at, response.headers.get("location"));
        if (body !== null && status < 307) throw unexpected(at, status);
        if (visited.has(to.href)) throw astray(url, "redirects in a circle");
        if (visited.size > MAX_REDIRECTS) throw astray(url, `redirects more than ${MAX_REDIRECTS} times`);
        if (to.origin !== at.origin) {
            const { authorization: _, ...rest } = headers;
            headers = rest;
        }
        at = to;
    }
}

function astray(from: URL, rule: string): WindlassError {
    return new WindlassError({ value: from.href, rule });
}
