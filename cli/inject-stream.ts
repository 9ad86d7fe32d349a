import { refusedValues } from "../adapters/files/stack-values-source";
import { readLock } from "../adapters/files/lock-store";
import { readSettings } from "../adapters/files/settings-source";
import { readStandardInput } from "../adapters/files/stdin-source";
import { readText } from "../adapters/files/text-source";
import { injectStack } from "../adapters/istioctl/inject-stack";
import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import { type MeshPin, parseMeshPin } from "../lifecycle/settings/mesh-pin";
import { composeWorkload } from "../lifecycle/sidecars/sidecars";
import { checkPodTemplate, checkTwins, complaint } from "../lifecycle/workloads/check-objects";
import { type Manifest, type SourcedManifest, objectId } from "../lifecycle/workloads/manifest";
import { readManifestStream } from "../lifecycle/workloads/manifest-stream";
import { isWorkload } from "../lifecycle/workloads/pod-template";
import { isCanary } from "../lifecycle/workloads/plan-workloads";
import { checkLock } from "../lifecycle/upgrade/lock-check";
import type { Invocation } from "./command";
import type { injectCommand } from "./definitions/inject";
import { istioctlLocator } from "./istioctl-locator";
import { oneStack } from "./read-stacks";

type InjectInvocation = Invocation<typeof injectCommand>;

/**
 * Prints manifests of another repository with their sidecars: all of them, or nothing.
 *
 * @param file Where they stand; `-` is standard input.
 */
export async function injectStream(invocation: InjectInvocation, file: string): Promise<ExitStatus> {
    const { root, options, terminal, signal } = invocation;
    refuseReports(options);
    const { settings, lock } = meshOf(invocation);
    throwCollected(refusedValues(settings, lock));
    const stream =
        file === "-"
            ? readManifestStream("standard input", await readStandardInput())
            : readManifestStream(file, readText("", file));
    const { namespace } = options;
    const placed = stream.manifests.map((sourced) => ({ sourced, ...inNamespace(sourced, namespace) }));
    const manifests = placed.map(({ placed: sourced }) => sourced);
    throwCollected([...checkTwins(manifests), ...manifests.flatMap((sourced) => checkStreamed(sourced))]);
    const { sidecars, skipped, failures } = await injectStack({
        settings,
        lock,
        manifests,
        root,
        locate: istioctlLocator(invocation, { locks: [lock] }),
        signal,
        onProgress: (done, total) => terminal.progress(`injecting ${done} of ${total} …`),
    });
    throwCollected(failures.map(({ error }) => error));
    for (const { id, reason } of skipped) terminal.note(`skipped ${id}: ${reason}`);
    const replaced = new Map<Manifest, Manifest>();
    for (const { sourced, placed: inPlace } of placed) {
        if (!sidecars.pristine.has(objectId(inPlace.manifest))) continue;
        const { metadata } = sourced.manifest;
        replaced.set(sourced.manifest, { ...composeWorkload(inPlace.manifest, sidecars), metadata });
    }
    terminal.print(stream.write(replaced).replace(/\n$/, ""));
    return ExitStatus.ok;
}

/** The mesh of `--pin`, or of the one stack. */
function meshOf({ root, options }: InjectInvocation): MeshPin {
    if (options.pin !== undefined) return parseMeshPin(options.pin, readText("", options.pin));
    const stack = oneStack(root, options.stack);
    const settings = readSettings(root, stack);
    const locked = readLock(root, stack);
    checkLock(settings, locked);
    return { settings, lock: locked.lock };
}

/** What the filter has no use for. */
function refuseReports({ check, json, pin, stack }: InjectInvocation["options"]): void {
    const refused = { "--check": check, "--json": json, "--stack": pin === undefined ? undefined : stack };
    const [key] = Object.entries(refused).find(([, value]) => value !== undefined && value !== false) ?? [];
    if (key === undefined) return;
    const beside = key === "--stack" ? "--pin" : "-f";
    throw new WindlassError({ key, rule: `means nothing beside ${beside}`, remedy: "Leave one of them out" });
}

/** The object where it will live: whoever applies it fills in the namespace, and a sidecar's identity depends on it. */
function inNamespace(
    sourced: SourcedManifest,
    namespace: string | undefined,
): { readonly placed: SourcedManifest } {
    const { manifest } = sourced;
    const isOpen = manifest.metadata.namespace === undefined && (isWorkload(manifest) || isCanary(manifest));
    if (!isOpen || namespace === undefined) return { placed: sourced };
    return {
        placed: { ...sourced, manifest: { ...manifest, metadata: { ...manifest.metadata, namespace } } },
    };
}

function checkStreamed(sourced: SourcedManifest): readonly WindlassError[] {
    const { manifest } = sourced;
    if (!isWorkload(manifest) || manifest.metadata.namespace !== undefined) return checkPodTemplate(sourced);
    return [
        complaint(sourced, {
            key: "metadata.namespace",
            rule: `${manifest.kind} ${manifest.metadata.name} names no namespace, and its sidecar's identity depends on it`,
            remedy: "Say where it is applied: --namespace NAME",
        }),
    ];
}
