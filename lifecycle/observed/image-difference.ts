import type { Images } from "./observed";

/** The first container in which what runs is not what Git has, as the rest of a sentence; undefined where all are alike. */
export function imageDifference(runs: Images, wanted: Images): string | undefined {
    for (const [name, image] of Object.entries(wanted)) {
        const found = Object.hasOwn(runs, name) ? runs[name] : undefined;
        if (found === image) continue;
        const what = found === undefined ? `has no container ${name}` : `runs ${found} in ${name}`;
        return `${what}, and Git has ${image}`;
    }
    const extra = Object.keys(runs).find((name) => !Object.hasOwn(wanted, name));
    return extra === undefined ? undefined : `has the container ${extra}, and Git has none`;
}
