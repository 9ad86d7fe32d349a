import { NetworkError } from "./network-error";

/** Milliseconds below which a wait is nobody's concern. */
const WORTH_A_WORD = 3000;

/** Whether a wait is so long that a person wants to know what it is for. */
export function isLong(wait: number): boolean {
    return wait >= WORTH_A_WORD;
}

/** An answer that no retry will change. */
export function unexpected(at: URL, status: number): NetworkError {
    return new NetworkError({
        value: at.href,
        rule: `answered ${status}`,
        remedy: "Check the address, or the mirror behind it",
    });
}

/**
 * What is said after the last attempt.
 *
 * @param wait - milliseconds the next attempt would have to wait
 * @param left - milliseconds that are left for it
 */
export function givenUp(
    url: URL,
    problem: string,
    attempts: number,
    wait: number,
    left: number,
): NetworkError {
    const times = attempts === 1 ? "once" : `${attempts} times`;
    const patience = wait >= left && isLong(wait);
    return new NetworkError({
        value: url.href,
        rule: patience
            ? `${problem} and wants ${Math.ceil(wait / 1000)} seconds of rest`
            : `${problem}, asked ${times}`,
        remedy: patience
            ? "Run the command again later"
            : "Check the connection and the proxy, or run it again later",
    });
}

/** Why nothing came at all. `fetch failed` hides the reason in causes. */
export function describeFailure(error: unknown): string {
    let reason = error;
    while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
    if (!(reason instanceof Error)) return "cannot be reached";
    if (reason.name === "TimeoutError" || reason.name === "AbortError") return "did not answer in time";
    const code = (reason as NodeJS.ErrnoException).code ?? reason.name;
    return `cannot be reached (${code})`;
}
