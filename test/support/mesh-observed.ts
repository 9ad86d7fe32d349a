import { getIn, isRecord } from "../../lifecycle/kit/json-path";

/** A cluster as far as it can be asked for lists: by its API, or by kubectl. */
export interface ObjectLists {
    /** All items at a path: `/api/v1/pods`. */
    readonly list: (path: string) => Promise<readonly unknown[]>;
}

/** The applications of the fixture that have a Canary. */
export const CANARY_APPS = ["backend", "frontend"];

export const CANARIES = "/apis/flagger.app/v1beta1/namespaces/prod/canaries";
export const DEPLOYMENTS = "/apis/apps/v1/namespaces/prod/deployments";
export const RELEASES = "/apis/helm.toolkit.fluxcd.io/v2/helmreleases";
export const REPOSITORIES = "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories";
export const KUSTOMIZATIONS = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";

/** Phase of each Canary, by its name. */
export async function phases(api: ObjectLists): Promise<Readonly<Record<string, string>>> {
    return byName(await api.list(CANARIES), (canary) => String(getIn(canary, ["status", "phase"])));
}

/** Whether Flagger has promoted last what is asked for now, by its own record, for each Canary by its name. */
export async function promoted(api: ObjectLists): Promise<Readonly<Record<string, boolean>>> {
    const records = (await api.list(CANARIES)).map((canary): [string, boolean] => {
        const [applied, last] = ["lastAppliedSpec", "lastPromotedSpec"].map((key) =>
            getIn(canary, ["status", key]),
        );
        return [nameOf(canary), applied !== undefined && applied === last];
    });
    return Object.fromEntries(records);
}

/** Version of the proxy in each primary's template, by the application. */
export async function primaries(api: ObjectLists): Promise<Readonly<Record<string, string>>> {
    const all = byName(await api.list(DEPLOYMENTS), proxyVersion);
    return Object.fromEntries(
        Object.entries(all).flatMap(([name, version]) =>
            name.endsWith("-primary") ? [[name.slice(0, -"-primary".length), version]] : [],
        ),
    );
}

/** Version of the proxy in an application's own template. */
export async function templateVersion(api: ObjectLists, app: string): Promise<string> {
    return byName(await api.list(DEPLOYMENTS), proxyVersion)[app] ?? "none";
}

/** `1.31.1` of the first image of a proxy that an object names; `none` where it names none. */
export function proxyVersion(object: unknown): string {
    return /\/proxyv2:(\d+\.\d+\.\d+)/.exec(JSON.stringify(object))?.[1] ?? "none";
}

function byName(
    items: readonly unknown[],
    read: (item: unknown) => string,
): Readonly<Record<string, string>> {
    return Object.fromEntries(items.map((item) => [String(getIn(item, ["metadata", "name"])), read(item)]));
}

/** Whether an object's controller says Ready of its present generation. */
export function isReady(object: unknown): boolean {
    const generation = getIn(object, ["metadata", "generation"]);
    if (getIn(object, ["status", "observedGeneration"]) !== generation) return false;
    return readySince(object) !== undefined;
}

/** When an object became Ready, in milliseconds since 1970; undefined where it is not. */
export function readySince(object: unknown): number | undefined {
    const conditions = getIn(object, ["status", "conditions"]);
    const ready = (Array.isArray(conditions) ? conditions : []).find(
        (condition) => isRecord(condition) && condition["type"] === "Ready" && condition["status"] === "True",
    ) as unknown;
    const since = getIn(ready, ["lastTransitionTime"]);
    return typeof since === "string" ? Date.parse(since) : undefined;
}

/** Name of an object. */
export function nameOf(object: unknown): string {
    return String(getIn(object, ["metadata", "name"]));
}
