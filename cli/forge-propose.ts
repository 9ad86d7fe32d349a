import { ExitStatus } from "../lifecycle/kit/errors";
import { Committer, type FileChange } from "../adapters/forge/commit-source";
import { changedFiles } from "../adapters/forge/changed-files-source";
import { withForge } from "../adapters/forge/open-forge";
import { type ProposalOutcome, type ProposeArgs, propose } from "../adapters/forge/propose";
import { pullBody } from "../adapters/forge/pull-body";
import { type Change, readSteps } from "../adapters/forge/steps";
import { widenRange } from "../adapters/forge/widen-range";
import { resolveRevision } from "../adapters/git/revision-source";
import { sidecarsFile } from "../adapters/files/sidecars-store";
import { liftedPulls } from "../lifecycle/holds/holds-in-force";
import { readHolds } from "../adapters/files/holds-store";
import { deliveredFolder } from "../lifecycle/settings/delivered-folder";
import { lockFileName } from "../lifecycle/settings/lock-parse";
import { settingsFile } from "../lifecycle/settings/settings-parse";
import { type Unattended, judgeUnattended } from "../lifecycle/upgrade/judge-unattended";
import type { NoteFinding } from "../lifecycle/upgrade-notes/note-finding";
import { readStackSources } from "../adapters/files/stack-source";
import { readSettings } from "../adapters/files/settings-source";
import { dayOf } from "../lifecycle/kit/day";
import type { CommandContext, Invocation } from "./command";
import type { forgeProposeCommand } from "./definitions/forge-propose";
import { branchOf, workflowOf } from "./forge-options";
import { describeChange } from "./forge-describe";
import { readHandover } from "./forge-files";
import { judgeMinor } from "./judge-minor";
import { stackNames } from "./read-stacks";

/** Turns what an update has done to the work tree into pull requests. */
export async function run(invocation: Invocation<typeof forgeProposeCommand>): Promise<ExitStatus> {
    const { root, options, env, signal } = invocation;
    const changes = readSteps(readHandover(options.steps, "--steps"), stackNames(root));
    const dispatch = workflowOf("--dispatch", options.dispatch);
    const outcomes = await withForge({ env, signal }, async (forge) => {
        const base = branchOf("--base", options.base, forge.context);
        const parent = await resolveRevision({ root, ref: "HEAD", option: "--base", signal });
        const git = new Committer({ access: forge.git, root, signal });
        const lifted = liftedPulls(readHolds(root).lifts, dayOf(Date.now()));
        return proposeAll({ git, forge, base, parent, lifted, dispatch }, changes, invocation);
    });
    report(outcomes, invocation);
    return ExitStatus.ok;
}

async function proposeAll(
    args: ProposeArgs & { readonly git: Committer },
    changes: readonly Change[],
    invocation: CommandContext,
): Promise<readonly ProposalOutcome[]> {
    const { forge, git, parent, dispatch } = args;
    const { root, terminal, signal } = invocation;
    const catalog = await changedFiles({ root, paths: ["catalog"], signal });
    const made: ProposalOutcome[] = [];
    const make = async (change: Described, files: readonly FileChange[]): Promise<void> => {
        const decision = decisionOf(change, root);
        terminal.progress(`Proposing ${change.title} …`);
        const body = async (commit: string): Promise<string> => {
            const diff = await describeChange({ ...change, from: parent, to: commit }, invocation);
            return pullBody({ ...change, decides: decision.why, diff, dispatched: dispatch }, forge.context);
        };
        const isLasting = change.kind === "catalog";
        made.push(await propose(args, { ...change, files, decision, isLasting, body }));
    };
    if (catalog.length > 0) await make(CATALOG, catalog);
    for (const change of changes) await make(change, await filesOf(change, catalog, git, parent, invocation));
    return made;
}

/** Facts and ranges are a person's. */
function decisionOf({ kind, stack, step }: Described, root: string): Unattended {
    if (kind !== "step" || stack === undefined)
        return { merges: false, why: `a person merges it: it is no step of a stack` };
    return judgeUnattended(readSettings(root, stack), step, notesOf(root, stack, step));
}

/** What a step of the control plane means for the stack's own objects; nothing within a minor. */
function notesOf(root: string, name: string, step: Change["step"]): readonly NoteFinding[] {
    if (step?.part !== "control-plane") return [];
    return judgeMinor(root, readStackSources(root, readSettings(root, name)), step);
}

interface Described extends Omit<Change, "kind" | "stack"> {
    readonly kind: Change["kind"] | "catalog";
    readonly stack?: string;
}

const CATALOG: Described = {
    kind: "catalog",
    title: "catalog: new facts from upstream",
    branch: "windlass/catalog",
    family: "windlass/catalog",
    reasons: ["releases, support windows or security bulletins have changed upstream"],
    warnings: [],
};

async function filesOf(
    { kind, stack, range }: Change,
    catalog: readonly FileChange[],
    git: Committer,
    parent: string,
    { root, signal }: CommandContext,
): Promise<readonly FileChange[]> {
    if (kind === "step") {
        const own = [lockFileName(stack), sidecarsFile(stack), deliveredFolder(readSettings(root, stack))];
        return [...catalog, ...(await changedFiles({ root, paths: own, signal }))];
    }
    const [settings, lock] = [settingsFile(stack), lockFileName(stack)];
    const texts = { settings: await git.read(parent, settings), lock: await git.read(parent, lock) };
    const widened = widenRange(
        stack,
        { settings: texts.settings ?? "", lock: texts.lock ?? "" },
        range ?? "",
    );
    return [
        { path: settings, text: widened.settings },
        { path: lock, text: widened.lock },
    ];
}

const WORDS: Readonly<Record<ProposalOutcome["outcome"], string>> = {
    opened: "opened",
    updated: "brought up to date",
    unchanged: "is up to date",
    nothing: "nothing differs",
    declined: "was closed by a person, and is not opened again",
    edited: "somebody else has committed to the branch, which is left alone",
};

function report(
    outcomes: readonly ProposalOutcome[],
    { terminal, options }: Invocation<typeof forgeProposeCommand>,
): void {
    if (options.json) {
        terminal.print(JSON.stringify(outcomes));
        return;
    }
    for (const { branch, outcome, number, superseded, merges, refused } of outcomes) {
        const which = number === undefined ? branch : `${branch}: pull request ${number}`;
        terminal.print(`${which}: ${WORDS[outcome]}`);
        if (merges) terminal.print("  merges by itself once its checks are green");
        if (refused !== undefined) terminal.print(`  waits for a person to merge it: ${refused}`);
        for (const old of superseded)
            terminal.print(`  takes the place of pull request ${old}, which was closed`);
    }
    if (outcomes.length === 0) terminal.print("nothing to propose");
}
