import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { withHttpClient } from "../adapters/http/client-source";
import { upstreamOf } from "../adapters/upstream/upstream";
import { refreshCatalog } from "../adapters/upstream/refresh-source";
import type { Invocation } from "./command";
import type { catalogRefreshCommand } from "./definitions/catalog-refresh";

/** Renews `catalog/` from upstream: the only writer of it besides people. */
export async function run({
    root,
    options,
    terminal,
    env,
    signal,
}: Invocation<typeof catalogRefreshCommand>): Promise<ExitStatus> {
    const upstream = upstreamOf(env);
    const onWait = (sentence: string) => terminal.note(sentence);
    const budget = secondsOf(options.timeout) * 1000;
    const { written, changes, warnings } = await withHttpClient({ env, signal, budget, onWait }, (client) =>
        refreshCatalog({
            root,
            client,
            git: { env, signal, budget },
            upstream,
            now: Date.now(),
            onProgress: (sentence) => terminal.progress(sentence),
        }),
    );
    for (const warning of warnings) terminal.note(`${terminal.paint("warning", "look at")}  ${warning}`);
    if (options.json) {
        terminal.print(JSON.stringify({ written, changes, warnings }));
        return ExitStatus.ok;
    }
    for (const [part, sentences] of Object.entries(changes)) {
        for (const sentence of sentences) terminal.print(`${part}: ${sentence}`);
    }
    const count = Object.values(changes).flat().length;
    terminal.print(`${count === 0 ? "nothing new" : `${count} changes`}; ${written.length} files written`);
    return ExitStatus.ok;
}

function secondsOf(text: string): number {
    if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
    throw new WindlassError({
        key: "--timeout",
        value: text,
        rule: "must be a number of seconds",
        remedy: "Write it as 60",
    });
}
