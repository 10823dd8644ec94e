// What the page is made of. Text is only ever set as text.

/** The element of an id. */
export function byId(id) {
    return document.getElementById(id);
}

/** A new element with a text, or with children. */
export function element(tag, content, className) {
    const made = document.createElement(tag);
    if (Array.isArray(content)) {
        made.append(...content);
    } else {
        made.textContent = content;
    }
    if (className) {
        made.className = className;
    }
    return made;
}

export function button(text, onClick) {
    const made = element('button', text);
    made.addEventListener('click', onClick);
    return made;
}

/** A colour of the style sheet, as it is now. */
export function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
}

/** Calls back whenever the colours change from light to dark or back. */
export function onColours(listener) {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
}
