import { ExitStatus } from "../lifecycle/kit/errors";
import { EVERY_STACK, type Hold } from "../lifecycle/holds/hold";
import { heldWords } from "../lifecycle/holds/holds-in-force";
import { type Intervention, interventionWords, promotedByHand } from "../lifecycle/evidence/interventions";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { holdListCommand } from "./definitions/hold-list";
import { type ProjectHolds, readProjectHolds } from "./read-holds";
import { stackNames } from "./read-stacks";
import { type Cell, table } from "./table";
import type { Terminal } from "./terminal";

/** One hold as it concerns one stack. */
interface ListedHold extends Hold {
    /** The stack it concerns; `stack` is the one it is of. */
    readonly concerns: string;
    readonly state: "in force" | "lifted" | "expired";
    /** Why it was lifted. */
    readonly lifted?: string;
}

/** Lists what is held, and why. */
export async function run(invocation: Invocation<typeof holdListCommand>): Promise<ExitStatus> {
    const { root, options, terminal } = invocation;
    const stacks = stackNames(root, options.stack);
    const known = await readProjectHolds(invocation, {
        at: readMoment(options),
        more: options.holds,
        quiet: options.json === true,
    });
    const listed = stacks.flatMap((stack) => listHolds(stack, known));
    const shown = options.all ? listed : listed.filter(({ state }) => state === "in force");
    if (options.json) {
        const promoted = stacks.flatMap((stack) => byHand(stack, known));
        terminal.print(JSON.stringify({ holds: shown, promoted, unknown: known.gap ?? null }));
    } else {
        terminal.print(shown.length === 0 ? "nothing is held" : holdTable(shown, terminal));
        for (const { stack, version, ...about } of stacks.flatMap((name) => byHand(name, known)))
            terminal.print(`${stack}: ${version ?? "a rollout"} was ${interventionWords(about)}`);
    }
    return ExitStatus.ok;
}

/** What was promoted without being measured: nothing holds it, and nobody has seen that it is good. */
function byHand(stack: string, known: ProjectHolds): readonly (Intervention & { readonly stack: string })[] {
    return promotedByHand(known.interventions(stack)).map((each) => ({ stack, ...each }));
}

function listHolds(stack: string, known: ProjectHolds): readonly ListedHold[] {
    const { inForce, lifted, expired } = known.all(stack);
    return [
        ...inForce.map((hold) => ({ ...hold, concerns: stack, state: "in force" as const })),
        ...lifted.map(({ hold, lift }) => ({
            ...hold,
            concerns: stack,
            state: "lifted" as const,
            lifted: `${lift.since}: ${lift.reason}`,
        })),
        ...expired.map((hold) => ({ ...hold, concerns: stack, state: "expired" as const })),
    ];
}

function holdTable(holds: readonly ListedHold[], terminal: Terminal): string {
    const rows = holds.map((hold): readonly (string | Cell)[] => {
        const tone = hold.state === "in force" ? "warning" : "dim";
        const through =
            hold.stack === hold.concerns || hold.stack === EVERY_STACK ? "" : ` (through ${hold.stack})`;
        const lifted = hold.lifted === undefined ? "" : `; lifted ${hold.lifted}`;
        return [
            hold.concerns,
            `${hold.system} ${hold.version}`,
            { text: hold.state, paint: (text) => terminal.paint(tone, text) },
            `${heldWords(hold)}${through}${lifted}`,
        ];
    });
    return table(["STACK", "RELEASE", "STATE", "WHY"], rows);
}
