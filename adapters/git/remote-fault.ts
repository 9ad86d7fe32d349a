import { NetworkError } from "../http/network-error";
import { isTransientStatus } from "../http/retry";

/** Why a server's answer was of no use. */
export interface RemoteFault {
    /** Said of the server's address. */
    readonly rule: string;
    /** Whether the same question may be answered later. */
    readonly isTransient: boolean;
}

/** What git says where nothing, or half of it, came. */
const NO_ANSWER =
    /failed to connect|could ?n.t connect|could not resolve|timed? ?out|too slow|connection (?:refused|reset|was)|empty reply|recv failure|send failure|transfer closed|hung up|early EOF|unexpected (?:disconnect|EOF)|expected flush|partial file/i;

/** Reads what git said, in English, of a server it could not use. What the server said itself is cut and cleaned. */
export function remoteFault(stderr: string): RemoteFault {
    const text = stderr.replace(/[^\n\x20-\x7e]/g, "?");
    const [, status] = /returned error: (\d{3})\b/.exec(text) ?? [];
    if (status !== undefined) {
        return { rule: `answered ${status}`, isTransient: isTransientStatus(Number(status)) };
    }
    if (/^fatal: repository '.*' not found/m.test(text)) return { rule: "answered 404", isTransient: false };
    if (/could not read Username|Authentication failed/.test(text)) {
        return { rule: "answered 401", isTransient: false };
    }
    const lines = text.split("\n").filter((line) => /^(?:fatal|error): /.test(line));
    const line = (lines[0] ?? "git said nothing")
        .replace(/^(?:fatal|error): (?:unable to access '[^']*': )?/, "")
        .slice(0, 200);
    if (NO_ANSWER.test(text)) return { rule: `cannot be reached (${line})`, isTransient: true };
    return { rule: `gave no answer git can use (${line})`, isTransient: false };
}

/** @param attempts How often it was asked. */
export function remoteError(repository: URL, { rule }: RemoteFault, attempts: number): NetworkError {
    return new NetworkError({
        value: repository.href,
        rule: attempts === 1 ? rule : `${rule}, asked ${attempts} times`,
        remedy: "Check the address of the repository, or run the command again later",
    });
}
