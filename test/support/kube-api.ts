import type { Manifest } from "../../lifecycle/workloads/manifest";
import { KubeApi, type KubeResponse } from "../../tools/test-bed/kube-api-source";
import type { Access } from "../../tools/test-bed/kubeconfig";
import { getIn, isRecord } from "../../lifecycle/kit/json-path";

/** Owner of the fields that tests apply. */
const FIELD_MANAGER = "windlass-test";

const APPLY = "application/apply-patch+yaml";

/** An API server as tests see it: objects in, objects out, and what it says to them. */
export class KubeClient extends KubeApi {
    private readonly plurals = new Map<string, Promise<ReadonlyMap<string, Resource>>>();

    public constructor(access: Access) {
        super(access);
    }

    /**
     * Server-side apply with strict field validation: an unknown field is an error, and so is a conflict.
     *
     * @param manager - owner of the fields
     */
    public async apply(object: Manifest, manager = FIELD_MANAGER): Promise<KubeResponse> {
        const path = await this.pathOf(object);
        if (path === undefined) {
            const text = `the server serves no ${object.apiVersion} ${object.kind}`;
            return { status: 404, text, body: undefined, warnings: [] };
        }
        const query = `fieldManager=${manager}&fieldValidation=Strict`;
        return this.request({ method: "PATCH", path: `${path}?${query}`, body: object, contentType: APPLY });
    }

    /** Applies a manifest of one cluster-scoped object as the text it is, at a path that ends in a slash. */
    public applyText(path: string, name: string, text: string): Promise<KubeResponse> {
        const query = `fieldManager=${FIELD_MANAGER}`;
        return this.request({
            method: "PATCH",
            path: `${path}${name}?${query}`,
            body: text,
            contentType: APPLY,
        });
    }

    /** The object as the server has it. */
    public async get(object: Manifest): Promise<unknown> {
        const path = await this.pathOf(object);
        const { status, body, text } = await this.request({ path: path ?? "/unknown" });
        if (status !== 200) throw new Error(`GET ${path}: ${text}`);
        return body;
    }

    /** Deletes an object and what it owns. */
    public async delete(object: Manifest): Promise<KubeResponse> {
        const path = await this.pathOf(object);
        return this.request({ method: "DELETE", path: `${path ?? "/unknown"}?propagationPolicy=Background` });
    }

    /** All items at a path. */
    public async list(path: string): Promise<readonly unknown[]> {
        const { body, text } = await this.request({ path });
        const items = getIn(body, ["items"]);
        if (!Array.isArray(items)) throw new Error(`GET ${path}: ${text}`);
        return items as readonly unknown[];
    }

    /** Path of an object; undefined where the server knows no such version or kind. */
    private async pathOf({ apiVersion, kind, metadata }: Manifest): Promise<string | undefined> {
        const resource = (await this.resourcesOf(apiVersion)).get(kind);
        if (!resource) return undefined;
        const { plural, namespaced } = resource;
        const namespace = namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
        return `${rootOf(apiVersion)}${namespace}/${plural}/${encodeURIComponent(metadata.name)}`;
    }

    private resourcesOf(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
        const known = this.plurals.get(apiVersion) ?? this.discover(apiVersion);
        this.plurals.set(apiVersion, known);
        return known;
    }

    private async discover(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
        const { body } = await this.request({ path: rootOf(apiVersion) });
        const found = new Map<string, Resource>();
        const resources = getIn(body, ["resources"]);
        for (const resource of Array.isArray(resources) ? resources : []) {
            if (!isRecord(resource)) continue;
            const { name, kind, namespaced } = resource;
            // `deployments/scale` is no kind of its own.
            if (typeof name !== "string" || typeof kind !== "string" || name.includes("/")) continue;
            found.set(kind, { plural: name, namespaced: namespaced === true });
        }
        return found;
    }
}

interface Resource {
    readonly plural: string;
    readonly namespaced: boolean;
}

function rootOf(apiVersion: string): string {
    return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** `Deployment prod/backend` */
export function idOf({ kind, metadata }: Manifest): string {
    return `${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;
}

/** What an answer says in one line: the message of a Status, else its text. */
export function messageOf({ body, text }: KubeResponse): string {
    const message = getIn(body, ["message"]);
    return typeof message === "string" ? message : text;
}
