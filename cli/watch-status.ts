import { setTimeout as sleep } from "node:timers/promises";

import type { CommandContext } from "./command";
import { type LiveStatus, type ObservableStack, lookAtStacks } from "./live-status";
import { liveLines, liveTable } from "./live-status-text";
import type { Terminal } from "./terminal";

/** Milliseconds between the end of a look and the next. */
const REST = 5000;
/** Puts the cursor at the top, and clears what is below it. */
const REDRAW = "\u001b[H\u001b[J";

export interface WatchStatusArgs extends Pick<CommandContext, "terminal" | "signal"> {
    readonly stacks: readonly ObservableStack[];
    /** Milliseconds between the end of a look and the next. @default 5000 */
    readonly rest?: number;
}

/** Looks again and again, until the signal: a screen that is drawn anew on a terminal, one line a change elsewhere. */
export async function watchStatus({
    terminal,
    signal,
    stacks,
    rest = REST,
}: WatchStatusArgs): Promise<never> {
    let before: ReadonlyMap<string, readonly string[]> = new Map();
    for (;;) {
        const looks = await lookAtStacks({ terminal, signal }, stacks);
        // In the order of the stacks, whoever answered first.
        const live = new Map(
            stacks.flatMap(({ stack }): (readonly [string, LiveStatus])[] => {
                const look = looks.get(stack);
                return look ? [[stack, look.live]] : [];
            }),
        );
        if (terminal.columns === undefined) before = tellChanges(live, before, terminal);
        else terminal.print(`${REDRAW}${screen(live, terminal)}`);
        await sleep(rest, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
}

function screen(live: ReadonlyMap<string, LiveStatus>, terminal: Terminal): string {
    const details = [...live].flatMap(([stack, status]) => {
        if (status.health === "healthy") return [];
        const said = liveLines(status, terminal).map(([word, text]) => `  ${word.padEnd(14)}${text}`);
        return ["", terminal.paint("strong", stack), ...said];
    });
    return [liveTable(live, terminal), ...details].join("\n");
}

function tellChanges(
    live: ReadonlyMap<string, LiveStatus>,
    before: ReadonlyMap<string, readonly string[]>,
    terminal: Terminal,
): ReadonlyMap<string, readonly string[]> {
    const now = new Map([...live].map(([stack, status]) => [stack, factsOf(status)]));
    for (const [stack, facts] of now) {
        const { seen } = live.get(stack) ?? { seen: "" };
        const known = before.get(stack) ?? [];
        for (const fact of facts) if (!known.includes(fact)) terminal.print(`${seen}  ${stack}  ${fact}`);
        // A figure that moves is told by its new value alone.
        for (const fact of known.filter((each) => !facts.includes(each) && / {2}/.test(each)))
            terminal.print(`${seen}  ${stack}  mended  ${fact.replace(/^\S+ {2}/, "")}`);
    }
    return now;
}

/** What is worth a line where it changes. */
function factsOf({ health, unreachable, summary, findings }: LiveStatus): readonly string[] {
    const { canaries } = summary ?? {};
    return [
        unreachable === undefined ? health : `${health}: ${unreachable}`,
        ...(canaries && canaries.total > 0
            ? [`${canaries.promoted} of ${canaries.total} canaries promoted`]
            : []),
        ...findings.map(({ level, about, reason }) => `${level}  ${about}: ${reason}`),
    ];
}
