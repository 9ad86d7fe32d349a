import { lockAhead, markedBy, movedWorkloads } from "../lifecycle/cohorts/stack-cohorts";
import { objectId } from "../lifecycle/workloads/manifest";
import { withAlerts } from "../components/flagger/alert-provider";
import { LAYERS } from "../components/kube/layer";
import { WindlassError, WindlassErrors } from "../lifecycle/kit/errors";
import { isThere } from "../adapters/files/text-source";
import { proxyRevision } from "../lifecycle/mesh/revision";
import { applyOverlay } from "../lifecycle/sidecars/apply-overlay";
import { staleOfStack } from "../lifecycle/sidecars/check";
import type { Overlay } from "../lifecycle/sidecars/overlay";
import { planInjection } from "../lifecycle/sidecars/plan-injection";
import { type Sidecars, overlayFor } from "../lifecycle/sidecars/sidecars";
import { stackScopes } from "../adapters/files/stack-kinds-source";
import { readSidecars, sidecarsFile } from "../adapters/files/sidecars-store";
import { checkLock } from "../lifecycle/upgrade/lock-check";
import { readLock } from "../adapters/files/lock-store";
import type { Lock } from "../lifecycle/settings/lock";
import type { StackSettings } from "../lifecycle/settings/settings";
import { readSettings } from "../adapters/files/settings-source";
import { checkManifests } from "../lifecycle/workloads/check-manifests";
import type { Manifest, SourcedManifest } from "../lifecycle/workloads/manifest";
import { type WorkloadsPlan, isCanary, planWorkloads } from "../lifecycle/workloads/plan-workloads";
import { podTemplateOf, withPodTemplate } from "../lifecycle/workloads/pod-template";
import type { MeshProgram } from "../program/define-mesh";
import { renderStack } from "../render/render-stack";
import { type StackVersion, type VersionedObject, objectKey } from "./version";

/** Manifests of an app, or why they cannot be read. Asked once for each stack that has it. */
export type ReadApp = (app: string, stack: string) => readonly SourcedManifest[];

/** Most complaints of one version of a stack that are kept. */
const MOST = 10;

/**
 * Reads one version of a stack as far as it can be read: whatever is wrong becomes a complaint, and what is right is still
 * compared. Nothing is refused here, that is for the commands that write.
 *
 * @param program The mesh's program. @default the plain one
 */
export async function readStackVersion(
    root: string,
    stack: string,
    readApp: ReadApp,
    program?: MeshProgram,
): Promise<StackVersion> {
    const complaints: string[] = [];
    const attempt = <T>(read: () => T): T | undefined => {
        try {
            return read();
        } catch (error) {
            complaints.push(...messagesOf(error, complaints.length > 0));
            return undefined;
        }
    };
    const settings = attempt(() => readSettings(root, stack));
    const locked = attempt(() => readLock(root, stack));
    // A stack without applications has no sidecars, and needs no file that says so.
    const none = settings?.workloads.apps.length === 0 && !isThere(root, sidecarsFile(stack));
    const sidecars = none ? undefined : attempt(() => readSidecars(root, stack));
    const lock = locked?.lock;
    if (settings && locked) attempt(() => checkLock(settings, locked));
    const unreadApps = new Set<string>();
    const manifests: SourcedManifest[] = [];
    for (const app of settings?.workloads.apps ?? []) {
        const read = attempt(() => readApp(app, stack));
        if (read) for (const manifest of read) manifests.push(manifest);
        else unreadApps.add(app);
    }
    if (settings)
        complaints.push(
            ...checkManifests(manifests, stackScopes(settings, manifests)).map(({ message }) => message),
        );
    const objects = new Map<string, VersionedObject>();
    const plan = settings && attempt(() => planLeniently({ settings, lock, sidecars, manifests }, objects));
    if (settings && lock && unreadApps.size === 0)
        complaints.push(...contradictions({ settings, lock, sidecars, manifests }));
    let systemRead = false;
    if (settings && lock && plan) {
        try {
            for (const object of await renderAround(settings, lock, plan, program))
                objects.set(objectKey(object.object), object);
            systemRead = true;
        } catch (error) {
            complaints.push(...messagesOf(error, complaints.length > 0));
        }
    }
    return {
        stack,
        settings,
        lock,
        sidecars,
        objects,
        modes: plan?.modes ?? new Map(),
        gated: plan?.gated ?? new Set(),
        systemRead,
        appsRead: plan !== undefined,
        unreadApps,
        complaints: briefly([...new Set(complaints)]),
    };
}

interface Parts {
    readonly settings: StackSettings;
    readonly lock: Lock | undefined;
    readonly sidecars: Sidecars | undefined;
    readonly manifests: readonly SourcedManifest[];
}

