/** Headers of an answer, as `fetch` gives them. */
export interface AnswerHeaders {
    get(name: string): string | null;
}

/** Statuses that say "not now": a time-out, too many requests, and what a server or a proxy answers when it is unwell. */
const TRANSIENT: readonly number[] = [408, 429, 500, 502, 503, 504];

/** Whether a status alone says that the same request may succeed later. */
export function isTransientStatus(status: number): boolean {
    return TRANSIENT.includes(status);
}

/** Whether a status says that the server has not looked at the request: then even one that changes something may be repeated. */
export function isUntouched(status: number): boolean {
    return status === 403 || status === 429;
}

/** Whether the same request may succeed later. GitHub says 403 to who asks too often, and to who may never ask. */
export function isTransient(status: number, headers: AnswerHeaders): boolean {
    if (isTransientStatus(status)) return true;
    return (
        status === 403 &&
        (headers.get("retry-after") !== null || headers.get("x-ratelimit-remaining")?.trim() === "0")
    );
}

/**
 * Milliseconds a server asks to be left alone for: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), else
 * `X-RateLimit-Reset` in seconds since 1970 where nothing remains (GitHub, "Rate limits for the REST API").
 * Undefined where it says nothing, or nothing that makes sense.
 *
 * @param now - milliseconds since 1970
 */
export function requestedWait(headers: AnswerHeaders, now: number): number | undefined {
    const after = headers.get("retry-after")?.trim() ?? "";
    if (/^\d{1,9}$/.test(after)) return Number(after) * 1000;
    if (/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(after)) {
        const at = Date.parse(after);
        if (!Number.isNaN(at)) return Math.max(0, at - now);
    }
    const reset = headers.get("x-ratelimit-reset")?.trim() ?? "";
    if (headers.get("x-ratelimit-remaining")?.trim() === "0" && /^\d{1,11}$/.test(reset)) {
        // A second on top: the server's second has to be over.
        return Math.max(0, Number(reset) * 1000 - now) + 1000;
    }
    return undefined;
}

/**
 * Milliseconds to wait before a retry: what the server asks for, else twice as long each time.
 *
 * @param attempt - how many attempts have failed, from 1
 * @param first - milliseconds before the first retry
 * @param spread - 0 to 1: moves the wait by up to a half, so that many clients do not come back at once
 */
export function backoff(attempt: number, first: number, spread: number): number {
    return Math.round(first * 2 ** (attempt - 1) * (0.75 + spread / 2));
}
