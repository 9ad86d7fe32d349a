import { isRecord } from "../kit/json-path";
import type { Manifest } from "./manifest";
import { podTemplateOf } from "./pod-template";

/** A container of a workload: the fields rules look at. */
export interface ContainerOf {
    readonly name: string;
    /** Empty where it names none. */
    readonly image: string;
}

/** Every container of a workload's pods, init containers first. */
export function containersOf(
    object: Pick<Manifest, "apiVersion" | "kind"> & { readonly [field: string]: unknown },
): readonly ContainerOf[] {
    const spec = podTemplateOf(object as Manifest)?.spec;
    return [spec?.["initContainers"], spec?.["containers"]]
        .flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
        .filter(isRecord)
        .map(({ name, image }) => ({
            name: typeof name === "string" ? name : "",
            image: typeof image === "string" ? image : "",
        }));
}

/** Tag of an image; undefined where it has none. A port is no tag: `127.0.0.1:5000/app`. */
export function tagOf(image: string): string | undefined {
    const [name = ""] = image.split("@");
    const tag = name.slice(name.lastIndexOf("/") + 1).split(":")[1];
    return tag === "" ? undefined : tag;
}