/** The workloads with the sidecars there are, stale or not, and notes what each is made from. */
function planLeniently(parts: Parts, objects: Map<string, VersionedObject>): WorkloadsPlan {
    const { settings, lock, sidecars, manifests } = parts;
    const overlays = new Map<string, Overlay>();
    const moved = lock ? movedWorkloads(lock, { settings, manifests }) : new Set<string>();
    const inject = ({ manifest }: SourcedManifest): Manifest => {
        const own = moved.has(objectId(manifest)) ? (sidecars?.next ?? sidecars) : sidecars;
        const overlay = own && overlayFor(manifest, own);
        const template = podTemplateOf(manifest);
        if (!overlay || !template) return manifest;
        overlays.set(objectKey(manifest), overlay);
        return withPodTemplate(manifest, applyOverlay(template, overlay));
    };
    const revision = lock ? proxyRevision(settings, lock) : "default";
    const further = lock && lockAhead(lock);
    const ahead = further && { revision: proxyRevision(settings, further), workloads: moved };
    const scopes = stackScopes(settings, manifests);
    const isMarked = lock && markedBy(lock, moved);
    const plan = planWorkloads({ settings, manifests, scopes, revision, ahead, inject, isMarked });
    const sources = new Map(manifests.map((sourced) => [objectKey(sourced.manifest), sourced]));
    const hasAlerts = settings.flagger.alerts.secret !== undefined;
    for (const manifest of [...plan.foundation, ...plan.objects]) {
        const plain = manifest;
        const key = objectKey(plain);
        const source = sources.get(key);
        objects.set(key, {
            layer: "workloads",
            object: hasAlerts && isCanary(manifest) ? withAlerts(plain) : plain,
            app: manifest.kind === "Namespace" ? undefined : source?.app,
            pristine: source?.manifest,
            overlay: overlays.get(key),
        });
    }
    return plan;
}

/** All that the program declares besides the manifests: evaluating it without them takes no time, however many there are. */
async function renderAround(
    settings: StackSettings,
    lock: Lock,
    plan: WorkloadsPlan,
    program: MeshProgram | undefined,
): Promise<readonly VersionedObject[]> {
    const workloads = { ...plan, objects: [] };
    const bare = {
        settings,
        lock,
        workloads,
        manifests: [],
        warnings: [],
        // The program reads the plan alone.
        sidecars: undefined as unknown as Sidecars,
    };
    const rendered = await renderStack(bare, { program });
    const known = new Set(plan.foundation.map((manifest) => objectKey(manifest)));
    const found: VersionedObject[] = [];
    for (const layer of LAYERS) {
        for (const object of rendered.layers[layer]) {
            if (layer !== "workloads" || !known.has(objectKey(object))) found.push({ layer, object });
        }
    }
    for (const { layer, name, inputs } of rendered.helm) {
        const namespace = inputs["namespace"];
        const metadata = { name, namespace: typeof namespace === "string" ? namespace : undefined };
        // Pulumi installs it; it stands here like any other release.
        found.push({ layer, object: { apiVersion: "helm.sh/v3", kind: "Release", metadata, spec: inputs } });
    }
    return found;
}

/** What the parts of a stack say against each other. */
function contradictions({
    settings,
    lock,
    sidecars,
    manifests,
}: Parts & { readonly lock: Lock }): readonly string[] {
    const complaints: string[] = [];
    try {
        const plan = planInjection({ settings, lock, manifests });
        const stale = staleOfStack({ settings, lock, manifests }, plan, sidecars);
        const skipped = new Set(plan.skipped.map(({ id }) => id));
        const ids = stale.filter(({ id }) => !skipped.has(id) || sidecars?.pristine.has(id));
        const [first] = ids;
        if (first && sidecars) {
            const more = ids.length === 1 ? "" : `, and ${ids.length - 1} more`;
            complaints.push(
                `sidecars are stale, and are compared as they are: ${first.id} (${first.reason})${more}`,
            );
        }
    } catch (error) {
        complaints.push(...messagesOf(error, true));
    }
    return complaints;
}

/**
 * @param faulty Whether the files are known to be wrong: then what the checks would have caught is no fault of ours.
 * @throws what is no complaint
 */
function messagesOf(error: unknown, faulty: boolean): readonly string[] {
    if (error instanceof WindlassErrors) return error.errors.map(({ message }) => message);
    if (error instanceof WindlassError) return [error.message];
    if (faulty && error instanceof Error)
        return [`cannot be evaluated, as its files are wrong: ${error.message}`];
    throw error;
}

function briefly(complaints: readonly string[]): readonly string[] {
    if (complaints.length <= MOST) return complaints;
    return [...complaints.slice(0, MOST), `${complaints.length - MOST} more`];
}
