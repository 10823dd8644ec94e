// Draws the diagrams of a trace's page with Mermaid, each once it comes into view. Mermaid lies packed in the page itself, and is
// unpacked for the first of them. The text stays where it is, for those who want it, and where a diagram cannot be drawn.

'use strict';

(() => {
    const MOST_CHARACTERS = 50_000; // of a diagram: Mermaid refuses more too, by drawing a bomb
    const AHEAD_PIXELS = 200; // of the window a diagram is drawn already
    const dark = matchMedia('(prefers-color-scheme: dark)');
    let library; // a promise of Mermaid
    let drawn = 0;

    async function unpack() {
        const packed = Uint8Array.from(atob(document.getElementById('library').textContent), each => each.charCodeAt(0));
        const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
        const script = document.createElement('script');
        script.textContent = await new Response(unpacked).text();
        document.head.append(script); // which runs it
        if (!globalThis.mermaid) {
            throw new Error('this browser does not run Mermaid');
        }
        return globalThis.mermaid;
    }

    /** A diagram as SVG, or an error that says why there is none. */
    async function svg(text) {
        if (text.length > MOST_CHARACTERS) {
            throw new Error(`it has ${text.length} characters, of which Mermaid draws ${MOST_CHARACTERS} at most`);
        }
        const mermaid = await (library ??= unpack());
        const natural = {useMaxWidth: false};
        mermaid.initialize({
            startOnLoad: false,
            securityLevel: 'strict', // names are text
            suppressErrorRendering: true,
            theme: dark.matches ? 'dark' : 'default',
            flowchart: natural,
            sequence: natural,
            state: natural,
        });
        return (await mermaid.render('drawing-' + ++drawn, text)).svg;
    }

    async function draw(section) {
        const note = section.querySelector('.note');
        const drawing = section.querySelector('.drawing');
        const text = section.querySelector('details');
        note.textContent = 'Being drawn …';
        try {
            drawing.innerHTML = await svg(text.querySelector('pre').textContent.trim());
            note.textContent = '';
            text.open = false;
        } catch (error) {
            drawing.replaceChildren();
            note.textContent = `Not drawn: ${error.message}. Below is its text.`;
            text.open = true;
        }
        drawing.hidden = !drawing.firstChild;
        section.dataset.seen = 'true';
    }

    async function copy(button, text) {
        try {
            await navigator.clipboard.writeText(text.textContent);
            button.textContent = 'Copied';
        } catch { // the browser does not permit it
            getSelection().selectAllChildren(text);
            button.textContent = 'Selected';
        }
    }

    const sections = [...document.querySelectorAll('.diagram')];
    const watch = new IntersectionObserver(seen => {
        for (const {target} of seen.filter(each => each.isIntersecting)) {
            watch.unobserve(target);
            draw(target);
        }
    }, {rootMargin: AHEAD_PIXELS + 'px'});
    for (const section of sections) {
        const button = section.querySelector('button');
        button.hidden = false;
        button.addEventListener('click', () => copy(button, section.querySelector('pre')));
        watch.observe(section);
    }
    dark.addEventListener('change', () => sections.filter(each => each.dataset.seen).forEach(draw));
})();
