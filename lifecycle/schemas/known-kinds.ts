import { groupOf } from "../workloads/api-group";
import { kindsOfCrd } from "./crd-schema";
import type { KindSchema, Schema, SchemaSet, Scope } from "./schema";

/** A kind in one API version, as an object names it. */
export interface KindName {
    readonly apiVersion: string;
    readonly kind: string;
}

/** A kind's schema, and where its definitions are. */
export interface FoundKind extends KindSchema {
    readonly definition: (name: string) => Schema | undefined;
    /** Whether it is Kubernetes' own, not a custom resource. */
    readonly builtIn: boolean;
}

/** What {@link KnownKinds} is made from. */
export interface KnownKindsArgs {
    /** Kubernetes' own kinds, of the cluster's minor. */
    readonly kubernetes: SchemaSet;
    /** Kinds that come with what Windlass installs. */
    readonly installed: readonly SchemaSet[];
    /** Objects of the stack, among which CustomResourceDefinitions define kinds of their own. */
    readonly objects: Iterable<Readonly<Record<string, unknown>>>;
    /** Kinds that live in no namespace, as `group/Kind`: what a person says of kinds nobody else knows. @default none */
    readonly clusterScoped?: readonly string[];
}

/** The kinds a stack's cluster serves, as far as they can be known without asking it. */
export class KnownKinds {
    /** By `apiVersion/kind`. The stack's own definitions count before those that are pinned. */
    private readonly own = new Map<string, KindSchema>();
    private readonly declared: ReadonlySet<string>;
    /** Kinds by group, of the groups that are known whole: those that are packaged. */
    private readonly groups = new Map<string, Set<string>>();
    /** API versions by `group/Kind`. */
    private readonly versions = new Map<string, string[]>();
    private readonly scopes = new Map<string, Scope>();

    public constructor(private readonly args: KnownKindsArgs) {
        this.declared = new Set(args.clusterScoped);
        for (const set of [args.kubernetes, ...args.installed]) {
            for (const [id, { scope }] of Object.entries(set.kinds)) {
                const [group, kind] = this.register(id, scope);
                const known = this.groups.get(group);
                if (known) known.add(kind);
                else this.groups.set(group, new Set([kind]));
            }
        }
        for (const object of args.objects) {
            for (const [id, kind] of kindsOfCrd(object)) {
                this.own.set(id, kind);
                this.register(id, kind.scope);
            }
        }
    }

    private register(id: string, scope: Scope): readonly [group: string, kind: string] {
        const slash = id.lastIndexOf("/");
        const [apiVersion, kind] = [id.slice(0, slash), id.slice(slash + 1)];
        const group = groupOf(apiVersion);
        const name = `${group}/${kind}`;
        this.scopes.set(name, scope);
        const known = this.versions.get(name);
        if (!known) this.versions.set(name, [apiVersion]);
        else if (!known.includes(apiVersion)) known.push(apiVersion);
        return [group, kind];
    }

    /** The schema of a kind; undefined where it is not known. */
    public find({ apiVersion, kind }: KindName): FoundKind | undefined {
        const id = `${apiVersion}/${kind}`;
        const { kubernetes, installed } = this.args;
        const own = this.own.get(id);
        if (own) return { ...own, definition: () => undefined, builtIn: false };
        const set = [kubernetes, ...installed].find(({ kinds }) => Object.hasOwn(kinds, id));
        const found = set?.kinds[id];
        if (!set || !found) return undefined;
        const definition = (name: string): Schema | undefined => set.definitions[name];
        return { ...found, definition, builtIn: set === kubernetes };
    }

    /** Where objects of a kind live, whatever the version; undefined where nobody knows. */
    public scopeOf({ apiVersion, kind }: KindName): Scope | undefined {
        const name = `${groupOf(apiVersion)}/${kind}`;
        return this.scopes.get(name) ?? (this.declared.has(name) ? "Cluster" : undefined);
    }

    /** API versions a kind is served in; none where it is not known. */
    public versionsOf({ apiVersion, kind }: KindName): readonly string[] {
        return this.versions.get(`${groupOf(apiVersion)}/${kind}`) ?? [];
    }

    /** Every kind of a group. Undefined for a group that somebody else defines, of which others may be unknown. */
    public kindsOfGroup(apiVersion: string): readonly string[] | undefined {
        const kinds = this.groups.get(groupOf(apiVersion));
        return kinds && [...kinds];
    }

    /** Definition of a part of Kubernetes' own kinds: `meta.v1.ObjectMeta`. */
    public kubernetesDefinition(name: string): Schema | undefined {
        return this.args.kubernetes.definitions[name];
    }
}
