/** A stack and the folders below `apps/` it runs. */
export interface StackApps {
    readonly stack: string;
    readonly apps: readonly string[];
    /** Folder of its rendered manifests, which no stack is made from. */
    readonly folder: string;
}

/** What no stack is made from. */
const APART =
    /^(?:\.[^/]+|docs|test|bench|tools|catalog|clusters|scripts)\/|^[^/]+\.md$|^LICENSE$|^eslint\.config/;

/**
 * The stacks that changed files may change: their own files, the applications they run; everything, where the program
 * itself changes.
 *
 * @param paths Relative to the project's root, with `/`.
 */
export function touchedStacks(paths: readonly string[], stacks: readonly StackApps[]): readonly string[] {
    const touched = new Set<string>();
    for (const path of paths) {
        if (stacks.some(({ folder }) => path.startsWith(`${folder}/`))) continue;
        for (const { stack, apps } of stacks) if (touches(path, stack, apps)) touched.add(stack);
    }
    return [...touched].sort();
}

function touches(path: string, stack: string, apps: readonly string[]): boolean {
    const [, file] = /^stacks\/([^/]+)$/.exec(path) ?? [];
    if (file !== undefined) {
        return [`Pulumi.${stack}.yaml`, `${stack}.lock.yaml`, `${stack}.sidecars.yaml`].includes(file);
    }
    const [, app] = /^apps\/([^/]+)\//.exec(path) ?? [];
    if (app !== undefined) return apps.includes(app);
    return !APART.test(path);
}
