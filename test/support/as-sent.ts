/** A value as it goes over the wire: what is undefined is not there. */
export function asSent<T>(value: T): T {
    return JSON.parse(JSON.stringify(value)) as T;
}
