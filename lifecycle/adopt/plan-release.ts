import { settingsFile } from "../settings/settings-parse";
import { lockFileName } from "../settings/lock-parse";
import type { DataPlaneMode, StackSettings } from "../settings/settings";

/** A HelmRelease of a stack, whose Helm release stays. */
export interface ReleasedHelm {
    readonly namespace: string;
    readonly name: string;
    /** Helm's name of the release. */
    readonly release: string;
    readonly chart: string;
}

/** What a mesh is handed back from. */
export interface PlanReleaseArgs {
    readonly settings: StackSettings;
    readonly helm: readonly ReleasedHelm[];
    /** Modes of workloads, by namespace: those whose proxies stand in Git or are pinned have to go back to the webhook. */
    readonly modes: ReadonlyMap<string, ReadonlySet<DataPlaneMode>>;
}

/** One step of the way out, to be taken once the one before is up. */
export interface ReleaseStep {
    /** What it does, without its full stop. */
    readonly text: string;
    /** Lines of stack files, or of a shell. @default none */
    readonly lines?: readonly string[];
    /** How to take it back, without its full stop. */
    readonly back: string;
}

/**
 * The way out: everything goes on as it is, and Windlass owns nothing of it any more. No step deletes an object that a pod
 * or a proxy depends on.
 *
 * A HelmRelease that is suspended leaves its Helm release behind when it is deleted (helm-controller, `reconcileDelete`).
 */
export function planRelease(args: PlanReleaseArgs): readonly ReleaseStep[] {
    const { settings, helm } = args;
    const { stack, delivery, handover } = settings;
    const file = settingsFile(stack);
    const each = (verb: (release: ReleasedHelm) => string) => helm.map(verb);
    return [
        ...proxySteps(args),
        ...(delivery === "flux"
            ? [
                  {
                      text: "Take delivery back from Flux in the three commits of docs/delivery.md, “Back”",
                      back: "The same section, to Flux",
                  },
              ]
            : []),
        ...(handover === "adoption"
            ? []
            : [
                  {
                      text: `Say in ${file} that the mesh goes out, commit, and bring it up: every object is marked to stay`,
                      lines: ["windlass:handover: adoption", `pulumi up --stack ${stack}`],
                      back: "windlass:handover: none, and up",
                  },
              ]),
        {
            text: "Have Flux leave the Helm releases as they are",
            lines: each(
                ({ namespace, name }) =>
                    `kubectl -n ${namespace} patch helmrelease ${name} --type merge -p '{"spec":{"suspend":true}}'`,
            ),
            back: "The same with false",
        },
        {
            text: "Have Pulumi forget the stack: all of it stays in the cluster, as the preview says (retain)",
            lines: [`pulumi destroy --stack ${stack}`],
            back: `pulumi up --stack ${stack}, with windlass:handover: adoption: it takes over what is there`,
        },
        {
            text: "Take away Flux's objects, suspended as they are: Helm keeps its releases, and every object of them",
            lines: each(({ namespace, name }) => `kubectl -n ${namespace} delete helmrelease ${name}`),
            back: "windlass adopt, which finds them as releases of Helm",
        },
        {
            text: "Go on with Helm, whose values are those of the last upgrade",
            lines: each(({ namespace, release }) => `helm -n ${namespace} get values ${release}`),
            back: "windlass adopt",
        },
        {
            text: "Take the stack's files out of Git",
            lines: [`git rm ${file} ${lockFileName(stack)}`],
            back: "git revert",
        },
    ];
}

/** Pods get their proxies from the webhook again, step by step as docs/sidecars.md has it. */
function proxySteps({ modes }: PlanReleaseArgs): readonly ReleaseStep[] {
    const having = (mode: DataPlaneMode) =>
        [...modes].flatMap(([namespace, of]) => (of.has(mode) ? [namespace] : [])).sort();
    const moves = (namespaces: readonly string[], to: DataPlaneMode) =>
        namespaces.map((namespace) => `windlass:workloads.namespaces.${namespace}.mode: ${to}`);
    const inGit = having("git");
    const pinned = [...new Set([...inGit, ...having("pin")])].sort();
    const steps: ReleaseStep[] = [];
    if (inGit.length > 0) {
        steps.push({
            text: "Let the webhook of the proxies' revision make the proxies again; wait until all rollouts are done",
            lines: moves(inGit, "pin"),
            back: "mode git again, as docs/sidecars.md has it",
        });
    }
    if (pinned.length > 0) {
        steps.push({
            text: "Label the namespaces for the webhook, and take the pin out of the pods; wait until all rollouts are done",
            lines: moves(pinned, "webhook"),
            back: "mode pin again",
        });
    }
    return steps;
}

/** The way out as a numbered list in Markdown. */
export function releaseReport(stack: string, steps: readonly ReleaseStep[]): string {
    const parts = steps.flatMap(({ text, lines = [], back }, index) => [
        `${index + 1}. ${text}.`,
        ...(lines.length === 0 ? [] : ["", "   ```", ...lines.map((line) => `   ${line}`), "   ```"]),
        "",
        `   Back: ${back}.`,
        "",
    ]);
    return [
        `# The way out of ${stack}`,
        "",
        "Nothing was changed. Take one step after the other, each once the one before is up; no pod is restarted but where a step waits for rollouts.",
        "",
        ...parts,
    ].join("\n");
}
