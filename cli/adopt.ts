import { existsSync } from "node:fs";
import { join } from "node:path";

import { writeNewFiles } from "../adapters/files/new-files-store";
import { readCatalog } from "../adapters/files/catalog-store";
import { requireStackName } from "../adapters/files/settings-source";
import { Cluster } from "../adapters/kubernetes/cluster-source";
import { readMesh } from "../adapters/kubernetes/mesh-source";
import { adoptionReport, findingText } from "../lifecycle/adopt/adoption-report";
import { planAdoption } from "../lifecycle/adopt/plan-adoption";
import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { formatLock, lockFileName } from "../lifecycle/settings/lock-parse";
import { settingsFile } from "../lifecycle/settings/settings-parse";
import { loadProgram } from "../render/load-program";
import { askFirstApply, disturbances } from "./adopt-first-apply";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { adoptCommand } from "./definitions/adopt";

/** Makes a stack of a mesh that runs. */
export async function run(invocation: Invocation<typeof adoptCommand>): Promise<ExitStatus> {
    const { root, options, terminal, signal } = invocation;
    const { context, stack } = {
        context: needed("context", options.context),
        stack: needed("stack", options.stack),
    };
    requireStackName(stack);
    if (options["dry-run"] !== true) refuseKnown(root, stack);
    const catalog = readCatalog(root);
    const at = readMoment(options);
    const cluster = await Cluster.open({ context, signal });
    try {
        terminal.progress(`Reading ${context} …`);
        const found = await readMesh(cluster);
        const plan = planAdoption({ stack, context, found, catalog, at });
        terminal.progress("Asking what the first apply would change …");
        const first = plan.adopted
            ? await askFirstApply({ cluster, found, adopted: plan.adopted, program: await loadProgram(root) })
            : undefined;
        const findings = [...plan.findings, ...(first ? disturbances(first) : [])];
        const isBlocked = findings.some(({ level }) => level === "blocks");
        const adopted = isBlocked ? undefined : plan.adopted;
        const report = adoptionReport({
            stack,
            context,
            found,
            adopted: plan.adopted,
            findings,
            first,
            at: at.time,
        });
        const files = adopted
            ? new Map([
                  [reportFile(stack), report],
                  [lockFileName(stack), formatLock(stack, adopted.lock)],
                  // Last: it is what makes the stack one.
                  [settingsFile(stack), adopted.text],
              ])
            : undefined;
        const isWritten = files !== undefined && options["dry-run"] !== true;
        if (isWritten) writeNewFiles(root, files);
        if (options.json) {
            const written = isWritten ? [...files.keys()] : [];
            terminal.print(
                JSON.stringify({
                    stack,
                    context,
                    written,
                    settings: plan.adopted?.text,
                    lock: plan.adopted?.lock,
                    findings,
                    found: summary(found),
                    first: first && { ...first, values: Object.fromEntries(first.values) },
                }),
            );
        } else if (isWritten) {
            for (const finding of findings.filter(({ level }) => level === "decide"))
                terminal.print(terminal.paint("warning", `decide  ${findingText(finding)}`));
            for (const file of files.keys()) terminal.print(`written ${file}`);
            terminal.print(`Read ${reportFile(stack)} first; docs/adopt.md has the steps that follow.`);
        } else {
            terminal.print(report.trimEnd());
        }
        return isBlocked ? ExitStatus.refused : ExitStatus.ok;
    } finally {
        cluster.close();
    }
}

/** Where the report of an adoption stands, relative to the project's root. */
function reportFile(stack: string): string {
    return `stacks/${stack}.adoption.md`;
}

/** What was found, without the manifests and charts of releases: those are long, and may hold anything. */
function summary({ releases, ...found }: Awaited<ReturnType<typeof readMesh>>): object {
    return {
        ...found,
        releases: releases.map(({ manifest: _, defaults: __, ...release }) => release),
    };
}

function needed(name: "context" | "stack", value: string | undefined): string {
    if (value !== undefined && value !== "") return value;
    throw new WindlassError({
        key: `--${name}`,
        rule: `A ${name} is needed`,
        remedy: `Name it with --${name}`,
    });
}

function refuseKnown(root: string, stack: string): void {
    for (const file of [settingsFile(stack), lockFileName(stack)]) {
        if (!existsSync(join(root, file))) continue;
        throw new WindlassError({
            file,
            rule: "is there already, and would be overwritten",
            remedy: "Name another stack, or look with --dry-run",
        });
    }
}
