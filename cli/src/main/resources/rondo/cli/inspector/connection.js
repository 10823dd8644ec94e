// The way to the inspector's server. The token comes in the address's fragment, which the browser sends to nobody, and goes out
// in a header, which another site's page could not send.

const KEY = 'rondo-inspector';
const PATIENCE_MILLIS = 40_000;

/** Why there is no answer; gone says that there is nobody who could give one. */
export class ConnectionError extends Error {
    constructor(message, gone) {
        super(message);
        this.gone = gone;
    }
}

export class Connection {
    #token;

    constructor() {
        const fragment = location.hash.slice(1);
        if (fragment) {
            sessionStorage.setItem(KEY, fragment); // for a reload of this tab
            history.replaceState(null, '', location.pathname); // no secret in the history, nor in a screenshot
        }
        const kept = new URLSearchParams(sessionStorage.getItem(KEY) ?? '');
        this.writable = kept.has('write');
        this.#token = kept.get('write') ?? kept.get('read') ?? '';
    }

    /** What is newer than a look, or null. */
    async look(after) {
        const response = await this.#fetch('/api/look?after=' + after, {});
        return response.status === 204 ? null : response.json();
    }

    /** Where a task stands. */
    async stack(task) {
        return (await this.#fetch('/api/stack?id=' + task, {})).json();
    }

    /** Asks a task to cancel. */
    async cancel(task) {
        const response = await this.#fetch('/api/cancel', {
            method: 'POST',
            headers: {'Content-Type': 'application/json'},
            body: JSON.stringify({id: task}),
        });
        return response.json();
    }

    async #fetch(path, options) {
        let response;
        try {
            response = await fetch(path, {
                ...options,
                headers: {...options.headers, 'Rondo-Token': this.#token},
                cache: 'no-store',
                credentials: 'omit',
                redirect: 'error',
                signal: AbortSignal.timeout(PATIENCE_MILLIS),
            });
        } catch {
            throw new ConnectionError('the inspector does not answer any more', true);
        }
        if (!response.ok) {
            throw new ConnectionError((await response.text()).trim(), false);
        }
        return response;
    }
}
