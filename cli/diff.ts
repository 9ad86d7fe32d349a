import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import { closest } from "../lifecycle/kit/closest";
import { isThere } from "../adapters/files/text-source";
import { type CommittedVersion, readCommittedVersion } from "../adapters/git/version-source";
import { listStacks, requireStackName } from "../adapters/files/settings-source";
import { settingsFile } from "../lifecycle/settings/settings-parse";
import { readCatalog } from "../adapters/files/catalog-store";
import { type StackComparison, compareStack } from "../diff/compare-stack";
import type { CompareFaults } from "../diff/istio";
import { compareFaultsBy } from "../diff/compare-faults";
import { pairReader } from "../diff/pair-source";
import { loadProgram } from "../render/load-program";
import { type Report, type Complaint, type VersionName, makeReport } from "../diff/report";
import type { StackPair } from "../diff/version";
import { writeJson } from "../diff/write-json";
import { writeMarkdown } from "../diff/write-markdown";
import { writeText } from "../diff/write-text";
import type { CommandContext, Invocation, OptionValues } from "./command";
import type { diffCommand } from "./definitions/diff";

type Format = OptionValues<typeof diffCommand>["format"];

/** What a change means, in words: for a pull request, a person or a machine. */
export async function run(invocation: Invocation<typeof diffCommand>): Promise<ExitStatus> {
    const { root, options, terminal, signal } = invocation;
    const { from: fromRef, to: toRef, format } = options;
    if (fromRef === undefined) {
        throw new WindlassError({
            key: "--from",
            rule: "The older version is needed",
            remedy: "Name a branch, tag or commit: --from origin/main",
        });
    }
    const versions: CommittedVersion[] = [];
    try {
        const read = async (ref: string, option: string, base?: string): Promise<CommittedVersion> => {
            terminal.progress(`Reading ${option.slice(2)} …`);
            const version = await readCommittedVersion({ root, ref, option, base, signal });
            versions.push(version);
            return version;
        };
        const to = toRef === undefined ? undefined : await read(toRef, "--to");
        const from = await read(fromRef, "--from", to?.root ?? root);
        const report = await diffVersions(invocation, {
            from: { ...from, name: { ref: fromRef, commit: from.commit } },
            to: {
                root: to?.root ?? root,
                name: { ref: toRef, commit: to?.commit },
                skipped: to?.skipped ?? [],
            },
        });
        terminal.print(write(report, format, invocation));
        return ExitStatus.ok;
    } finally {
        for (const version of versions) version.remove();
    }
}

/** One of the two versions to compare. */
interface Side {
    readonly root: string;
    readonly name: VersionName;
    readonly skipped: CommittedVersion["skipped"];
    /** Apps that are the same in the other version, and are read from there. */
    readonly sameApps?: CommittedVersion["sameApps"];
}

interface Sides {
    readonly from: Side;
    readonly to: Side;
}

async function diffVersions(
    { root, options, terminal, signal }: Invocation<typeof diffCommand>,
    { from, to }: Sides,
): Promise<Report> {
    const complaints: Complaint[] = [];
    for (const [side, { skipped }] of [
        ["from", from],
        ["to", to],
    ] as const) {
        for (const { path, reason } of skipped) complaints.push({ side, message: `${path} ${reason}` });
    }
    const stacks = stackNames(from.root, to.root, options.stack, complaints);
    const reader = pairReader(from.root, to.root, {
        sameApps: from.sameApps,
        program: await loadProgram(root),
    });
    const mends = mendsOf(to.root);
    const comparisons: StackComparison[] = [];
    for (const [index, stack] of stacks.entries()) {
        signal.throwIfAborted();
        terminal.progress(`Comparing ${stack} (${index + 1} of ${stacks.length}) …`);
        const pair = await reader.read(stack);
        if (pair) complaints.push(...complaintsOf(pair));
        comparisons.push(pair ? compareStack(pair, mends) : { stack, findings: [], objects: [] });
    }
    return makeReport({ from: from.name, to: to.name, comparisons, complaints });
}

function complaintsOf({ stack, from, to }: StackPair): readonly Complaint[] {
    return [
        ...(from?.complaints ?? []).map((message): Complaint => ({ side: "from", stack, message })),
        ...(to?.complaints ?? []).map((message): Complaint => ({ side: "to", stack, message })),
    ];
}

/** Stacks of either version. A version with a file whose name is wrong still has the stacks the other one has. */
function stackNames(
    fromRoot: string,
    toRoot: string,
    named: readonly string[] | undefined,
    complaints: Complaint[],
): readonly string[] {
    const known = new Set<string>();
    const errors: WindlassError[] = [];
    for (const [side, root] of [
        ["from", fromRoot],
        ["to", toRoot],
    ] as const) {
        try {
            for (const stack of listStacks(root)) known.add(stack);
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            errors.push(error);
            complaints.push({ side, message: error.message });
        }
    }
    if (errors.length === 2) throwCollected(errors);
    for (const name of named ?? []) {
        if (known.has(name)) continue;
        requireStackName(name);
        if ([fromRoot, toRoot].some((root) => isThere(root, settingsFile(name)))) continue;
        const near = closest(name, [...known]);
        throw new WindlassError({
            key: "--stack",
            value: name,
            rule: "There is no such stack in either version",
            remedy: near ? `Did you mean ${near}?` : `Stacks are ${[...known].sort().join(", ")}`,
        });
    }
    return [...new Set(named && named.length > 0 ? named : known)].sort();
}

/** The facts of the newer version. Without them the summary says that it does not know. */
function mendsOf(root: string): CompareFaults {
    try {
        return compareFaultsBy(readCatalog(root));
    } catch (error) {
        if (error instanceof WindlassError) return () => undefined;
        throw error;
    }
}

function write(report: Report, format: Format, { terminal }: CommandContext): string {
    switch (format) {
        case "json":
            return writeJson(report);
        case "markdown":
            return writeMarkdown(report);
        case "text":
            return writeText(report, (tone, text) => terminal.paint(tone, text));
    }
}
