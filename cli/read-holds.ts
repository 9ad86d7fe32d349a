import { WindlassError } from "../lifecycle/kit/errors";
import type { Hold, HoldBook } from "../lifecycle/holds/hold";
import { type StackHolds, type Waves, holdsOfStack } from "../lifecycle/holds/holds-in-force";
import { parseHolds } from "../lifecycle/holds/holds-parse";
import type { EvidenceBook } from "../lifecycle/evidence/evidence-book";
import { failedHolds } from "../lifecycle/evidence/failed-holds";
import { type Intervention, abortedHolds } from "../lifecycle/evidence/interventions";
import { type StoredEvidence, readEvidence } from "../adapters/git/evidence-source";
import { readHolds } from "../adapters/files/holds-store";
import { readHistoryHolds } from "../adapters/git/taken-back-source";
import { listStacks, readSettings } from "../adapters/files/settings-source";
import { dayOf } from "../lifecycle/kit/day";
import type { Moment } from "../lifecycle/versions/request";
import type { CommandContext } from "./command";
import { readHandover } from "./forge-files";

/** The holds of a project, as a command asks for them. */
export interface ProjectHolds {
    readonly book: HoldBook;
    readonly waves: Waves;
    /** All holds of a stack, in force or not. */
    readonly all: (stack: string) => StackHolds;
    /** Those in force. */
    readonly of: (stack: string) => readonly Hold[];
    /** What is not known of Git's history, as a sentence without its full stop. */
    readonly gap?: string;
    /** What was seen of the stacks' clusters: of those whose settings require it. */
    readonly evidence: EvidenceBook;
    /** What of that could not be read, sentences without their full stop: it counts as not seen. */
    readonly unread: readonly string[];
    /** What a person did to rollouts of a stack, oldest first. */
    readonly interventions: (stack: string) => readonly Intervention[];
}

export interface ReadProjectHoldsArgs {
    readonly at: Moment;
    /** Value of an option `--holds`: a file with more of them. @default none */
    readonly more?: unknown;
    /** Whether a gap is for the caller to tell. @default it is told to whoever watches */
    readonly quiet?: boolean;
}

/**
 * Reads what is held: `stacks/holds.yaml`, Git's history of the locks, a file another tool has written, and rollouts that
 * were seen to fail. What was seen comes along: whoever decides asks both.
 *
 * @throws WindlassError where a file of holds is damaged: nothing is proposed past it
 */
export async function readProjectHolds(
    { root, terminal, signal }: Pick<CommandContext, "root" | "terminal" | "signal">,
    { at, more, quiet = false }: ReadProjectHoldsArgs,
): Promise<ProjectHolds> {
    const written = readHolds(root);
    const handed = more === undefined ? undefined : parseHolds(readHandover(more, "--holds"), "--holds");
    const { found, gap } = await readHistoryHolds({ root, signal });
    const { waves, asked, hasCluster } = readPlaces(root);
    const isRead = asked.size > 0 || hasCluster;
    const { byStack, faults: unread } = isRead ? await readEvidence(root, signal) : NOTHING;
    const seen = new Map([...byStack].filter(([stack]) => asked.has(stack)));
    const book: HoldBook = {
        holds: [...written.holds, ...(handed?.holds ?? [])],
        lifts: [...written.lifts, ...(handed?.lifts ?? [])],
        // What a person has aborted holds, whether or not the stack decides by what was seen.
        found: [...found, ...failedHolds([...seen.values()]), ...abortedHolds([...byStack.values()])],
    };
    const said = gap === undefined ? undefined : `what was taken back before may not be known: ${gap}`;
    if (said !== undefined && !quiet) terminal.note(`holds: ${said}.`);
    if (!quiet) for (const fault of unread) terminal.note(`evidence: ${fault}.`);
    const today = dayOf(at.time);
    const all = (stack: string): StackHolds => holdsOfStack(book, stack, waves, today);
    const evidence = { seen, at };
    const interventions = (stack: string): readonly Intervention[] => byStack.get(stack)?.interventions ?? [];
    return {
        book,
        waves,
        all,
        of: (stack) => all(stack).inForce,
        gap: said,
        evidence,
        unread,
        interventions,
    };
}

const NOTHING: StoredEvidence = { byStack: new Map(), faults: [] };

/** Where the stacks of a project stand. */
interface Places {
    readonly waves: Waves;
    /** Stacks whose settings require evidence. */
    readonly asked: ReadonlySet<string>;
    /** Whether a cluster can be reached by any of them, and rollouts in it. */
    readonly hasCluster: boolean;
}

/** A stack whose settings cannot be read holds nobody up; whoever is about that stack says what is wrong. */
function readPlaces(root: string): Places {
    const waves = new Map<string, number>();
    const asked = new Set<string>();
    let hasCluster = false;
    for (const stack of listStacks(root)) {
        try {
            const { fleet, cluster } = readSettings(root, stack);
            const { wave, evidence } = fleet;
            hasCluster ||= cluster.context !== undefined;
            waves.set(stack, wave);
            if (evidence === "required") asked.add(stack);
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
        }
    }
    return { waves, asked, hasCluster };
}
