import { once } from "node:events";
import type { Writable } from "node:stream";

import { WindlassError } from "../../lifecycle/kit/errors";
import { isRecord } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import type { InjectJob, InjectOutcome } from "./inject-job";
import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import { type RunIstioctlArgs, closed, startIstioctl } from "./run";

export interface InjectStreamArgs {
    readonly start: RunIstioctlArgs;
    /** The next document to inject, if there is one. */
    readonly next: () => InjectJob | undefined;
    readonly onOutcome: (outcome: InjectOutcome) => void;
}

/** Documents a process may be ahead of its answers: enough to keep it busy, few enough to share the rest fairly. */
const WINDOW = 32;
/** Milliseconds without an answer after which a process is killed. */
const SILENCE = 60_000;

/**
 * Feeds documents to one `istioctl kube-inject -f -` and matches its answers to them, in order and by identity.
 *
 * @returns documents that were handed over but not answered, because one before them was refused.
 */
export async function injectStream({ start, next, onOutcome }: InjectStreamArgs): Promise<InjectJob[]> {
    const child = startIstioctl(start);
    const pending: InjectJob[] = [];
    let stderr = "";
    let late = false;
    let fault: Error | undefined;
    let wake = (): void => undefined;
    const timer = setTimeout(() => {
        late = true;
        child.kill("SIGKILL");
    }, SILENCE);
    child.stdin.on("error", () => undefined);
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-4000)));
    const answers = new DocumentSplitter((text) => {
        timer.refresh();
        const job = pending.shift();
        if (!job) throw new Error("istioctl answered more documents than it was given");
        onOutcome(readAnswer(job, text));
        wake();
    });
    let ended = false;
    const status = closed(child, start.istioctl).finally(() => {
        ended = true;
        wake();
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
        if (fault !== undefined) return;
        try {
            answers.push(text);
        } catch (error) {
            // Thrown in here it would end the whole program.
            fault = error instanceof Error ? error : new Error(String(error));
            child.kill("SIGKILL");
        }
    });
    const feeding = (async (): Promise<void> => {
        while (!ended) {
            const job = next();
            if (!job) break;
            pending.push(job);
            await write(child.stdin, `${toYaml(job.document)}\n---\n`);
            while (pending.length >= WINDOW && !ended) await new Promise<void>((resolve) => (wake = resolve));
        }
        child.stdin.end();
    })();
    try {
        const code = await status;
        await feeding;
        start.signal?.throwIfAborted();
        if (fault !== undefined) throw fault;
        if (pending.length === 0) return [];
        const reason = late ? `gave no answer within ${SILENCE / 1000} seconds` : reasonOf(stderr, code);
        const [refused, ...rest] = pending;
        if (refused) onOutcome({ id: refused.id, injected: undefined, reason });
        return rest;
    } finally {
        clearTimeout(timer);
        if (!ended) child.kill("SIGKILL");
    }
}

/** Puts chunks of output together and takes them apart at the lines `---` that end each document. */
class DocumentSplitter {
    private rest = "";

    public constructor(private readonly onDocument: (text: string) => void) {}

    public push(chunk: string): void {
        // The mark may be split between two chunks; what was searched before is not searched again.
        const searched = Math.max(0, this.rest.length - 4);
        let text = this.rest + chunk;
        for (let end = text.indexOf("\n---\n", searched); end >= 0; end = text.indexOf("\n---\n")) {
            this.onDocument(text.slice(0, end + 1));
            text = text.slice(end + 5);
        }
        this.rest = text;
    }
}

/** JSON on one line, which every YAML reader takes, but for characters that YAML 1.1 has a meaning for in quotes. */
function toYaml(document: unknown): string {
    return JSON.stringify(document).replace(
        /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

function readAnswer({ id, document }: InjectJob, text: string): InjectOutcome {
    const answer = parseYamlDocument(text, { file: "istioctl kube-inject", dialect: "kubernetes" }).value;
    if (!isRecord(answer) || !isRecord(answer["metadata"])) throw mismatch(id);
    const asked = document["metadata"] as { readonly name: string; readonly namespace?: string };
    const { name, namespace } = answer["metadata"];
    if (answer["kind"] !== document["kind"] || name !== asked.name || namespace !== asked.namespace)
        throw mismatch(id);
    return { id, injected: answer as Manifest };
}

function mismatch(id: string): WindlassError {
    return new WindlassError({
        key: id,
        rule: "istioctl kube-inject answered with another object than it was given",
        remedy: "Report this with the workload's manifest",
    });
}

/** istioctl's last complaint, without its log prefix. */
function reasonOf(stderr: string, status: number): string {
    const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !line.includes("===> Skipping"));
    const error = lines.find((line) => line.startsWith("Error: ")) ?? lines.at(-1);
    return (error ?? `istioctl ended with status ${status}`).replace(/^Error: /, "").slice(0, 500);
}

async function write(stream: Writable, text: string): Promise<void> {
    if (stream.destroyed || stream.write(text)) return;
    await Promise.race([once(stream, "drain"), once(stream, "close")]).catch(() => undefined);
}
