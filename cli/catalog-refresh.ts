import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { withHttpClient } from "../adapters/http/client-source";
import { upstreamOf } from "../adapters/upstream/upstream";
import { refreshCatalog } from "../adapters/upstream/refresh-source";
import { type Command, JSON_OPTION, type OptionValues } from "./command";

/** Seconds the whole refresh may take unless told otherwise. */
const SECONDS = 60;

/** Renews `catalog/` from upstream: the only writer of it besides people. */
export const catalogRefreshCommand: Command = {
    name: "catalog refresh",
    summary: "Renew the facts in catalog/ from upstream, all of them or none",
    options: {
        timeout: { type: "string", value: "SECONDS", help: `Give up after this long (default: ${SECONDS})` },
        json: JSON_OPTION,
    },
    notes: [
        "Asks for tags (with git), bulletins, support windows and the chart index. Mirrors by environment: WINDLASS_ISTIO_REPOSITORY,",
        "WINDLASS_ISTIO_DOCS, WINDLASS_ISTIO_CHARTS, WINDLASS_FLUX_REPOSITORY, WINDLASS_FLUX_OPERATOR_REPOSITORY,",
        "WINDLASS_FLAGGER_REPOSITORY; proxies by HTTPS_PROXY and NO_PROXY. Exit status 3: upstream could not be read whole,",
        "and nothing was written.",
    ].join("\n"),
    async run({ root, options, terminal, env, signal }) {
        const upstream = upstreamOf(env);
        const onWait = (sentence: string) => terminal.note(sentence);
        const budget = secondsOf(options) * 1000;
        const { written, changes, warnings } = await withHttpClient(
            { env, signal, budget, onWait },
            (client) =>
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
        if (options["json"]) {
            terminal.print(JSON.stringify({ written, changes, warnings }));
            return ExitStatus.ok;
        }
        for (const [part, sentences] of Object.entries(changes)) {
            for (const sentence of sentences) terminal.print(`${part}: ${sentence}`);
        }
        const count = Object.values(changes).flat().length;
        terminal.print(
            `${count === 0 ? "nothing new" : `${count} changes`}; ${written.length} files written`,
        );
        return ExitStatus.ok;
    },
};

function secondsOf(options: OptionValues): number {
    const text = options["timeout"] ?? String(SECONDS);
    if (typeof text === "string" && /^[1-9]\d{0,4}$/.test(text)) return Number(text);
    throw new WindlassError({
        key: "--timeout",
        value: text,
        rule: "must be a number of seconds",
        remedy: `Write it as ${SECONDS}`,
    });
}
