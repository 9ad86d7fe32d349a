import { WindlassError } from "../kit/errors";
import { isRecord } from "../kit/json-path";
import { type YamlDocument, parseYamlDocument } from "../kit/strict-yaml";
import type { JsonValue } from "../kit/json";
import type { Difference, OwnPart } from "./factor";
import type { Overlay } from "./overlay";
import { escapeSegment } from "../kit/pointer";
import { SIDECARS_SCHEMA, type Sidecars } from "./sidecars";
import { TEMPLATE, sealOf } from "./sidecars-text";

/**
 * Reads the text of a sidecars file, strictly: it is generated, so whatever a tool would not have written is damage.
 *
 * @param file Name for messages: `stacks/dev.sidecars.yaml`.
 * @throws WindlassError with file and line.
 */
export function parseSidecars(text: string, file: string): Sidecars {
    const reader = new Reader(parseYamlDocument(text, { file }), file);
    const root = reader.map([]);
    if (root["schema"] !== SIDECARS_SCHEMA) {
        reader.fail(["schema"], root["schema"], `must be ${SIDECARS_SCHEMA}`);
    }
    reader.onlyKeys(
        [],
        [
            "schema",
            "seal",
            "istioctl",
            "revision",
            "values",
            "injector",
            "proxyImage",
            "common",
            "shapes",
            "workloads",
        ],
    );
    reader.onlyKeys(["injector"], ["template", "values", "mesh"]);
    const pristine = new Map<string, string>();
    const own = new Map<string, OwnPart>();
    const shapes = new Map<string, Difference>();
    for (const name of Object.keys(reader.map(["shapes"])))
        shapes.set(name, reader.difference(["shapes", name], true));
    for (const id of Object.keys(reader.map(["workloads"]))) {
        const entry = reader.entry(["workloads", id]);
        if (entry.shape !== "" && !shapes.has(entry.shape)) {
            reader.fail(["workloads", id, "shape"], entry.shape, "is not one of the shapes above");
        }
        pristine.set(id, entry.pristine);
        own.set(id, { shape: entry.shape, set: entry.set, without: entry.without });
    }
    const sidecars: Sidecars = {
        inputs: {
            istioctl: reader.text(["istioctl"]),
            revision: reader.text(["revision"]),
            values: reader.text(["values"]),
            injector: {
                template: reader.text(["injector", "template"]),
                values: reader.text(["injector", "values"]),
                mesh: reader.text(["injector", "mesh"]),
            },
        },
        proxyImage: reader.text(["proxyImage"]),
        pristine,
        factored: { common: reader.sections(["common"]), shapes, own },
    };
    const seal = reader.text(["seal"]);
    if (seal !== sealOf(sidecars))
        reader.fail(["seal"], seal, "does not fit what the file says: it was changed by hand or merged");
    return sidecars;
}

const REMEDY = "Run windlass inject, which writes the file anew";

class Reader {
    public constructor(
        private readonly document: YamlDocument,
        private readonly file: string,
    ) {}

    public map(path: readonly string[]): Readonly<Record<string, JsonValue>> {
        const value = this.at(path);
        if (!isRecord(value)) this.fail(path, value, "must be a map");
        return value;
    }

    public text(path: readonly string[]): string {
        const value = this.at(path);
        if (typeof value !== "string" || value === "") this.fail(path, value, "must be a text");
        return value;
    }

    public onlyKeys(path: readonly string[], keys: readonly string[]): void {
        for (const key of Object.keys(this.map(path))) {
            if (!keys.includes(key)) this.fail([...path, key], undefined, "is no key of this file");
        }
    }

    public entry(path: readonly string[]): OwnPart & { readonly pristine: string } {
        if (typeof this.at(path) === "string")
            return { pristine: this.text(path), shape: "", set: {}, without: [] };
        this.onlyKeys(path, ["pristine", "shape", "without", "set"]);
        const { shape } = this.map(path);
        return {
            pristine: this.text([...path, "pristine"]),
            shape: shape === undefined ? "" : this.text([...path, "shape"]),
            ...this.difference(path, false),
        };
    }

    /** @param inSections Whether values stand in sections, as in the common part, or by their whole pointer. */
    public difference(path: readonly string[], inSections: boolean): Difference {
        if (inSections) this.onlyKeys(path, ["without", "set"]);
        const { without = [], set } = this.map(path);
        if (!Array.isArray(without) || without.some((pointer) => typeof pointer !== "string")) {
            this.fail([...path, "without"], without, "must be a list of places");
        }
        const setPath = [...path, "set"];
        const values = set === undefined ? {} : inSections ? this.sections(setPath) : this.map(setPath);
        return { set: values, without: without as readonly string[] };
    }

    public sections(path: readonly string[]): Overlay {
        const values: [string, JsonValue][] = [];
        for (const place of Object.keys(this.map(path))) {
            for (const [key, value] of Object.entries(this.map([...path, place]))) {
                const pointer = escapeSegment(key);
                values.push([place === TEMPLATE ? pointer : `${place}/${pointer}`, value]);
            }
        }
        return Object.fromEntries(values.sort(([left], [right]) => (left < right ? -1 : 1)));
    }

    public fail(path: readonly string[], value: unknown, rule: string): never {
        const line = this.document.lineOf(path);
        throw new WindlassError({ file: this.file, line, key: path.join("."), value, rule, remedy: REMEDY });
    }

    private at(path: readonly string[]): JsonValue | undefined {
        let value: JsonValue | undefined = this.document.value;
        for (const key of path) {
            value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
        }
        return value;
    }
}
