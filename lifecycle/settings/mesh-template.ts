import { parseDocument } from "yaml";

import { WindlassError } from "../kit/errors";

/** What a new mesh repository is called, and what its first stack differs in from the template's. */
export interface MeshTemplateArgs {
    /** Name of the Pulumi project and of the package. */
    readonly name: string;
    /** Name of the first stack. */
    readonly stack: string;
    /** Exact version of Windlass: `0.2.0`. */
    readonly version: string;
    /** Context of the kubeconfig that reaches the cluster. @default the current one */
    readonly context?: string;
}

/** The template's own stack. */
const TEMPLATE_STACK = "dev";
/** What npm would not take along under its own name. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: ".gitignore", npmrc: ".npmrc" };
const PROJECT_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The files of a new mesh repository, made from the template's.
 *
 * @param template - text by path below `templates/mesh/`
 * @returns text by path below the new folder
 * @throws WindlassError for names that are none
 */
export function meshFiles(
    template: ReadonlyMap<string, string>,
    args: MeshTemplateArgs,
): ReadonlyMap<string, string> {
    for (const key of ["name", "stack"] as const) requireName(`--${key}`, args[key]);
    return new Map([...template].map(([path, text]) => [pathOf(path, args), textOf(path, text, args)]));
}

function requireName(key: string, value: string): void {
    if (PROJECT_NAME.test(value)) return;
    throw new WindlassError({
        key,
        value,
        rule: "must be 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end",
    });
}

function pathOf(path: string, { stack }: MeshTemplateArgs): string {
    return (RENAMED[path] ?? path).replace(
        /^stacks\/(Pulumi\.)?dev\.(.*)$/,
        (_, pulumi: string | undefined, end: string) => `stacks/${pulumi ?? ""}${stack}.${end}`,
    );
}

function textOf(path: string, text: string, { name, stack, version, context }: MeshTemplateArgs): string {
    switch (path) {
        case "package.json": {
            const facts = JSON.parse(text) as { dependencies: Record<string, string> };
            const dependencies = { ...facts.dependencies, windlass: version };
            return `${JSON.stringify({ ...facts, name, dependencies }, undefined, 4)}\n`;
        }
        case "Pulumi.yaml":
            return edited(text, [["name"], name]);
        case `stacks/Pulumi.${TEMPLATE_STACK}.yaml`:
            return edited(text, [["config", "windlass:cluster", "context"], context ?? ""]);
        case `stacks/${TEMPLATE_STACK}.lock.yaml`:
            return text.replace(`--stack ${TEMPLATE_STACK}`, `--stack ${stack}`);
        case "README.md":
            return text
                .replaceAll(`Pulumi.${TEMPLATE_STACK}.yaml`, `Pulumi.${stack}.yaml`)
                .replaceAll(`--stack ${TEMPLATE_STACK}`, `--stack ${stack}`);
        default:
            return text;
    }
}

/** Replaces one value of a YAML text and leaves its comments. */
function edited(text: string, [path, value]: readonly [readonly string[], string]): string {
    const document = parseDocument(text, { version: "1.1" });
    document.setIn(path, value);
    return document.toString({ lineWidth: 0 });
}
